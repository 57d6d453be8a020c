// The content of the panel of the selected span: everything reported about it, by each side of a call that both reported.

import { copyButton } from '../../shared/copy.js';
import { el } from '../../shared/dom.js';
import { curlOfRow } from '../../model/curl.js';
import { networkOf } from '../../model/hops.js';
import { flagsOf } from '../../model/proxy.js';
import { serviceOf, sides } from '../../model/spans.js';
import { timeline } from '../../model/timeline.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, formatShift, formatTime, serviceLabel, spanLabel } from '../../shared/words.js';
import { tagRow } from './values.js';

/** Creates the content. `follow` selects another row. */
export function detail(row, trace, follow) {
  const { colours } = trace;
  const network = networkOf(row);
  const attempt = trace.attempts.get(row);
  return [
    el('header', { class: 'detail-head' },
      el('h2', {}, spanLabel(row.name)),
      el('p', {}, serviceLabel(row.services.join(' → ')), row.error ? el('span', { class: 'badge bad' }, 'error') : null),
      ...flagsOf(row).map(([flag, meaning]) => el('p', { class: 'bad-text' }, `${flag}: ${meaning}`))),
    el('dl', { class: 'pairs' },
      ...pair('Duration', formatDuration(row.duration)),
      ...pair('Start offset', row.start === undefined ? 'unknown' : formatDuration(row.start - trace.start)),
      ...pair('Start time', formatTime(row.start)),
      ...(network ? pair('Network', `${formatDuration(network.there)} before the server, ${formatDuration(network.back)} after`) : []),
      ...(attempt ? pair('Attempt', `${attempt.number} of ${attempt.count}`) : []),
      ...pair('Span ID', ...idPart(row)),
      ...pair('Parent ID', row.parentId ? el('code', {}, row.parentId) : 'none (root span)'),
      ...parentPair(row, follow)),
    ...curlPart(row),
    ...notes(row),
    ...row.records.map((record) => recordPart(record, row, trace)),
    annotationPart(row, trace, colours),
  ].filter(Boolean);
}

const pair = (name, ...value) => [el('dt', {}, name), el('dd', {}, ...value)];

function parentPair({ parent, orphan, extraRoot }, follow) {
  if (!parent) return [];
  return pair(orphan || extraRoot ? 'Shown under' : 'Parent',
    el('button', { type: 'button', class: 'link', onclick: () => follow(parent) }, `${serviceLabel(parent.services.at(-1))} ${spanLabel(parent.name)}`));
}

function idPart({ ids }) {
  const link = new URL(location.href);
  link.hash = `span=${ids[0]}`;
  return [...ids.flatMap((id, index) => [index ? ', ' : '', el('code', {}, id)]), ' ', copyButton(link.href, 'link to this span')];
}

function curlPart(row) {
  const command = curlOfRow(row);
  if (!command) return [];
  const code = el('code', {}, command);
  return [el('p', { class: 'curl' }, code, copyButton(command, 'curl command', code))];
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

function recordPart(record, row, { colours, source }) {
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
        el('tbody', {}, tags.map(([key, value]) => tagRow(key, String(value), service, source.offline))))
      : el('p', { class: 'quiet' }, 'No tags.'));
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
