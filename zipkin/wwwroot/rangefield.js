// The fields that choose a time: a look-back, or "from" and "to" when that is chosen.

import { el, field, options } from './dom.js';
import { fieldText, lookbackWords, windowOf } from './timerange.js';
import { parseLookback } from './words.js';

const lookbacks = ['1m', '5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '2d', '7d'];

/** `read` gives the range, or null while it is nonsense; `onChange` is called when another look-back is picked. */
export function rangeField(range, fallback, onChange) {
  const known = [...new Set([...lookbacks, fallback, ...(range.lookback === 'range' ? [] : [range.lookback])])]
    .sort((a, b) => parseLookback(a) - parseLookback(b));
  const lookback = options(el('select', { name: 'lookback' }),
    [...known.map((text) => [text, `Last ${lookbackWords(text).replace(/^1 /, '')}`]), ['range', 'From … to …']], range.lookback);
  const moment = (name) => el('input', { type: 'datetime-local', name, step: 1 });
  const from = moment('startTs');
  const to = moment('endTs');
  const both = [field('From', from, 'moment'), field('To', to, 'moment')];
  const set = (start, end) => {
    from.value = fieldText(start);
    to.value = fieldText(end);
  };
  const show = () => { for (const one of both) one.hidden = lookback.value !== 'range'; };
  if (range.lookback === 'range') set(range.start, range.end);
  show();

  let last = range;
  lookback.addEventListener('change', () => {
    show();
    if (lookback.value === 'range') {
      // What was looked at so far is a good start for something near it.
      const { endTs, lookback: length } = windowOf(last, Date.now());
      if (!from.value) set(endTs - length, endTs);
      from.focus();
    } else {
      last = { lookback: lookback.value };
    }
    onChange();
  });

  const precisely = (input, was, end) => {
    // A link may say milliseconds, the field shows seconds: what was not touched stays exact.
    if (was !== undefined && input.value === fieldText(was)) return was;
    return new Date(input.value).getTime() + (end ? 999 : 0);
  };
  return {
    nodes: [field('Time', lookback, 'time'), ...both],
    read() {
      if (lookback.value !== 'range') return { lookback: lookback.value };
      const start = precisely(from, range.start, false);
      const end = precisely(to, range.end, true);
      const fine = end > start && start >= 0;
      for (const input of [from, to]) input.setAttribute('aria-invalid', String(!fine));
      return fine ? { lookback: 'range', start, end } : null;
    },
  };
}
