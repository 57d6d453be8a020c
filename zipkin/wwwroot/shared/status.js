// What the server has stored, at the foot of every view.

import { base } from './api.js';
import { formatTime } from './words.js';

/** Reads the status of the server (see zipkin/Ui/UiStatus.cs); returns null when it has none. */
export async function readStatus() {
  const response = await fetch(`${base}status.json`).catch(() => null);
  return response?.ok ? response.json() : null;
}

/**
 * Formats what is stored: `12,345 of 500,000 spans, since 11:39, in memory`, or
 * `…, on disk (2.3 of 1,073.7 MB in /var/lib/zipkin); 120 older traces evicted`.
 */
export function storageText({ spans, maxSpans, oldest, evicted, path, diskBytes, maxDiskBytes }, now) {
  const number = (value) => value.toLocaleString('en');
  // Spans without a timestamp count as 0.
  const since = spans && oldest > 0 ? `, since ${timeText(oldest, now)}` : '';
  const place = path ? `on disk (${megabytes(diskBytes)} of ${megabytes(maxDiskBytes)} MB in ${path})` : 'in memory';
  const gone = evicted?.traces ? `; ${number(evicted.traces)} older traces evicted` : '';
  return `${number(spans)} of ${number(maxSpans)} spans${since}, ${place}${gone}`;
}

const megabytes = (bytes) => (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 });

/** Formats a time in milliseconds: `11:39`, or with its date on another day. */
function timeText(millis, now) {
  const [time, today] = [millis, now].map((value) => formatTime(value * 1000));
  return time.slice(0, 10) === today.slice(0, 10) ? time.slice(11, 16) : time.slice(0, 16);
}

/** Shows the status in the foot of the page. */
export async function showStatus() {
  const status = await readStatus();
  const foot = document.getElementById('status');
  foot.textContent = status ? storageText(status.storage, Date.now()) : '';
  foot.title = 'What the server stores. Above the limit, the oldest traces are evicted.';
}
