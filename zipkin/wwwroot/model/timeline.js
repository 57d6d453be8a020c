// Lists the annotations of a row.

import { endOf, serviceOf, sides } from './spans.js';

/** Returns the annotations of a row in order of time, including those derived from the start and end of its records. */
export function timeline(row) {
  const notes = [];
  for (const record of row.records) {
    const service = serviceOf(record);
    const side = sides[record.kind];
    if (side && record.timestamp) {
      notes.push({ time: record.timestamp, text: `${side} Start`, service, derived: true });
      if (record.duration) notes.push({ time: endOf(record), text: `${side} Finish`, service, derived: true });
    }
    for (const annotation of record.annotations ?? []) {
      notes.push({ time: annotation.timestamp, text: annotation.value, service, derived: false });
    }
  }
  return notes.sort((a, b) => a.time - b.time);
}
