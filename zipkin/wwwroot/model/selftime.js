// Self time: the time of a span during which none of its children ran.

import { allSegments, within } from './segments.js';

/** Returns the length of the part of a range that the segments cover. */
export function covered(segments, start, end) {
  let sum = 0;
  let reached = start;
  for (const one of within(segments, start, end).sort((a, b) => a.start - b.start)) {
    if (one.end <= reached) continue;
    sum += one.end - Math.max(one.start, reached);
    reached = one.end;
  }
  return sum;
}

/** Returns the self time of a segment. With that of its children, it adds up to its duration. */
export const selfTime = (segment) => segment.end - segment.start - (segment.children.length ? covered(segment.children, segment.start, segment.end) : 0);

/** Returns the self time of each row. In a call that both sides reported, the time on the network is the row's, too. */
export function selfTimes(whole) {
  const times = new Map();
  for (const segment of allSegments(whole)) times.set(segment.row, (times.get(segment.row) ?? 0) + selfTime(segment));
  return times;
}
