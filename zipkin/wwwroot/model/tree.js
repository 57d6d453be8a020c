// Arranges the rows of a trace as a tree, in the order of the waterfall.

import { mergeSpans } from './merge.js';
import { correctSkew } from './skew.js';
import { serviceOf } from './spans.js';

/** Returns the rows of a trace depth first, each with its depth, parent, children and number of descendants. */
export function buildTree(spans) {
  const rows = mergeSpans(spans);
  const { root, tops } = attachToParents(rows);
  // Without a root there is no reference clock.
  if (root) correctSkew(root);
  const ordered = depthFirst(rows, tops);
  for (let i = ordered.length - 1; i >= 0; i--) {
    const row = ordered[i];
    if (row.parent) row.parent.below += row.below + 1;
    row.service = serviceOfRow(row);
  }
  return ordered;
}

/** Attaches each row to its parent. Orphans and further roots go under the earliest root, if there is one. */
function attachToParents(rows) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  let root;
  for (const row of rows) if (!row.parentId && (!root || byStart(row, root) < 0)) root = row;
  const tops = [];
  for (const row of rows) {
    const parent = byId.get(row.parentId);
    row.orphan = Boolean(row.parentId) && !parent;
    row.extraRoot = Boolean(root) && !row.parentId && row !== root;
    row.parent = parent ?? (root && row !== root ? root : null);
    if (row.parent) row.parent.children.push(row);
    else tops.push(row);
  }
  return { root, tops };
}

function depthFirst(rows, tops) {
  const ordered = [];
  const seen = new Set();
  // A stack instead of recursion: a chain of thousands of spans must not overflow.
  const visit = (top) => {
    const stack = [top];
    while (stack.length) {
      const row = stack.pop();
      seen.add(row);
      ordered.push(row);
      row.depth = row.parent ? row.parent.depth + 1 : 0;
      if (row.children.length) row.children = row.children.filter((child) => !seen.has(child)).sort(byStart);
      for (let i = row.children.length - 1; i >= 0; i--) stack.push(row.children[i]);
    }
  };
  tops.sort(byStart).forEach(visit);
  // The parents of the remaining rows form cycles: break each at its earliest span.
  const left = ordered.length < rows.length ? rows.filter((row) => !seen.has(row)).sort(byStart) : [];
  for (const row of left) {
    if (seen.has(row)) continue;
    row.parent = null;
    row.orphan = true;
    visit(row);
  }
  return ordered;
}

/** Returns the service that did the work: the server, or the remote service of a call that no server reported. */
function serviceOfRow(row) {
  const last = row.records.at(-1);
  const remote = last.kind === 'CLIENT' && !row.children.length ? last.remoteEndpoint?.serviceName : undefined;
  return remote || serviceOf(last);
}

const byStart = (a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.id < b.id ? -1 : 1);

/** Returns the rows that have no collapsed ancestor. */
export function visibleRows(rows, collapsed) {
  let hiddenBelow = Infinity;
  return rows.filter((row) => {
    if (row.depth > hiddenBelow) return false;
    hiddenBelow = collapsed.has(row) ? row.depth : Infinity;
    return true;
  });
}
