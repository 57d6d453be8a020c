// The time range of a query: a lookback that ends now, or a fixed start and end. Pure functions.

import { parseLookback, plural } from './words.js';

/**
 * Reads the time range from a query string. Besides its own links, the page accepts those of other
 * Zipkin UIs: `lookback=15m`, `lookback=range&startTs=…&endTs=…`, `lookback=millis&millis=…`,
 * `startTime=…&endTime=…` and `lookback=15m&endTs=…`, which means the 15 minutes before `endTs`.
 */
export function rangeOf(query, fallback) {
  const moment = (name) => (/^\d{1,16}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined);
  const text = query.get('lookback') === 'millis' ? query.get('millis') : query.get('lookback');
  const length = parseLookback(text);
  const end = moment('endTs') ?? moment('endTime');
  const start = moment('startTs') ?? moment('startTime');
  if (start !== undefined && end > start) return { lookback: 'range', start, end };
  if (end !== undefined && length) return { lookback: 'range', start: Math.max(0, end - length), end };
  return { lookback: length ? text : fallback };
}

/** Converts a range to the parameters of the API. A lookback ends now. */
export function windowOf(range, now) {
  return range.lookback === 'range'
    ? { endTs: range.end, lookback: range.end - range.start }
    : { endTs: now, lookback: parseLookback(range.lookback) };
}

/** Converts a range to the parameters of a link. The default needs none. */
export function rangeParameters(range, fallback) {
  if (range.lookback === 'range') return { lookback: 'range', startTs: range.start, endTs: range.end };
  return range.lookback === fallback ? {} : { lookback: range.lookback };
}

const units = [['d', 86_400_000, 'day'], ['h', 3_600_000, 'hour'], ['m', 60_000, 'minute']];

/** Formats milliseconds for a link: `15m`, or the bare number. */
export function lookbackText(millis) {
  const unit = units.find(([, size]) => millis >= size && millis % size === 0);
  return unit ? `${millis / unit[1]}${unit[0]}` : String(millis);
}

/** Formats a lookback in words: `15 minutes`. */
export function lookbackWords(text) {
  const millis = parseLookback(text);
  const unit = units.find(([, size]) => millis >= size && millis % size === 0);
  return unit ? plural(millis / unit[1], unit[2]) : plural(millis / 1000, 'second');
}

const pad = (number) => String(number).padStart(2, '0');

/** Formats milliseconds as the value of a `datetime-local` input, to the second. */
export function fieldText(millis) {
  const date = new Date(millis);
  return `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
    + `T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}
