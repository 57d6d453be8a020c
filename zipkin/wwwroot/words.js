// How times, durations and ids are read and written. Pure functions.

/** Microseconds as people read them, without losing one below a second. */
export function formatDuration(micros) {
  if (micros === undefined || micros === null) return '–';
  const size = Math.abs(micros);
  if (size === 0) return '0ms';
  if (size < 1000) return `${Math.round(micros)}μs`;
  if (size < 1_000_000) return micros % 1000 === 0 ? `${micros / 1000}ms` : `${(micros / 1000).toFixed(3)}ms`;
  // The limit lies where rounding would reach the next unit.
  if (size < 59_999_500) return `${(micros / 1_000_000).toFixed(3)}s`;
  const seconds = Math.round(micros / 1_000_000);
  return `${Math.trunc(seconds / 60)}min ${Math.abs(seconds % 60)}s`;
}

/** `10`, `10us`, `10ms`, `1.5s` in microseconds; undefined for nothing, null for nonsense. */
export function parseDuration(text) {
  const clean = (text ?? '').trim().toLowerCase();
  if (!clean) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(us|µs|μs|ms|s|m)?$/.exec(clean);
  if (!match) return null;
  const unit = { ms: 1000, s: 1_000_000, m: 60_000_000 }[match[2]] ?? 1;
  const micros = Math.round(Number(match[1]) * unit);
  return micros > 0 ? micros : null;
}

/** `15m`, `1h`, `7d`, or a plain number of milliseconds (old links). */
export function parseLookback(text) {
  const match = /^(\d+)(m|h|d)?$/.exec((text ?? '').trim());
  if (!match) return undefined;
  return Number(match[1]) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2]] ?? 1);
}

/** How long ago, from milliseconds. */
export function formatAgo(then, now) {
  const seconds = Math.round((now - then) / 1000);
  if (seconds < -1) return 'in the future';
  if (seconds < 5) return 'just now';
  const steps = [[60, 1, 'second'], [3600, 60, 'minute'], [86400, 3600, 'hour'], [Infinity, 86400, 'day']];
  const [, size, word] = steps.find(([limit]) => seconds < limit);
  const count = Math.floor(seconds / size);
  return `${count} ${word}${count === 1 ? '' : 's'} ago`;
}

/** A trace id as somebody typed it: lower hex of at most 32 digits, or null. */
export function cleanTraceId(text) {
  const clean = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(clean) && !/^0+$/.test(clean) ? clean : null;
}

/** Round times for an axis from 0 to `length` microseconds, about `about` of them. */
export function axisTicks(length, about = 5) {
  if (!(length > 0)) return [0];
  const rough = Math.max(1, length / about); // no clock of a span counts less than a microsecond
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough);
  const ticks = [];
  for (let i = 0; i * step <= length; i++) ticks.push(i * step);
  return ticks;
}
