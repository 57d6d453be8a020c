// Arranges the records of a trace by what contains what: each side of a call is a segment of time.

import { serviceOf } from './spans.js';

/**
 * Returns a segment for the whole trace. Below it are the segments of the records: in a row that both sides of a call
 * reported, the server's is inside the client's, and the children of the row are inside the last.
 */
export function segmentsOf(rows, start, end) {
  const whole = { row: null, record: null, start, end, children: [] };
  const innermost = new Map();
  for (const row of rows) {
    let above = innermost.get(row.parent) ?? whole;
    for (const record of row.records) {
      if (!record.timestamp) continue;
      const segment = { row, record, start: record.timestamp, end: record.timestamp + (record.duration ?? 0), children: [] };
      above.children.push(segment);
      above = segment;
    }
    innermost.set(row, above);
  }
  return whole;
}

/** Lists all segments below the whole trace, parents first. */
export function allSegments(whole) {
  const all = [...whole.children];
  for (let i = 0; i < all.length; i++) for (const child of all[i].children) all.push(child);
  return all;
}

/** Returns the segments inside a range, cut to it. */
export const within = (segments, start, end) => segments
  .filter((one) => one.start < end && (one.end > start || one.start >= start))
  .map((one) => ({ segment: one, start: Math.max(one.start, start), end: Math.min(one.end, end) }));

/** Returns true for the client's side of a call whose server reported, too: what it doesn't share is the network's. */
export const isNetwork = ({ row, record }) => row.records.length > 1 && record === row.records[0];

/** Returns what a segment is called: its service and its operation, or the services that a network is between. */
export function labelOf(segment) {
  const { row, record } = segment;
  const service = serviceOf(record);
  if (!isNetwork(segment)) return { service, name: record.name || row.name, network: false };
  return { service, name: serviceOf(row.records.at(-1)), network: true };
}
