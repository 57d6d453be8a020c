// Creates the bars of a row.

import { el } from '../../shared/dom.js';
import { networkOf } from '../../model/hops.js';
import { hasErrorTag, serviceOf, sides } from '../../model/spans.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, serviceLabel } from '../../shared/words.js';

/**
 * Creates a pale bar for the client with the server's bar inside, or one solid bar for a span that one side reported; in
 * the gaps between the two, the network; and above all the row's sections of the critical path.
 */
export function bars(row, colours, percent, path) {
  if (row.start === undefined) return [];
  // Clamped: when zoomed in, a bar could otherwise be millions of pixels wide.
  const at = (time) => Math.min(110, Math.max(-10, percent(time)));
  const part = (css, from, to, title) => el('span', { class: css, title, style: { left: `${at(from)}%`, width: `${at(to) - at(from)}%` } });
  const both = row.records.length > 1;
  const shown = row.records.filter((record) => record.timestamp).map((record, index) => part(
    `bar ${!both ? 'only' : index === 0 ? 'outer' : 'inner'} ${colourClass(colours, serviceOf(record))}${hasErrorTag(record) ? ' failed' : ''}`,
    record.timestamp, record.timestamp + (record.duration ?? 0),
    `${serviceLabel(serviceOf(record))} · ${sides[record.kind] ?? 'Local'} · ${formatDuration(record.duration)}`));
  const notes = row.records.flatMap((record) => record.annotations ?? []).map((note) => el('span', {
    class: `note-mark${note.value === 'error' ? ' failed' : ''}`, title: note.value, style: { left: `${at(note.timestamp)}%` },
  }));
  const critical = (path ?? []).map(({ from, to }) => part('path-mark', from, to, `Critical path: ${formatDuration(to - from)}`));
  return [...shown, ...gaps(row, part), ...notes, ...critical];
}

function gaps(row, part) {
  const network = networkOf(row);
  if (!network) return [];
  const [client, server] = row.records;
  const serverEnd = server.timestamp + server.duration;
  return [
    network.there ? part('gap', client.timestamp, server.timestamp, `Network and wait before the server: ${formatDuration(network.there)}`) : null,
    network.back ? part('gap', serverEnd, serverEnd + network.back, `Network after the server: ${formatDuration(network.back)}`) : null,
  ].filter(Boolean);
}
