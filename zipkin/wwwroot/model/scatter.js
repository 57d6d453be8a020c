// The results of a search as points: time across, duration up.

import { durationScale, timeTicks } from './scale.js';

const fewestMicros = 1_000_000; // of the time axis, for traces that started together

/** Returns the positions of the traces in a rectangle, in order of time, and the ticks of both axes. A trace without times has no point. */
export function scatter(summaries, { width, height }) {
  const known = summaries.filter((summary) => summary.start !== undefined).sort((a, b) => a.start - b.start);
  if (!known.length) return { points: [], durationTicks: [], timeTicks: [], selectionOf: () => null };
  const margin = Math.max(0, fewestMicros - (known.at(-1).start - known[0].start)) / 2;
  const [from, to] = [known[0].start - margin, known.at(-1).start + margin];
  const scale = durationScale(known.map((summary) => summary.duration ?? 0));
  const x = (time) => ((time - from) / (to - from)) * width;
  const y = (duration) => height * (1 - scale.share(duration));
  const timeAt = (position) => from + (position / width) * (to - from);
  return {
    points: known.map((summary) => ({ summary, x: x(summary.start), y: y(summary.duration ?? 0) })),
    durationTicks: scale.ticks.map((duration) => ({ duration, y: y(duration) })),
    timeTicks: timeTicks(from, to, Math.max(2, Math.floor(width / 110))).map((time) => ({ time, x: x(time) })),
    /** Converts a rectangle to a selection: the traces that started and lasted within it. */
    selectionOf({ left, right, top, bottom }) {
      return {
        // The edges of the plot include everything beyond them.
        from: left <= 0 ? -Infinity : timeAt(left),
        to: right >= width ? Infinity : timeAt(right),
        min: bottom >= height ? 0 : scale.durationAt(1 - bottom / height),
        max: top <= 0 ? Infinity : scale.durationAt(1 - top / height),
      };
    },
  };
}

/** Returns whether a trace is part of a selection. */
export function isSelected(summary, { from, to, min, max }) {
  const duration = summary.duration ?? 0;
  return summary.start >= from && summary.start <= to && duration >= min && duration <= max;
}
