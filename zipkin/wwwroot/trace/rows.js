// Creates the parts of the waterfall: its rows, its axis and its grid lines.

import { el } from '../shared/dom.js';
import { hasErrorTag, serviceOf, sides } from '../model/spans.js';
import { colourClass } from '../shared/services.js';
import { formatDuration, serviceLabel, spanLabel } from '../shared/words.js';

export function axis(length, from, ticks) {
  return el('div', { class: 'row axis', role: 'row' },
    el('span', { role: 'columnheader', class: 'axis-name' }, 'Service and span', legend()),
    el('span', { role: 'columnheader', class: 'row-duration' }, 'Duration'),
    el('span', { role: 'columnheader', class: 'lane', 'aria-label': `Timeline from ${formatDuration(Math.round(from))} to ${formatDuration(Math.round(from + length))}` },
      // Centred over its line, except where it would leave the axis.
      ticks.map((tick) => el('span', { class: `tick-label${tick === 0 ? ' first' : tick / length > 0.93 ? ' last' : ''}`, style: { left: `${(tick / length) * 100}%` } },
        formatDuration(from ? Math.round(from + tick) : tick)))));
}

const legend = () => el('span', { class: 'legend', 'aria-hidden': 'true' },
  el('span', { class: 'key client' }), 'client', el('span', { class: 'key server' }), 'server', el('span', { class: 'key tick' }), 'annotation');

export function gridLines(length, ticks) {
  return el('div', { class: 'row lines', 'aria-hidden': 'true' }, el('span'), el('span'),
    el('span', { class: 'lane' }, ticks.map((tick) => el('i', { style: { left: `${(tick / length) * 100}%` } }))));
}

/** Creates a row. `percent` converts a time to a position in the visible range. */
export function rowNode(row, colours, percent) {
  const [caller, callee] = row.services;
  const names = [el('b', { class: `service ${colourClass(colours, caller)}` }, serviceLabel(caller))];
  const other = callee ?? (row.remote !== caller ? row.remote : undefined);
  if (other) {
    // A service that only the other side names has reported nothing itself: shown paler.
    const inward = !callee && (row.kind === 'SERVER' || row.kind === 'CONSUMER');
    names.push(el('span', { class: 'arrow' }, inward ? ' ← ' : ' → '),
      el('b', { class: callee ? `service ${colourClass(colours, callee)}` : 'service remote' }, other));
  }
  const node = el('div', {
    class: `row span-row${row.error ? ' has-error' : ''}`, role: 'row', tabindex: -1, 'aria-level': row.depth + 1, 'aria-selected': 'false',
  },
  el('span', { class: 'row-name', role: 'gridcell', style: { '--indent': `${Math.min(row.depth, 24) * 14}px` } },
    row.children.length ? el('button', { type: 'button', class: 'fold', tabindex: -1 }) : el('span', { class: 'leaf' }),
    row.error ? el('span', { class: 'error-mark', role: 'img', 'aria-label': 'Error' }, '!') : null,
    el('span', { class: 'row-text', title: `${row.services.join(' → ')} ${row.name}` }, ...names, ' ', el('span', { class: 'row-span' }, spanLabel(row.name)))),
  el('span', { class: 'row-duration', role: 'gridcell' }, formatDuration(row.duration)),
  el('span', { class: 'lane', role: 'gridcell', 'aria-hidden': 'true' }, bars(row, colours, percent)));
  return node;
}

/** Creates a pale bar for the client with the server's bar inside, or one solid bar for a span that one side reported. */
function bars(row, colours, percent) {
  if (row.start === undefined) return [];
  const marks = row.records.filter((record) => record.timestamp).map((record, index) => {
    const outer = row.records.length > 1 && index === 0;
    // Clamped: when zoomed in, a bar could otherwise be millions of pixels wide.
    const [left, right] = [percent(record.timestamp), percent(record.timestamp + (record.duration ?? 0))].map((at) => Math.min(110, Math.max(-10, at)));
    const failed = hasErrorTag(record);
    return el('span', {
      class: `bar ${outer ? 'outer' : row.records.length > 1 ? 'inner' : 'only'} ${colourClass(colours, serviceOf(record))}${failed ? ' failed' : ''}`,
      title: `${serviceLabel(serviceOf(record))} · ${sides[record.kind] ?? 'Local'} · ${formatDuration(record.duration)}`,
      style: { left: `${left}%`, width: `${right - left}%` },
    });
  });
  const notes = row.records.flatMap((record) => record.annotations ?? []).map((note) => el('span', {
    class: `note-mark${note.value === 'error' ? ' failed' : ''}`, title: note.value, style: { left: `${Math.min(110, Math.max(-10, percent(note.timestamp)))}%` },
  }));
  return [...marks, ...notes];
}
