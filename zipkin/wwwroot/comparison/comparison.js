// The view that compares the operations of two time ranges.

import { base } from '../shared/api.js';
import { changeText, compareOperations } from '../model/comparison.js';
import { el, field, fieldError, message, options } from '../shared/dom.js';
import { baselineOf, baselines } from './baseline.js';
import { rangeError, rangeField } from '../shared/rangefield.js';
import { loadSample, sampleText } from '../shared/sample.js';
import { dotted, serviceColours } from '../shared/services.js';
import { sortableTable } from '../shared/table.js';
import { fieldText, rangeOf, rangeParameters, windowOf } from '../shared/timerange.js';
import { formatDuration, formatShare, formatTime, spanLabel } from '../shared/words.js';

const defaultLookback = '15m';
const notable = 1.2; // the ratio from which a change of a duration is highlighted

export async function showRangeComparison(view, signal) {
  document.title = 'Comparison · Zipkin mesh';
  const query = new URLSearchParams(location.search);
  const wanted = { range: rangeOf(query, defaultLookback), baseline: query.get('baseline') || 'previous' };
  const results = el('div', { class: 'statistics' });
  const errorText = fieldError();
  const startInput = el('input', { type: 'datetime-local', name: 'baselineStart', step: 1 });
  const startField = field('Baseline start', startInput, 'moment');
  const isCustom = !baselines.some(([value]) => value === wanted.baseline);
  if (isCustom) startInput.value = fieldText(Number(wanted.baseline));
  const select = options(el('select', { name: 'baseline', onchange: () => update() }), [...baselines, ['custom', 'Custom start']], isCustom ? 'custom' : wanted.baseline);
  const update = (event) => {
    event?.preventDefault();
    const range = rangeInputs.read();
    startField.hidden = select.value !== 'custom';
    if (select.value === 'custom' && !startInput.value) { startInput.focus(); return; }
    errorText.textContent = range ? '' : rangeError;
    errorText.hidden = range !== null;
    if (!range) return;
    Object.assign(wanted, { range, baseline: select.value === 'custom' ? String(new Date(startInput.value).getTime()) : select.value });
    const address = new URLSearchParams({ ...rangeParameters(range, defaultLookback), ...(wanted.baseline === 'previous' ? {} : { baseline: wanted.baseline }) });
    history.replaceState(null, '', `${base}comparison${address.size ? `?${address}` : ''}`);
    load(wanted, results, signal);
  };
  const rangeInputs = rangeField(wanted.range, defaultLookback, () => update());
  startField.hidden = !isCustom;
  view.replaceChildren(
    el('h1', { class: 'unseen' }, 'Comparison of two time ranges'),
    el('form', { class: 'search few', 'aria-label': 'Comparison', onsubmit: update },
      rangeInputs.nodes, field('Compared with', select), startField, el('button', { type: 'submit', class: 'primary' }, 'Compare'), errorText),
    results);
  await load(wanted, results, signal);
}

async function load(wanted, results, signal) {
  const { range, baseline } = wanted;
  const window = windowOf(range, Date.now());
  const earlier = baselineOf(window, baseline);
  const isCurrent = () => !signal.aborted && range === wanted.range && baseline === wanted.baseline;
  let samples;
  try {
    samples = await Promise.all([loadSample(earlier), loadSample(window)]);
  } catch (error) {
    if (isCurrent()) results.replaceChildren(message('bad', 'Can’t load the traces', el('p', {}, error.message)));
    return;
  }
  const [before, after] = samples;
  const operations = compareOperations(before.traces, after.traces);
  const colours = serviceColours(operations.map((one) => one.service));
  if (!isCurrent()) return;
  const text = (sample, { endTs, lookback }) => `${sampleText(sample)} from ${formatTime((endTs - lookback) * 1000).slice(0, 19)} to ${formatTime(endTs * 1000).slice(0, 19)}`;
  results.replaceChildren(
    el('p', { class: 'count', role: 'status' }, el('b', {}, 'Before: '), `${text(before, earlier)}. `, el('b', {}, 'After: '), `${text(after, window)}.`),
    operations.length ? table(operations, colours) : message('', 'No traces in either time range', el('p', {}, 'Widen the range or select another baseline.')));
}

function table(operations, colours) {
  const measure = (text, valueOf, show, changeOf) => ({
    text, number: true, value: (one) => one.after && valueOf(one.after),
    show: ({ before, after }) => [
      el('span', { class: 'quiet' }, before ? show(valueOf(before)) : '–', ' → '), after ? show(valueOf(after)) : '–',
      before && after ? changeOf(valueOf(before), valueOf(after)) : null,
    ],
  });
  const order = { text: 'Change', title: 'Of the 99th percentile and the share of errors', value: (one) => one.change, show: verdict };
  const duration = (text, valueOf) => measure(text, valueOf, formatDuration, (before, after) => change(changeText(before, after), after > before * notable));
  return sortableTable('Operations, the largest change first', [
    { text: 'Service', value: (one) => one.service, show: (one) => dotted(colours, one.service) },
    { text: 'Operation', value: (one) => one.operation, show: (one) => spanLabel(one.operation) },
    order,
    measure('Count', (one) => one.count, String, (before, after) => change(changeText(before, after), false)),
    measure('Errors', (one) => one.errorShare, formatShare, (before, after) => change(after > before ? '↑' : after < before ? '↓' : '', after > before)),
    duration('p50', (one) => one.p50),
    duration('p99', (one) => one.p99),
  ], operations, order);
}

const change = (text, isWorse) => (text ? el('span', { class: `change${isWorse ? ' worse' : ''}` }, text) : null);

function verdict({ before, after }) {
  if (!before) return el('span', { class: 'badge' }, 'new');
  if (!after) return el('span', { class: 'badge' }, 'gone');
  if (after.errorShare > before.errorShare + 0.01) return el('span', { class: 'badge bad' }, 'more errors');
  if (after.p99 > before.p99 * notable) return el('span', { class: 'badge bad' }, 'slower');
  if (after.errorShare < before.errorShare - 0.01) return el('span', { class: 'badge' }, 'fewer errors');
  return after.p99 < before.p99 / notable ? el('span', { class: 'badge' }, 'faster') : '';
}
