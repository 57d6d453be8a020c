// Creates the parts of the waterfall: its rows, its axis and its grid lines.

import { el } from '../../shared/dom.js';
import { flagsOf } from '../../model/proxy.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, serviceLabel, spanLabel } from '../../shared/words.js';
import { bars } from './bars.js';

export function axis(length, from, ticks) {
  return el('div', { class: 'row axis', 'aria-hidden': 'true' },
    el('span', { class: 'axis-name' }, 'Service and span', legend()),
    el('span', { class: 'row-duration' }, 'Duration'),
    el('span', { class: 'lane' },
      // Centred over its line, except where it would leave the axis.
      ticks.map((tick) => el('span', { class: `tick-label${tick === 0 ? ' first' : tick / length > 0.93 ? ' last' : ''}`, style: { left: `${(tick / length) * 100}%` } },
        formatDuration(from ? Math.round(from + tick) : tick)))));
}

const legend = () => el('span', { class: 'legend' },
  el('span', { class: 'key client' }), 'client', el('span', { class: 'key server' }), 'server', el('span', { class: 'key path' }), 'critical path');

export function gridLines(length, ticks) {
  return el('div', { class: 'row lines', 'aria-hidden': 'true' }, el('span'), el('span'),
    el('span', { class: 'lane' }, ticks.map((tick) => el('i', { style: { left: `${(tick / length) * 100}%` } }))));
}

/** Creates a row. `percent` converts a time to a position in the visible range; `path` has the row's sections of the critical path. */
export function rowNode(row, trace, percent, path) {
  const attempt = trace.attempts.get(row);
  const marks = marksOf(row, attempt);
  return el('div', {
    class: `row span-row${row.error ? ' has-error' : ''}${attempt ? ' attempt' : ''}`, role: 'row', tabindex: -1, 'aria-level': row.depth + 1, 'aria-selected': 'false',
  },
  el('span', { class: 'row-name', role: 'gridcell', style: { '--indent': `${Math.min(row.depth, 24) * 14}px` } },
    row.children.length ? el('button', { type: 'button', class: 'fold', tabindex: -1 }) : el('span', { class: 'leaf' }),
    row.error ? el('span', { class: 'error-mark', role: 'img', 'aria-label': 'Error' }, '!') : null,
    el('span', { class: 'row-text', title: `${row.services.join(' → ')} ${row.name}` }, names(row, trace.colours), ' ', el('span', { class: 'row-span' }, spanLabel(row.name))),
    marks.length ? el('span', { class: 'unseen' }, marks.map(([text]) => text).join(', ')) : null),
  el('span', { class: 'row-duration', role: 'gridcell' }, formatDuration(row.duration)),
  el('span', { class: 'lane', role: 'gridcell', 'aria-hidden': 'true' }, bars(row, trace.colours, percent, path), marks.length ? markPart(row, marks, percent) : null));
}

function names(row, colours) {
  const [caller, callee] = row.services;
  const own = el('b', { class: `service ${colourClass(colours, caller)}` }, serviceLabel(caller));
  const other = callee ?? (row.remote !== caller ? row.remote : undefined);
  if (!other) return [own];
  // A service that only the other side names has reported nothing itself: shown paler.
  const inward = !callee && (row.kind === 'SERVER' || row.kind === 'CONSUMER');
  return [own, el('span', { class: 'arrow' }, inward ? ' ← ' : ' → '),
    el('b', { class: callee ? `service ${colourClass(colours, callee)}` : 'service remote' }, other)];
}

/** Returns the badges of a row: what the proxy says of it, and what is uncertain about it. */
function marksOf(row, attempt) {
  const marks = flagsOf(row).map(([flag, meaning]) => [`${flag}: ${meaning}`, 'bad']);
  if (attempt) marks.push([`attempt ${attempt.number} of ${attempt.count}`, '']);
  if (row.orphan) marks.push(['parent missing', 'warn']);
  if (row.shifted) marks.push(['clock corrected', 'warn']);
  return marks;
}

/** Creates the badges on the side of the bar that has more room. */
function markPart(row, marks, percent) {
  const [left, right] = row.start === undefined ? [0, 0] : [percent(row.start), percent(row.end)];
  const after = 100 - right >= left;
  const inset = Math.min(68, Math.max(0, after ? right : 100 - left));
  const style = { [after ? 'left' : 'right']: `${inset}%`, 'max-width': `${100 - inset}%` };
  return el('span', { class: 'marks', style }, marks.map(([text, css]) => el('span', { class: `mark ${css}` }, text)));
}
