// Reads and formats times, durations, IDs, counts and names. Pure functions.

/** Formats microseconds, above one second to the millisecond: `999μs`, `3.001ms`, `1.000s`, `1min 30s`, `1min 30.250s`. */
export function formatDuration(micros) {
  if (micros === undefined || micros === null) return '–';
  const size = Math.abs(micros);
  if (size === 0) return '0ms';
  if (size < 1000) return `${Math.round(micros)}μs`;
  if (size < 1_000_000) return micros % 1000 === 0 ? `${micros / 1000}ms` : `${(micros / 1000).toFixed(3)}ms`;
  // From here on, rounding to milliseconds would show 60.000s.
  if (size < 59_999_500) return `${(micros / 1_000_000).toFixed(3)}s`;
  const millis = Math.round(size / 1000);
  const seconds = (millis % 60_000) / 1000;
  return `${micros < 0 ? '-' : ''}${Math.floor(millis / 60_000)}min ${Number.isInteger(seconds) ? seconds : seconds.toFixed(3)}s`;
}

/** Formats microseconds with a sign, without a fraction of zeros: `+5s`, `−580ms`. */
export const formatShift = (micros) => `${micros < 0 ? '−' : '+'}${formatDuration(Math.abs(micros)).replace('.000s', 's')}`;

/** Parses `10`, `10us`, `10ms`, `1.5s` or `2m` to microseconds. Returns undefined for an empty text, null for an invalid one. */
export function parseDuration(text) {
  const clean = (text ?? '').trim().toLowerCase();
  if (!clean) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(us|µs|μs|ms|s|m)?$/.exec(clean);
  if (!match) return null;
  const unit = { ms: 1000, s: 1_000_000, m: 60_000_000 }[match[2]] ?? 1;
  const micros = Math.round(Number(match[1]) * unit);
  return micros > 0 ? micros : null;
}

/** Parses `15m`, `1h`, `7d`, or a bare number of milliseconds (from older links) to milliseconds. */
export function parseLookback(text) {
  const match = /^(\d+)(m|h|d)?$/.exec((text ?? '').trim());
  if (!match) return undefined;
  return Number(match[1]) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2]] ?? 1);
}

/** Formats the age of a time in milliseconds: `just now`, `5 minutes ago`. */
export function formatAgo(then, now) {
  const seconds = Math.round((now - then) / 1000);
  if (seconds < -1) return 'in the future';
  if (seconds < 5) return 'just now';
  const steps = [[60, 1, 'second'], [3600, 60, 'minute'], [86400, 3600, 'hour'], [Infinity, 86400, 'day']];
  const [, size, noun] = steps.find(([limit]) => seconds < limit);
  return `${plural(Math.floor(seconds / size), noun)} ago`;
}

const pad = (number, width = 2) => String(number).padStart(width, '0');

/** Formats microseconds as local date and time to the millisecond. */
export function formatTime(micros) {
  if (micros === undefined) return 'unknown';
  const date = new Date(micros / 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} `
    + `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** `1 span`, `2 spans`. */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const serviceLabel = (name) => name || '(unknown service)';
export const spanLabel = (name) => name || '(unnamed)';

/** Decodes a part of an address. A part with an invalid encoding is returned unchanged. */
export function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns a trace ID in lower-case hex, or null when the text is not an ID of up to 32 digits. */
export function cleanTraceId(text) {
  const clean = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(clean) && !/^0+$/.test(clean) ? clean : null;
}

/** Returns round times for an axis from 0 to `length` microseconds, approximately `about` of them. */
export function axisTicks(length, about = 5) {
  if (!(length > 0)) return [0];
  const rough = Math.max(1, length / about); // the resolution of a span's times is one microsecond
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough);
  const ticks = [];
  for (let i = 0; i * step <= length; i++) ticks.push(i * step);
  return ticks;
}

/** Formats a number per second: `12/s`, `0.35/s`, or per minute when it is small. */
export function formatRate(rate) {
  if (rate === 0) return '0/s';
  if (rate < 0.1) return `${Number((rate * 60).toPrecision(2))}/min`;
  return `${rate < 10 ? Number(rate.toPrecision(2)) : Math.round(rate)}/s`;
}

/** Formats a share in percent: `0%`, `0.25%`, `12%`. */
export function formatShare(share) {
  const percent = share * 100;
  return `${percent === 0 || percent >= 1 ? Math.round(percent) : Number(percent.toPrecision(2))}%`;
}
