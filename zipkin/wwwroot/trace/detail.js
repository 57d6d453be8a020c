// The panel beside the waterfall: everything reported about the selected span, by each
// side of a call that both reported.

import { searchLink, traceLink } from '../shared/api.js';
import { el } from '../shared/dom.js';
import { serviceOf, sides } from '../model/spans.js';
import { timeline } from '../model/timeline.js';
import { colourClass } from '../shared/services.js';
import { formatDuration, formatShift, formatTime, serviceLabel, spanLabel } from '../shared/words.js';

export function detail(row, trace, colours) {
  return [
    el('header', { class: 'detail-head' },
      el('h2', {}, spanLabel(row.name)),
      el('p', {}, serviceLabel(row.services.join(' → ')), row.error ? el('span', { class: 'badge bad' }, 'error') : null)),
    el('dl', { class: 'pairs' },
      ...pair('Duration', formatDuration(row.duration)),
      ...pair('Start offset', row.start === undefined ? 'unknown' : formatDuration(row.start - trace.start)),
      ...pair('Start time', formatTime(row.start)),
      ...pair('Span ID', el('code', {}, row.id)),
      ...pair('Parent ID', row.parentId ? el('code', {}, row.parentId) : 'none (root span)'),
      ...parentPair(row)),
    ...notes(row),
    ...row.records.map((record) => recordPart(record, row, colours)),
    annotationPart(row, trace, colours),
  ].filter(Boolean);
}

const pair = (name, value) => [el('dt', {}, name), el('dd', {}, value)];

function parentPair({ parent, orphan, extraRoot }) {
  if (!parent) return [];
  return pair(orphan || extraRoot ? 'Shown under' : 'Parent', `${serviceLabel(parent.services.at(-1))} ${spanLabel(parent.name)}`);
}

function notes(row) {
  const note = (text, css = '') => el('p', { class: `note ${css}` }, text);
  const shifted = row.records.find((record) => record.shift);
  return [
    row.orphan ? note('The parent of this span is missing, or the parents form a cycle.') : null,
    row.extraRoot ? note('This trace has more than one root span. This one is shown under the earliest.') : null,
    // Without the shift, the times shown couldn't be compared with the raw data or a log.
    shifted ? note(`The timestamps of ${serviceLabel(serviceOf(shifted))} are shifted by ${formatShift(shifted.shift)} to correct clock skew.`, 'shifted') : null,
    row.skewed ? note('The server’s timestamps lie outside the client span: the clocks of the two hosts differ.') : null,
  ];
}

function recordPart(record, row, colours) {
  const service = serviceOf(record);
  const tags = Object.entries(record.tags ?? {});
  const title = `${sides[record.kind] ?? 'Local'}${record.shared ? ' (shared span ID)' : ''}`;
  const facts = [];
  if (row.records.length > 1) {
    facts.push(...pair('Duration', formatDuration(record.duration)));
    if (record.timestamp) facts.push(...pair('Start time', formatTime(record.timestamp)));
  }
  if (address(record.localEndpoint)) facts.push(...pair('Local endpoint', address(record.localEndpoint)));
  const remote = [record.remoteEndpoint?.serviceName, address(record.remoteEndpoint)].filter(Boolean).join(' ');
  if (remote) facts.push(...pair('Remote endpoint', remote));
  return el('section', { class: `record ${colourClass(colours, service)}` },
    el('h3', {}, el('b', {}, serviceLabel(service)), ' ', el('small', {}, title)),
    facts.length ? el('dl', { class: 'pairs' }, facts) : null,
    tags.length
      ? el('table', { class: 'tags' }, el('caption', {}, 'Tags'),
        el('tbody', {}, tags.map(([key, value]) => tagRow(key, String(value), service))))
      : el('p', { class: 'quiet' }, 'No tags.'));
}

function tagRow(key, value, service) {
  const bad = key === 'error' || (/^http\.status_code$/.test(key) && /^5/.test(value));
  // The query language can't express " and " inside a value.
  const canSearch = value !== '' && !/ and /.test(`${key}=${value}`) && !key.includes('=') && value.length < 200;
  return el('tr', { class: bad ? 'bad-text' : null },
    el('th', { scope: 'row' }, key),
    el('td', {}, spanLink(key, value) ?? linked(value),
      canSearch ? el('a', {
        class: 'more', 'aria-label': `Search for traces with the same ${key}`, title: 'Search for traces with this tag',
        href: searchLink({ ...(service && { serviceName: service }), annotationQuery: `${key}=${value}`, lookback: '7d' }),
      }, 'Search') : null));
}

/**
 * Turns a link of OpenTelemetry to another span into a link to its trace: `traceId|spanId|traceState|attributes|dropped`
 * in the tags `otlp.link.0`, `otlp.link.1` ...
 */
function spanLink(key, value) {
  if (!/^otlp\.link\.\d+$/.test(key)) return null;
  const [, traceId, spanId, rest] = /^([0-9a-f]{32})\|([0-9a-f]{16})\|(.*)$/s.exec(value) ?? [];
  if (!traceId) return null;
  // The server stores ids whose upper half is zero in 16 digits.
  const id = traceId.replace(/^0{16}/, '');
  return [el('a', { href: `${traceLink(id)}#${spanId}`, title: `Span ${spanId}` }, id), `|${spanId}|${rest}`];
}

/** Turns a web address into a link. Other values stay text. */
function linked(value) {
  if (value === '') return el('i', {}, '(empty)');
  return /^https?:\/\/\S+$/.test(value) ? el('a', { href: value, rel: 'noreferrer' }, value) : value;
}

function address(endpoint) {
  if (!endpoint) return '';
  const host = endpoint.ipv4 ?? (endpoint.ipv6 ? `[${endpoint.ipv6}]` : '');
  return endpoint.port ? `${host}:${endpoint.port}` : host;
}

function annotationPart(row, trace, colours) {
  const annotations = timeline(row);
  if (!annotations.length) return el('p', { class: 'quiet' }, 'No annotations.');
  return el('section', { class: 'record plain' },
    el('h3', {}, el('b', {}, 'Annotations')),
    el('table', { class: 'events' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'number' }, 'Offset'), el('th', { scope: 'col' }, 'Value'), el('th', { scope: 'col' }, 'Service'))),
      el('tbody', {}, annotations.map(({ time, text, service, derived }) => el('tr', { class: text === 'error' ? 'bad-text' : null },
        el('td', { class: 'number', title: formatTime(time) }, formatDuration(time - trace.start)),
        el('td', { class: derived ? 'derived' : null }, text),
        el('td', {}, el('span', { class: `dot ${colourClass(colours, service)}` }), service || '–'))))));
}
