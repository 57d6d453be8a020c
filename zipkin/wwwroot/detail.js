// The panel beside the waterfall: all that was reported about one span, side by side
// where both ends of a call reported it.

import { clock, colourClass, el, searchLink } from './dom.js';
import { serviceOf, timeline } from './model.js';
import { formatDuration } from './words.js';

const sides = { CLIENT: 'Client', SERVER: 'Server', PRODUCER: 'Producer', CONSUMER: 'Consumer' };

export function detail(row, trace, map) {
  const parent = row.parent;
  return [
    el('header', { class: 'detail-head' },
      el('h2', {}, row.name || '(no name)'),
      el('p', {}, row.services.join(' → ') || '(no service)', row.error ? el('span', { class: 'badge bad' }, 'error') : null)),
    el('dl', { class: 'pairs' },
      ...pair('Duration', formatDuration(row.duration)),
      ...pair('Starts at', row.start === undefined ? 'unknown' : `${formatDuration(row.start - trace.start)} (${clock(row.start)})`),
      ...pair('Span id', el('code', {}, row.id)),
      ...pair('Parent id', row.parentId ? el('code', {}, row.parentId) : 'none, this is the root'),
      ...(parent ? pair(row.orphan || row.extraRoot ? 'Drawn under' : 'Parent', `${parent.services.at(-1) ?? ''} ${parent.name}`) : [])),
    row.orphan ? el('p', { class: 'note' }, 'The parent of this span was not reported, or belongs to a circle.') : null,
    row.extraRoot ? el('p', { class: 'note' }, 'This trace has more than one span without a parent; this one came later.') : null,
    shiftNote(row),
    row.skewed ? el('p', { class: 'note' }, 'The server’s times lie outside the client’s: their clocks differ.') : null,
    ...row.records.map((record) => recordPart(record, row, map)),
    annotationPart(row, trace, map),
  ].filter(Boolean);
}

/** Moved times are told, or nobody could compare them with the raw data or a log. */
function shiftNote(row) {
  const record = row.records.find((one) => one.shift);
  if (!record) return null;
  const by = formatDuration(Math.abs(record.shift));
  return el('p', { class: 'note shifted' }, `The clock of ${serviceOf(record) || 'this service'} differs from its caller’s: `
    + `its times are drawn ${by} ${record.shift > 0 ? 'later' : 'earlier'} than reported.`);
}

const pair = (name, value) => [el('dt', {}, name), el('dd', {}, value)];

function recordPart(record, row, map) {
  const service = serviceOf(record);
  const tags = Object.entries(record.tags ?? {});
  const title = `${sides[record.kind] ?? 'Local'}${record.shared ? ' (shares the caller’s id)' : ''}`;
  const facts = [];
  if (row.records.length > 1) {
    facts.push(...pair('Duration', formatDuration(record.duration)));
    if (record.timestamp) facts.push(...pair('Started', clock(record.timestamp)));
  }
  if (address(record.localEndpoint)) facts.push(...pair('Address', address(record.localEndpoint)));
  const far = [record.remoteEndpoint?.serviceName, address(record.remoteEndpoint)].filter(Boolean).join(' ');
  if (far) facts.push(...pair('Remote', far));
  return el('section', { class: `record ${colourClass(map, service)}` },
    el('h3', {}, el('b', {}, service || '(no service)'), ' ', el('small', {}, title)),
    facts.length ? el('dl', { class: 'pairs' }, facts) : null,
    tags.length
      ? el('table', { class: 'tags' }, el('caption', {}, 'Tags'),
        el('tbody', {}, tags.map(([key, value]) => tagRow(key, String(value), service))))
      : el('p', { class: 'quiet' }, 'No tags.'));
}

function tagRow(key, value, service) {
  const bad = key === 'error' || (/^http\.status_code$/.test(key) && /^5/.test(value));
  // The query language has no way to write " and " inside a value.
  const canFind = value !== '' && !/ and /.test(`${key}=${value}`) && !key.includes('=') && value.length < 200;
  return el('tr', { class: bad ? 'bad-text' : null },
    el('th', { scope: 'row' }, key),
    el('td', {}, shown(value),
      canFind ? el('a', {
        class: 'more', 'aria-label': `Find traces with this ${key}`, title: 'Find traces with this tag',
        href: searchLink({ ...(service && { serviceName: service }), annotationQuery: `${key}=${value}`, lookback: '7d' }),
      }, 'find') : null));
}

/** A value that is an address of the web can be followed; any other stays text. */
function shown(value) {
  if (value === '') return el('i', {}, '(empty)');
  return /^https?:\/\/\S+$/.test(value) ? el('a', { href: value, rel: 'noreferrer' }, value) : value;
}

function address(endpoint) {
  if (!endpoint) return '';
  const host = endpoint.ipv4 ?? (endpoint.ipv6 ? `[${endpoint.ipv6}]` : '');
  return endpoint.port ? `${host}:${endpoint.port}` : host;
}

function annotationPart(row, trace, map) {
  const notes = timeline(row);
  if (!notes.length) return el('p', { class: 'quiet' }, 'No events.');
  return el('section', { class: 'record plain' },
    el('h3', {}, el('b', {}, 'Events')),
    el('table', { class: 'events' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Time'), el('th', { scope: 'col' }, 'Event'), el('th', { scope: 'col' }, 'Service'))),
      el('tbody', {}, notes.map((note) => el('tr', { class: note.text === 'error' ? 'bad-text' : null },
        el('td', { class: 'number', title: clock(note.time) }, formatDuration(note.time - trace.start)),
        el('td', { class: note.derived ? 'derived' : null }, note.text),
        el('td', {}, el('span', { class: `dot ${colourClass(map, note.service)}` }), note.service || '–'))))));
}
