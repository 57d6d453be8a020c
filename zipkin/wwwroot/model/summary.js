// Summarises a trace for the search results and the head of the trace view.

import { serviceOf } from './spans.js';
import { buildTree } from './tree.js';

export function summarise(spans) {
  const rows = buildTree(spans);
  const root = rows[0];
  const counts = new Map();
  for (const row of rows) for (const service of row.allServices) counts.set(service, (counts.get(service) ?? 0) + 1);
  let start;
  let end;
  for (const row of rows) {
    if (row.start === undefined) continue;
    if (start === undefined || row.start < start) start = row.start;
    if (end === undefined || row.end > end) end = row.end;
  }
  return {
    traceId: spans[0]?.traceId ?? '',
    rows,
    service: root ? serviceOf(root.records[0]) || (root.services[0] ?? '') : '',
    name: root?.records[0].name || (root?.name ?? ''),
    start,
    duration: start === undefined ? undefined : end - start,
    depth: rows.reduce((deepest, row) => Math.max(deepest, row.depth + 1), 0),
    reports: spans.length,
    services: [...counts].map(([name, count]) => ({ name, count })),
    errors: rows.filter((row) => row.error).length,
    headless: Boolean(root?.orphan),
  };
}
