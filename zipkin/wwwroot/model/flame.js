// Merges the spans of a trace into a flame graph.

/**
 * Returns the root frame. Spans of the same service and name below the same frame are one frame. Where children ran at
 * the same time, and take longer together than their parent, they share its width in proportion.
 */
export function flameOf(rows) {
  const root = frame('', '', null, 0);
  const frames = new Map();
  for (const row of rows) {
    const above = frames.get(row.parent) ?? root;
    const key = `${row.service}\n${row.name}`;
    let one = above.byKey.get(key);
    if (!one) above.byKey.set(key, one = frame(row.service, row.name, row, above === root ? 0 : above.depth + 1));
    one.count++;
    one.total += row.duration ?? 0;
    if (row.error) one.errors++;
    frames.set(row, one);
  }
  root.total = [...root.byKey.values()].reduce((sum, one) => sum + one.total, 0);
  return place(root);
}

const frame = (service, name, row, depth) => ({ service, name, row, depth, count: 0, total: 0, errors: 0, byKey: new Map(), left: 0, width: 1, children: [], parent: null });

function place(root) {
  const stack = [root];
  while (stack.length) {
    const above = stack.pop();
    above.children = [...above.byKey.values()].sort((a, b) => b.total - a.total);
    const sum = above.children.reduce((all, one) => all + one.total, 0);
    const scale = above.width / (Math.max(above.total, sum) || 1);
    let left = above.left;
    for (const one of above.children) {
      Object.assign(one, { left, width: one.total * scale, parent: above === root ? null : above });
      left += one.width;
      stack.push(one);
    }
  }
  return root;
}

/** Lists the frames inside a range of the width that are at least `least` of that range wide, depth first. */
export function visibleFrames(root, from, width, least) {
  const seen = [];
  const stack = [...root.children].reverse();
  while (stack.length) {
    const one = stack.pop();
    if (one.width < least * width || one.left >= from + width - 1e-12 || one.left + one.width <= from + 1e-12) continue;
    seen.push(one);
    for (let i = one.children.length - 1; i >= 0; i--) stack.push(one.children[i]);
  }
  return seen;
}
