// The statistics of a trace by service, or by service and operation.

import { el } from '../../shared/dom.js';
import { byOperation, byService, statisticsOf } from '../../model/statistics.js';
import { dotted } from '../../shared/services.js';
import { sortableTable } from '../../shared/table.js';
import { formatDuration, plural, spanLabel } from '../../shared/words.js';

const groupings = [['Service and operation', byOperation], ['Service', byService]];

export function statisticsView({ trace, analysis, reveal }) {
  const box = el('div', {});
  const buttons = groupings.map(([text, keyOf]) => el('button', { type: 'button', class: 'small', onclick: () => show(keyOf) }, text));
  const show = (keyOf) => {
    groupings.forEach(([, one], index) => buttons[index].setAttribute('aria-pressed', String(one === keyOf)));
    box.replaceChildren(table(statisticsOf(trace.rows, analysis(), keyOf), keyOf, trace, reveal));
  };
  show(byOperation);
  return {
    node: el('section', { class: 'view-card', 'aria-label': 'Statistics' },
      el('div', { class: 'view-head', role: 'group', 'aria-label': 'Group by' }, el('span', { class: 'quiet' }, 'Group by'), buttons), box),
  };
}

function table(lines, keyOf, trace, reveal) {
  const number = (text, value, show) => ({ text, number: true, value, show: (line) => show(value(line)) });
  const time = (text, value) => number(text, value, formatDuration);
  const self = trace.duration || 1;
  const selfTime = time('Self time', (line) => line.self);
  const columns = [
    { text: 'Service', value: (line) => line.service, show: (line) => dotted(trace.colours, line.service) },
    ...(keyOf === byOperation ? [{
      text: 'Operation', value: (line) => line.name,
      show: (line) => el('button', { type: 'button', class: 'link', title: 'Go to the first span', onclick: () => reveal(line.first) }, spanLabel(line.name)),
    }] : []),
    number('Spans', (line) => line.count, String),
    { text: 'Errors', number: true, value: (line) => line.errors, show: (line) => el('span', { class: line.errors ? 'bad-text' : null }, String(line.errors)) },
    selfTime,
    time('Critical path', (line) => line.critical),
    number('Share', (line) => line.critical / self, (share) => `${Math.round(share * 100)}%`),
    time('Total', (line) => line.total),
    time('Average', (line) => line.average),
    time('p50', (line) => line.p50),
    time('p99', (line) => line.p99),
    time('Longest', (line) => line.longest),
  ];
  return sortableTable(plural(lines.length, keyOf === byOperation ? 'operation' : 'service'), columns, lines, selfTime);
}
