// One row of the waterfall, and the axis above all of them.

import { colourClass, el } from './dom.js';
import { hasErrorTag, serviceOf } from './model.js';
import { formatDuration } from './words.js';

export function axis(length, from, ticks) {
  return el('div', { class: 'row axis', role: 'row' },
    el('span', { role: 'columnheader' }, 'Service and span'),
    el('span', { role: 'columnheader', class: 'row-duration' }, 'Duration'),
    el('span', { role: 'columnheader', class: 'lane', 'aria-label': `Time, from ${formatDuration(Math.round(from))} to ${formatDuration(Math.round(from + length))}` },
      // In the middle over its line, except where that would leave the axis.
      ticks.map((tick) => el('span', { class: `tick-label${tick === 0 ? ' first' : tick / length > 0.93 ? ' last' : ''}`, style: { left: `${(tick / length) * 100}%` } },
        formatDuration(from ? Math.round(from + tick) : tick)))));
}

export function gridLines(length, ticks) {
  return el('div', { class: 'row lines', 'aria-hidden': 'true' }, el('span'), el('span'),
    el('span', { class: 'lane' }, ticks.map((tick) => el('i', { style: { left: `${(tick / length) * 100}%` } }))));
}

export function rowNode(row, map, percent) {
  const [caller, callee] = row.services;
  const who = [el('b', { class: `service ${colourClass(map, caller)}` }, caller ?? '(no service)')];
  const other = callee ?? (row.remote !== caller ? row.remote : undefined);
  if (other) {
    // A service that only the other side names has sent no report of its own: drawn paler.
    const inward = !callee && (row.kind === 'SERVER' || row.kind === 'CONSUMER');
    who.push(el('span', { class: 'arrow' }, inward ? ' ← ' : ' → '),
      el('b', { class: callee ? `service ${colourClass(map, callee)}` : 'service remote' }, other));
  }
  const node = el('div', {
    class: `row span-row${row.error ? ' has-error' : ''}`, role: 'row', tabindex: -1, 'aria-level': row.depth + 1, 'aria-selected': 'false',
  },
  el('span', { class: 'row-name', role: 'gridcell', style: { '--indent': `${Math.min(row.depth, 24) * 14}px` } },
    row.children.length ? el('button', { type: 'button', class: 'fold', tabindex: -1, 'aria-label': `Fold or unfold ${row.below} spans` }) : el('span', { class: 'leaf' }),
    row.error ? el('span', { class: 'error-mark', role: 'img', 'aria-label': 'error' }, '!') : null,
    el('span', { class: 'row-text', title: `${row.services.join(' → ')} ${row.name}` }, ...who, ' ', el('span', { class: 'row-span' }, row.name || '(no name)'))),
  el('span', { class: 'row-duration', role: 'gridcell' }, formatDuration(row.duration)),
  el('span', { class: 'lane', role: 'gridcell', 'aria-hidden': 'true' }, bars(row, map, percent)));
  return node;
}

/** The caller's time as a pale bar, the callee's inside it; a span seen from one side is one full bar. */
function bars(row, map, percent) {
  if (row.start === undefined) return [];
  const marks = row.records.filter((record) => record.timestamp).map((record, index) => {
    const outer = row.records.length > 1 && index === 0;
    // A bar far outside of the part that is looked at would be of millions of pixels.
    const [left, right] = [percent(record.timestamp), percent(record.timestamp + (record.duration ?? 0))].map((at) => Math.min(110, Math.max(-10, at)));
    const failed = hasErrorTag(record);
    return el('span', {
      class: `bar ${outer ? 'outer' : row.records.length > 1 ? 'inner' : 'only'} ${colourClass(map, serviceOf(record))}${failed ? ' failed' : ''}`,
      title: `${serviceOf(record)} ${record.kind ?? ''} ${formatDuration(record.duration)}`,
      style: { left: `${left}%`, width: `${right - left}%` },
    });
  });
  const notes = row.records.flatMap((record) => record.annotations ?? []).map((note) => el('span', {
    class: `note-mark${note.value === 'error' ? ' failed' : ''}`, title: note.value, style: { left: `${Math.min(110, Math.max(-10, percent(note.timestamp)))}%` },
  }));
  return [...marks, ...notes];
}
