// Adds up the spans of a trace by service and operation.

import { percentile } from './percentile.js';

/** Returns a line per value of `keyOf`, with the most self time first. */
export function statisticsOf(rows, analysis, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    const id = JSON.stringify(key);
    const group = groups.get(id) ?? { ...key, rows: [], count: 0, errors: 0, total: 0, self: 0, critical: 0 };
    group.rows.push(row);
    group.count++;
    if (row.error) group.errors++;
    group.total += row.duration ?? 0;
    group.self += analysis.self.get(row) ?? 0;
    group.critical += analysis.onPath(row);
    groups.set(id, group);
  }
  return [...groups.values()].map(finish).sort((a, b) => b.self - a.self);
}

function finish({ rows, ...group }) {
  const durations = rows.map((row) => row.duration).filter((duration) => duration !== undefined).sort((a, b) => a - b);
  return {
    ...group,
    first: rows[0],
    average: durations.length ? Math.round(group.total / durations.length) : undefined,
    p50: percentile(durations, 0.5),
    p99: percentile(durations, 0.99),
    longest: durations.at(-1),
  };
}

export const byService = (row) => ({ service: row.service, name: '' });
export const byOperation = (row) => ({ service: row.service, name: row.name });
