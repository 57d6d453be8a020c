// The critical path: at each moment, the span that the end of the trace waited for.
//
// The rules are Jaeger's. From the end of a span, the path goes back to the child that ended last, through that child to
// its start, and then to the child that ended last before that. Children are cut to their parent's time, and those
// outside it are left out. Messages don't block their sender, so what comes of them isn't on the path.
//
//   root    |====================|
//   a          |------|                    ended before b started: on the path
//   b                   |-----|            ended last: on the path
//   c               |---|                  ended after b started: not on the path
//   path    rrraaaaaaaarbbbbbbbrrr

import { within } from './segments.js';

const blocks = ({ record }) => record.kind !== 'PRODUCER' && record.kind !== 'CONSUMER';

/** Returns the sections of the critical path, latest first: `{ segment, from, to }`. The time without a span is left out. */
export function criticalPath(whole) {
  const sections = [];
  // A stack instead of recursion: a chain of thousands of spans must not overflow.
  const stack = [open(whole, whole.start, whole.end, whole)];
  while (stack.length) {
    const top = stack.at(-1);
    const child = lastBefore(top);
    add(sections, top.segment, child ? child.end : top.start, top.at, whole);
    if (child) {
      top.at = child.start;
      stack.push(open(child.segment, child.start, child.end, whole));
    } else stack.pop();
  }
  return sections;
}

function open(segment, start, end, whole) {
  const blocking = segment === whole ? segment.children : segment.children.filter(blocks);
  // Of those that end together, the first to start is on the path.
  const children = within(blocking, start, end).sort((a, b) => b.end - a.end || a.start - b.start);
  return { segment, start, at: end, children, next: 0 };
}

/** Takes the next child that ended before the path left the span for a later one. */
function lastBefore(frame) {
  while (frame.next < frame.children.length) {
    const child = frame.children[frame.next++];
    if (child.end <= frame.at) return child;
  }
  return null;
}

function add(sections, segment, from, to, whole) {
  if (segment !== whole && from < to) sections.push({ segment, from, to });
}
