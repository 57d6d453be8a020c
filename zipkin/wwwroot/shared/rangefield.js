// The fields for the time range: a lookback, or a start and an end for a custom range.

import { el, field, options } from './dom.js';
import { fieldText, lookbackWords, windowOf } from './timerange.js';
import { parseLookback } from './words.js';

const lookbacks = ['1m', '5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '2d', '7d'];

export const rangeError = 'The end must be after the start.';

/**
 * Creates the fields. `read` returns the range, or null when it is invalid;
 * `onChange` is called when another lookback is selected.
 */
export function rangeField(range, fallback, onChange) {
  const known = [...new Set([...lookbacks, fallback, ...(range.lookback === 'range' ? [] : [range.lookback])])]
    .sort((a, b) => parseLookback(a) - parseLookback(b));
  const lookback = options(el('select', { name: 'lookback' }),
    [...known.map((text) => [text, `Last ${lookbackWords(text).replace(/^1 /, '')}`]), ['range', 'Custom range']], range.lookback);
  const moment = (name) => el('input', { type: 'datetime-local', name, step: 1 });
  const startInput = moment('startTs');
  const endInput = moment('endTs');
  const customFields = [field('Start time', startInput, 'moment'), field('End time', endInput, 'moment')];
  const set = (start, end) => {
    startInput.value = fieldText(start);
    endInput.value = fieldText(end);
  };
  const showFields = () => { for (const one of customFields) one.hidden = lookback.value !== 'range'; };
  if (range.lookback === 'range') set(range.start, range.end);
  showFields();

  let last = range;
  lookback.addEventListener('change', () => {
    showFields();
    if (lookback.value === 'range') {
      // A custom range starts out as the range shown so far.
      const { endTs, lookback: length } = windowOf(last, Date.now());
      if (!startInput.value) set(endTs - length, endTs);
      startInput.focus();
    } else {
      last = { lookback: lookback.value };
    }
    onChange();
  });

  // The inputs show seconds, and a link may contain milliseconds: an unchanged input keeps its exact value.
  const exact = (input, original, isEnd) => (original !== undefined && input.value === fieldText(original)
    ? original : new Date(input.value).getTime() + (isEnd ? 999 : 0));
  return {
    nodes: [field('Lookback', lookback), ...customFields],
    read() {
      if (lookback.value !== 'range') return { lookback: lookback.value };
      const start = exact(startInput, range.start, false);
      const end = exact(endInput, range.end, true);
      const valid = end > start && start >= 0;
      for (const input of [startInput, endInput]) input.setAttribute('aria-invalid', String(!valid));
      return valid ? { lookback: 'range', start, end } : null;
    },
  };
}
