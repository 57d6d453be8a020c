// The view of two traces side by side: which spans both have, how much longer each takes, and what only one has.

import { api, base, traceLink } from '../shared/api.js';
import { el, message } from '../shared/dom.js';
import { colourClass, serviceColours } from '../shared/services.js';
import { formatDuration, formatShift, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';
import { comparisonOf, compareRows } from '../model/tracepairs.js';
import { joinHops } from '../model/hops.js';
import { summarise } from '../model/summary.js';
import { uploaded } from '../files/upload.js';

const pageSize = 500;

export async function showComparison(view, idA, idB, signal) {
  document.title = 'Compare traces · Zipkin mesh';
  let traces;
  try {
    traces = await Promise.all([idA, idB].map(load));
  } catch (error) {
    if (!signal.aborted) view.replaceChildren(message('bad', 'Can’t compare these traces', el('p', {}, error.message), el('p', {}, el('a', { href: base }, 'Back to traces'))));
    return;
  }
  if (signal.aborted) return;
  const [a, b] = traces;
  const lines = compareRows(a.rows, b.rows);
  const colours = serviceColours([...a.services, ...b.services].map(({ name }) => name));
  view.replaceChildren(head(a, b, comparisonOf(lines)), table(lines, colours, a, b));
}

async function load(id) {
  const spans = uploaded.get(id)?.spans ?? await api(`trace/${encodeURIComponent(id)}`);
  if (!spans.length) throw new Error(`The trace ${id} has no spans.`);
  const trace = summarise(spans);
  return { ...trace, rows: joinHops(trace.rows) };
}

function head(a, b, { both, onlyA, onlyB, errors }) {
  const side = (name, trace) => el('div', { class: 'compare-side' },
    el('b', { class: 'compare-name' }, name), ' ', el('a', { href: traceLink(trace.traceId) }, `${serviceLabel(trace.service)} ${spanLabel(trace.name)}`),
    ' ', el('small', {}, `${formatDuration(trace.duration)} · ${plural(trace.rows.length, 'span')} · ${plural(trace.errors, 'error')} · ${formatTime(trace.start)}`));
  return el('section', { class: 'trace-title', 'aria-label': 'Compared traces' },
    el('h1', {}, 'Compare traces'),
    el('div', { class: 'compare-sides' }, side('A', a), side('B', b)),
    el('p', {}, `${plural(both, 'span')} in both, ${onlyA} only in A, ${onlyB} only in B`, errors ? `; ${plural(errors, 'span')} failed in one of them` : '', '. ',
      el('a', { href: `${base}compare/${b.traceId}/${a.traceId}` }, 'Swap')));
}

function table(lines, colours, a, b) {
  const body = el('tbody', {});
  const more = el('button', { type: 'button', class: 'small' });
  const longest = Math.max(1, a.duration ?? 0, b.duration ?? 0);
  let count = 0;
  const add = () => {
    body.append(...lines.slice(count, count + pageSize).map((line) => lineNode(line, colours, longest, a, b)));
    count += pageSize;
    more.hidden = count >= lines.length;
    more.textContent = `Show more (${plural(lines.length - count, 'row')} left)`;
  };
  more.addEventListener('click', add);
  add();
  return el('div', { class: 'table-box view-card', tabindex: 0, role: 'region', 'aria-label': 'Spans of both traces' },
    el('table', { class: 'figures compare' }, el('caption', {}, 'Spans of both traces'),
      el('thead', {}, el('tr', {}, ['Span', 'A', 'B', 'Difference', 'Found in'].map((text, index) => el('th', { scope: 'col', class: index > 0 && index < 4 ? 'number' : null }, text)))),
      body), more);
}

function lineNode({ a: left, b: right, depth }, colours, longest, a, b) {
  const row = left ?? right;
  const difference = left?.duration !== undefined && right?.duration !== undefined ? right.duration - left.duration : undefined;
  const where = left && right ? (left.error === right.error ? 'both' : `error only in ${left.error ? 'A' : 'B'}`) : `only in ${left ? 'A' : 'B'}`;
  const css = left && right ? (left.error === right.error ? '' : 'changed') : left ? 'only-a' : 'only-b';
  return el('tr', { class: css },
    el('th', { scope: 'row', style: { '--indent': `${Math.min(depth, 24) * 14}px` } },
      el('b', { class: `service ${colourClass(colours, row.service)}` }, serviceLabel(row.service)), ' ', el('span', {}, spanLabel(row.name))),
    cell(left, a), cell(right, b),
    el('td', { class: 'number' }, difference === undefined ? '' : difference === 0 ? '0' : formatShift(difference),
      difference ? el('span', { class: `delta ${difference > 0 ? 'slower' : 'faster'}`, 'aria-hidden': 'true', style: { '--size': `${(Math.abs(difference) / longest) * 100}%` } }) : null),
    el('td', {}, where));
}

const cell = (row, trace) => el('td', { class: `number${row?.error ? ' bad-text' : ''}` },
  row ? el('a', { href: `${traceLink(trace.traceId)}#span=${row.id}`, class: row.error ? 'bad-text' : null }, formatDuration(row.duration)) : '–');
