// The view of rate, errors and duration: per service, per operation, and per call between two services.

import { base, searchLink } from '../shared/api.js';
import { el, field, fieldError, message, options } from '../shared/dom.js';
import { red } from '../model/red.js';
import { rangeError, rangeField } from '../shared/rangefield.js';
import { loadSample, sampleText } from '../shared/sample.js';
import { dotted, serviceColours } from '../shared/services.js';
import { sortableTable } from '../shared/table.js';
import { rangeOf, rangeParameters, windowOf } from '../shared/timerange.js';
import { formatDuration, formatRate, formatShare, plural, serviceLabel, spanLabel } from '../shared/words.js';

const defaultLookback = '15m';

export async function showStatistics(view, signal) {
  document.title = 'Statistics · Zipkin mesh';
  const query = new URLSearchParams(location.search);
  const wanted = { range: rangeOf(query, defaultLookback), service: query.get('service') ?? '' };
  const results = el('div', { class: 'statistics' });
  const errorText = fieldError(rangeError);
  const service = options(el('select', { name: 'service', onchange: () => update() }), [['', 'All']], wanted.service);
  const update = (event) => {
    event?.preventDefault();
    const range = rangeInputs.read();
    errorText.hidden = range !== null;
    if (!range) return;
    Object.assign(wanted, { range, service: service.value });
    const address = new URLSearchParams(rangeParameters(range, defaultLookback));
    if (wanted.service) address.set('service', wanted.service);
    history.replaceState(null, '', `${base}statistics${address.size ? `?${address}` : ''}`);
    load(wanted, results, service, signal);
  };
  const rangeInputs = rangeField(wanted.range, defaultLookback, () => update());
  view.replaceChildren(
    el('h1', { class: 'unseen' }, 'Statistics'),
    el('form', { class: 'search few', 'aria-label': 'Statistics', onsubmit: update },
      rangeInputs.nodes, field('Service', service), el('button', { type: 'submit', class: 'primary' }, 'Update'), errorText),
    results);
  await load(wanted, results, service, signal);
}

async function load(wanted, results, service, signal) {
  const show = (...nodes) => { if (!signal.aborted) results.replaceChildren(...nodes); };
  const { range } = wanted;
  let sample;
  try {
    sample = await loadSample(windowOf(range, Date.now()));
  } catch (error) {
    show(message('bad', 'Can’t load the traces', el('p', {}, error.message)));
    return;
  }
  if (range !== wanted.range) return; // another range was selected meanwhile
  const all = red(sample.traces, sample.seconds);
  const names = [...new Set([...all.services.map((one) => one.service), ...all.edges.flatMap((one) => [one.parent, one.child])])].sort();
  options(service, [['', 'All'], ...names.map((name) => [name, serviceLabel(name)])], wanted.service);
  if (!sample.traces.length) {
    show(message('', 'No traces in this time range', el('p', {}, 'Widen the range, or send a request and update.')));
    return;
  }
  const colours = serviceColours(names);
  show(el('p', { class: 'count', role: 'status' }, `Computed from ${sampleText(sample)}, in ${plural(Math.round(sample.seconds), 'second')}.`),
    ...tables(all, wanted, colours));
}

function tables(all, { range, service }, colours) {
  const link = (name, parameters) => el('a', { href: searchLink({ serviceName: name, ...parameters, ...rangeParameters(range, '') }) }, 'Traces');
  const named = (name) => dotted(colours, name);
  const ofService = (one) => !service || one.service === service;
  const column = (text, value, show) => ({ text, value, show });
  const traces = (to) => column('View', () => '', to);
  return [
    redTable('Services', [column('Service', (one) => one.service, (one) => named(one.service))],
      all.services.filter(ofService), traces((one) => link(one.service, {}))),
    redTable('Operations', [column('Service', (one) => one.service, (one) => named(one.service)), column('Operation', (one) => one.operation, (one) => spanLabel(one.operation))],
      all.operations.filter(ofService), traces((one) => link(one.service, { spanName: one.operation }))),
    redTable('Calls between services', [column('Caller', (one) => one.parent, (one) => named(one.parent)), column('Callee', (one) => one.child, (one) => named(one.child))],
      all.edges.filter((one) => !service || one.parent === service || one.child === service), traces((one) => link(one.parent, { remoteServiceName: one.child }))),
  ];
}

function redTable(caption, names, rows, view) {
  const number = (text, title, value, show) => ({ text, title, value, show: (row) => show(value(row)), number: true });
  const rate = number('Rate', 'Requests per second', (row) => row.rate, formatRate);
  const errors = {
    text: 'Errors', number: true, value: (row) => row.errorShare,
    show: (row) => el('span', { class: row.errors ? 'bad-text' : null }, row.errors ? `${row.errors} (${formatShare(row.errorShare)})` : '0'),
  };
  const count = number('Requests', null, (row) => row.count, String);
  return sortableTable(caption, [...names, rate, count, errors,
    number('p50', 'Half of the requests took at most this time', (row) => row.p50, formatDuration),
    number('p90', '90% of the requests took at most this time', (row) => row.p90, formatDuration),
    number('p99', '99% of the requests took at most this time', (row) => row.p99, formatDuration), view], rows, count);
}
