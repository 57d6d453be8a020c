// The table of all spans.

import { el } from '../../shared/dom.js';
import { flagsOf } from '../../model/proxy.js';
import { dotted } from '../../shared/services.js';
import { sortableTable } from '../../shared/table.js';
import { formatDuration, plural, spanLabel } from '../../shared/words.js';

export function tableView({ trace, analysis, onSelect }) {
  const found = analysis();
  const time = (text, value) => ({ text, number: true, value, show: (row) => formatDuration(value(row)) });
  const duration = time('Duration', (row) => row.duration);
  const columns = [
    { text: 'Service', value: (row) => row.service, show: (row) => dotted(trace.colours, row.service) },
    { text: 'Span', value: (row) => row.name, show: (row) => el('button', { type: 'button', class: 'link', onclick: () => onSelect(row) }, spanLabel(row.name)) },
    time('Start', (row) => (row.start === undefined ? undefined : row.start - trace.start)),
    duration,
    time('Self time', (row) => found.self.get(row)),
    time('Critical path', (row) => found.onPath(row)),
    { text: 'Status', value: statusOf, show: (row) => el('span', { class: row.error ? 'bad-text' : null }, statusOf(row)) },
  ];
  return {
    node: el('section', { class: 'view-card', 'aria-label': 'Span table' }, sortableTable(plural(trace.rows.length, 'span'), columns, trace.rows, duration)),
  };
}

/** Returns the HTTP or gRPC status, the response flags and the error of a row. */
function statusOf(row) {
  const tags = Object.assign({}, ...row.records.map((record) => record.tags));
  const status = tags['http.status_code'] ?? tags['http.response.status_code'] ?? tags['grpc.status_code'] ?? tags['rpc.grpc.status_code'];
  return [status, ...flagsOf(row).map(([flag]) => flag), row.error && !/^(true)?$/.test(tags.error ?? '') ? tags.error : row.error ? 'error' : null]
    .filter(Boolean).join(' ').slice(0, 120);
}
