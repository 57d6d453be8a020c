// The table of all spans.

import { el } from '../../shared/dom.js';
import { sortTable } from '../../shared/sorttable.js';
import { flagsOf } from '../../model/proxy.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, plural, serviceLabel, spanLabel } from '../../shared/words.js';

export function tableView({ trace, analysis, onSelect }) {
  const found = analysis();
  const time = (title, value) => ({ title, number: true, value, text: (row) => formatDuration(value(row)) });
  const columns = [
    { title: 'Service', value: (row) => row.service, text: (row) => [el('span', { class: `dot ${colourClass(trace.colours, row.service)}` }), serviceLabel(row.service)] },
    { title: 'Span', value: (row) => row.name, text: (row) => el('button', { type: 'button', class: 'link', onclick: () => onSelect(row) }, spanLabel(row.name)) },
    time('Start', (row) => (row.start === undefined ? undefined : row.start - trace.start)),
    time('Duration', (row) => row.duration),
    time('Self time', (row) => found.self.get(row)),
    time('Critical path', (row) => found.onPath(row)),
    { title: 'Status', value: statusOf, text: (row) => el('span', { class: row.error ? 'bad-text' : null }, statusOf(row)) },
  ];
  return {
    node: el('section', { class: 'view-card', 'aria-label': 'Span table' }, sortTable(plural(trace.rows.length, 'span'), columns, trace.rows, 3)),
  };
}

/** Returns the HTTP or gRPC status, the response flags and the error of a row. */
function statusOf(row) {
  const tags = Object.assign({}, ...row.records.map((record) => record.tags));
  const status = tags['http.status_code'] ?? tags['http.response.status_code'] ?? tags['grpc.status_code'] ?? tags['rpc.grpc.status_code'];
  return [status, ...flagsOf(row).map(([flag]) => flag), row.error && !/^(true)?$/.test(tags.error ?? '') ? tags.error : row.error ? 'error' : null]
    .filter(Boolean).join(' ').slice(0, 120);
}
