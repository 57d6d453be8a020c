// Which time is looked at: the last so much, or from one moment to another. Pure functions.

import { parseLookback } from './words.js';

/**
 * What an address asks for, ours or of another page for the same server:
 * `lookback=15m`, `lookback=range&startTs=…&endTs=…`, `lookback=millis&millis=…`, `startTime=…&endTime=…`,
 * `lookback=15m&endTs=…`, which means the 15 minutes before that moment.
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

/** The same as the API takes it; the last so much ends now. */
export function windowOf(range, now) {
  return range.lookback === 'range'
    ? { endTs: range.end, lookback: range.end - range.start }
    : { endTs: now, lookback: parseLookback(range.lookback) };
}

/** The same for an address; nothing for what is the default anyway. */
export function rangeParameters(range, fallback) {
  if (range.lookback === 'range') return { lookback: 'range', startTs: range.start, endTs: range.end };
  return range.lookback === fallback ? {} : { lookback: range.lookback };
}

const units = [['d', 86_400_000, 'day'], ['h', 3_600_000, 'hour'], ['m', 60_000, 'minute']];

/** Milliseconds as an address says them: `15m`, or the bare number. */
export function lookbackText(millis) {
  const unit = units.find(([, size]) => millis >= size && millis % size === 0);
  return unit ? `${millis / unit[1]}${unit[0]}` : String(millis);
}

/** The same in words: `15 minutes`. */
export function lookbackWords(text) {
  const millis = parseLookback(text);
  const unit = units.find(([, size]) => millis >= size && millis % size === 0);
  if (!unit) return `${millis / 1000} s`;
  const count = millis / unit[1];
  return `${count} ${unit[2]}${count === 1 ? '' : 's'}`;
}

const pad = (number) => String(number).padStart(2, '0');

/** A moment as a field of date and time writes it, to the second. */
export function fieldText(millis) {
  const date = new Date(millis);
  return `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
    + `T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}
