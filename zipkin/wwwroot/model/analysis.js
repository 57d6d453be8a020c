// Explains where the time of a trace went.

import { criticalPath } from './criticalpath.js';
import { labelOf, segmentsOf } from './segments.js';
import { selfTimes } from './selftime.js';

/**
 * Returns the self time of each row, the sections of the critical path of each row, and the contributors: the operations
 * and networks on the critical path, those with the most time first.
 */
export function analyse({ rows, start, duration }) {
  if (start === undefined) return { self: new Map(), path: new Map(), onPath: () => 0, contributors: [], total: 0 };
  const whole = segmentsOf(rows, start, start + (duration ?? 0));
  const sections = criticalPath(whole);
  const path = new Map();
  for (const section of sections) {
    const { row } = section.segment;
    if (path.has(row)) path.get(row).push(section);
    else path.set(row, [section]);
  }
  const onPath = (row) => (path.get(row) ?? []).reduce((sum, { from, to }) => sum + to - from, 0);
  const total = sections.reduce((sum, { from, to }) => sum + to - from, 0);
  return { self: selfTimes(whole), path, onPath, contributors: contributorsOf(sections, total), total };
}

export function contributorsOf(sections, total) {
  const byLabel = new Map();
  for (const { segment, from, to } of sections) {
    const label = labelOf(segment);
    const key = JSON.stringify(Object.values(label));
    const one = byLabel.get(key) ?? { ...label, time: 0, row: segment.row, longest: 0 };
    one.time += to - from;
    if (to - from > one.longest) Object.assign(one, { longest: to - from, row: segment.row });
    byLabel.set(key, one);
  }
  return [...byLabel.values()].map((one) => ({ ...one, share: total ? one.time / total : 0 })).sort((a, b) => b.time - a.time);
}
