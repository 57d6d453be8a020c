// The statistics of a trace by service, or by service and operation.

import { el } from '../../shared/dom.js';
import { sortTable } from '../../shared/sorttable.js';
import { byOperation, byService, statisticsOf } from '../../model/statistics.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, plural, serviceLabel, spanLabel } from '../../shared/words.js';

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
  const number = (title, value, text) => ({ title, number: true, value, text: (line) => text(value(line)) });
  const time = (title, value) => number(title, value, formatDuration);
  const self = trace.duration || 1;
  const columns = [
    { title: 'Service', value: (line) => line.service, text: (line) => [el('span', { class: `dot ${colourClass(trace.colours, line.service)}` }), serviceLabel(line.service)] },
    ...(keyOf === byOperation ? [{
      title: 'Operation', value: (line) => line.name,
      text: (line) => el('button', { type: 'button', class: 'link', title: 'Go to the first span', onclick: () => reveal(line.first) }, spanLabel(line.name)),
    }] : []),
    number('Spans', (line) => line.count, String),
    { title: 'Errors', number: true, value: (line) => line.errors, text: (line) => el('span', { class: line.errors ? 'bad-text' : null }, String(line.errors)) },
    time('Self time', (line) => line.self),
    time('Critical path', (line) => line.critical),
    number('Share', (line) => line.critical / self, (share) => `${Math.round(share * 100)}%`),
    time('Total', (line) => line.total),
    time('Average', (line) => line.average),
    time('p50', (line) => line.p50),
    time('p99', (line) => line.p99),
    time('Longest', (line) => line.longest),
  ];
  return sortTable(plural(lines.length, keyOf === byOperation ? 'operation' : 'service'), columns, lines, keyOf === byOperation ? 4 : 3);
}
