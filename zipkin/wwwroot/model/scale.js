// Scales for durations and times, with their ticks.

/**
 * Returns a logarithmic scale for durations in microseconds: `share` maps them to 0..1. The scale starts at the power of ten below the
 * shortest duration, so that one long trace doesn't reduce the others to dots. `ticks` are its powers of ten.
 */
export function durationScale(durations) {
  const known = durations.filter((duration) => duration > 0);
  const shortest = known.reduce((a, b) => Math.min(a, b), Infinity);
  const longest = known.reduce((a, b) => Math.max(a, b), 0);
  if (!known.length) return { share: () => 0, durationAt: () => 0, ticks: [] };
  let low = 10 ** Math.floor(Math.log10(shortest));
  if (low === shortest) low /= 10;
  const decades = Math.log10(longest / low);
  const ticks = [];
  for (let tick = low; tick <= longest * 1.0001; tick *= 10) ticks.push(tick);
  return {
    share: (duration) => (duration > 0 ? Math.min(1, Math.max(0, Math.log10(duration / low) / decades)) : 0),
    durationAt: (share) => low * 10 ** (share * decades),
    ticks,
  };
}

const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/** Returns round times between two times in microseconds, at most `most` of them. Rounded in the local time zone. */
export function timeTicks(from, to, most, offsetMinutes = new Date(from / 1000).getTimezoneOffset()) {
  const length = (to - from) / 1_000_000;
  const step = 1_000_000 * (seconds.find((size) => length / size <= most) ?? Math.ceil(length / most / 604_800) * 604_800);
  const offset = offsetMinutes * 60_000_000;
  const ticks = [];
  for (let tick = Math.ceil((from - offset) / step) * step + offset; tick <= to && ticks.length < most; tick += step) ticks.push(tick);
  return ticks;
}
