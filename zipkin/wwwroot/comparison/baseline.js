// The time range that another one is compared with. It has the same length. Pure functions.

const offsets = { '1h': 3_600_000, '1d': 86_400_000, '7d': 604_800_000 };

/** The baselines to select from. A number is the start of a custom one, in milliseconds. */
export const baselines = [['previous', 'The range before'], ['1h', 'An hour earlier'], ['1d', 'A day earlier'], ['7d', 'A week earlier']];

/** Returns the window of the baseline of a window `{ endTs, lookback }`. */
export function baselineOf({ endTs, lookback }, baseline) {
  const start = Number(baseline);
  return { endTs: start > 0 ? start + lookback : Math.max(1, endTs - (offsets[baseline] ?? lookback)), lookback };
}
