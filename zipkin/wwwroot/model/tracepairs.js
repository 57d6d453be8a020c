// Compares two traces by structure.

/**
 * Returns the lines of both traces, depth first: `{ a, b, depth }`, where `a` or `b` is null in the trace that lacks the
 * span. Below spans that correspond, the n-th span of a service and name corresponds to the n-th in the other trace.
 */
export function compareRows(a, b) {
  const lines = [];
  const stack = pairs(topsOf(a), topsOf(b), 0).reverse();
  while (stack.length) {
    const line = stack.pop();
    lines.push(line);
    const below = pairs(line.a?.children ?? [], line.b?.children ?? [], line.depth + 1);
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]);
  }
  return lines;
}

const topsOf = (rows) => rows.filter((row) => !row.parent);

function pairs(left, right, depth) {
  const waiting = new Map();
  const keyOf = (row) => JSON.stringify([row.service, row.name]);
  for (const row of right) {
    const list = waiting.get(keyOf(row)) ?? [];
    list.push(row);
    waiting.set(keyOf(row), list);
  }
  const lines = left.map((row) => ({ a: row, b: waiting.get(keyOf(row))?.shift() ?? null, depth }));
  const missing = new Set([...waiting.values()].flat());
  // What only the second trace has comes after the span before it.
  const lineOf = new Map(lines.map((line) => [line.b, line]));
  const after = new Map();
  let last = null;
  for (const row of right) {
    if (!missing.has(row)) last = lineOf.get(row);
    else if (after.has(last)) after.get(last).push({ a: null, b: row, depth });
    else after.set(last, [{ a: null, b: row, depth }]);
  }
  return [...(after.get(null) ?? []), ...lines.flatMap((line) => [line, ...(after.get(line) ?? [])])];
}

/** Adds up the differences. */
export function comparisonOf(lines) {
  const both = lines.filter(({ a, b }) => a && b);
  return {
    both: both.length,
    onlyA: lines.filter(({ b }) => !b).length,
    onlyB: lines.filter(({ a }) => !a).length,
    errors: both.filter(({ a, b }) => a.error !== b.error).length,
  };
}
