// Compares the operations of two sets of traces.

import { red } from './red.js';

const keyOf = ({ service, operation }) => JSON.stringify([service, operation]);

/**
 * Returns each operation of both sides, `{ service, operation, before, after, change }`, the largest change first. A side that lacks the
 * operation is null. The change is the logarithm of the ratio of the 99th percentiles plus the difference of the shares of errors, both
 * without sign; an operation of one side only comes first.
 */
export function compareOperations(before, after) {
  const [old, now] = [before, after].map((traces) => new Map(red(traces, 0).operations.map((one) => [keyOf(one), one])));
  return [...new Set([...old.keys(), ...now.keys()])].map((key) => {
    const [service, operation] = JSON.parse(key);
    const sides = { before: old.get(key) ?? null, after: now.get(key) ?? null };
    return { service, operation, ...sides, change: changeOf(sides) };
  }).sort((a, b) => b.change - a.change || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function changeOf({ before, after }) {
  if (!before || !after) return Infinity;
  const slower = before.p99 && after.p99 ? Math.abs(Math.log2(after.p99 / before.p99)) : 0;
  return slower + Math.abs(after.errorShare - before.errorShare);
}

/** Formats the change of a value in percent, `+50%` or `−20%`; nothing when there is no reference. */
export function changeText(before, after) {
  if (!before || after === undefined || after === null) return '';
  const percent = Math.round((after / before - 1) * 100);
  return percent === 0 ? '±0%' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`;
}
