// The waterfall: its toolbar, its rows and the selection. Only the rows in the window
// are in the document, so that traces of thousands of spans stay fast.

import { el } from '../shared/dom.js';
import { filterRows } from '../model/find.js';
import { visibleRows } from '../model/tree.js';
import { minimap } from './minimap.js';
import { axis, gridLines, rowNode } from './rows.js';
import { axisTicks, decode, plural } from '../shared/words.js';
import { keyHelp, onKey } from './keys.js';

// The number of rows kept above and below the window: the distance of one turn of the wheel before the next frame.
const spare = 20;
const tickRoom = 100; // pixels per tick label
const narrow = matchMedia('(max-width: 700px)');

/** Creates the waterfall. `onSelect` is called with the row of each span that is selected. */
export function waterfall(trace, colours, onSelect, signal) {
  const whole = Math.max(1, trace.duration ?? 1);
  const collapsed = new Set();
  const nodes = new Map(); // the nodes in the document, by row
  let range = { from: 0, to: whole };
  let shown = trace.rows;
  let places = new Map(); // the index in `shown`, by row
  let hits = null;
  let selected = trace.rows[0];

  const percent = (time) => ((time - trace.start - range.from) / (range.to - range.from)) * 100;
  const rowHeight = () => (narrow.matches ? 58 : 32);
  const body = el('div', { class: 'rows', role: 'rowgroup' });
  const head = el('div', { class: 'axis-box', role: 'rowgroup' });
  const lines = el('div', { class: 'line-box', 'aria-hidden': 'true' });
  const grid = el('div', { class: 'waterfall', role: 'treegrid', 'aria-label': 'Spans' }, lines, body);

  const makeNode = (row, index) => {
    const node = rowNode(row, colours, percent);
    const open = !collapsed.has(row.id) || hits !== null;
    if (row.children.length) {
      node.setAttribute('aria-expanded', String(open));
      const button = node.querySelector('.fold');
      button.textContent = open ? '▾' : '▸';
      button.title = `${open ? 'Collapse' : 'Expand'} ${plural(row.below, 'span')}`;
      button.setAttribute('aria-label', button.title);
    }
    node.dataset.id = row.id;
    node.setAttribute('aria-rowindex', String(index + 1));
    node.setAttribute('aria-selected', String(row === selected));
    node.tabIndex = row === selected ? 0 : -1;
    if (hits && !hits.has(row)) node.classList.add('aside-row');
    node.style.top = `${index * rowHeight()}px`;
    node.addEventListener('click', (event) => {
      if (event.target.closest('.fold')) collapse(row, !collapsed.has(row.id));
      else select(row, true);
    });
    return node;
  };

  /** Adds the rows in the window to the document and removes the others. */
  const paint = () => {
    if (!body.isConnected) return;
    const height = rowHeight();
    const top = body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - spare);
    const last = Math.min(shown.length, Math.ceil((innerHeight - top) / height) + spare);
    const wanted = new Map();
    for (let i = first; i < last; i++) wanted.set(shown[i], i);
    // The selected row stays, so that scrolling doesn't lose the focus.
    if (places.has(selected)) wanted.set(selected, places.get(selected));
    for (const [row, node] of nodes) {
      if (wanted.has(row)) continue;
      node.remove();
      nodes.delete(row);
    }
    let next = body.firstChild;
    for (const [row, index] of [...wanted].sort((a, b) => a[1] - b[1])) {
      const known = nodes.get(row);
      if (known) { next = known.nextSibling; continue; }
      const node = makeNode(row, index);
      nodes.set(row, node);
      body.insertBefore(node, next);
    }
  };

  /** Redraws all rows after a change of the filter, the collapsed rows or the visible range. */
  const redraw = () => {
    const focused = body.contains(document.activeElement);
    nodes.clear();
    body.replaceChildren();
    body.style.height = `${shown.length * rowHeight()}px`;
    grid.setAttribute('aria-rowcount', String(shown.length));
    places = new Map(shown.map((row, index) => [row, index]));
    // The number of ticks depends on the width, which is known once the axis is in the document.
    const length = range.to - range.from;
    head.replaceChildren(axis(length, range.from, []));
    const ticks = axisTicks(length, Math.min(8, Math.max(1, Math.floor(head.querySelector('.lane').clientWidth / tickRoom))));
    head.replaceChildren(axis(length, range.from, ticks));
    lines.replaceChildren(gridLines(length, ticks));
    paint();
    if (focused) nodes.get(selected)?.focus({ preventScroll: true });
  };

  const select = (row, focus, byHand = true) => {
    const before = nodes.get(selected);
    before?.setAttribute('aria-selected', 'false');
    if (before) before.tabIndex = -1;
    selected = row;
    const height = rowHeight();
    const top = body.getBoundingClientRect().top + places.get(row) * height;
    const covered = sticky.getBoundingClientRect().bottom;
    if (byHand && top < covered) scrollBy(0, top - covered);
    else if (byHand && top + height > innerHeight) scrollBy(0, top + height - innerHeight + 8);
    paint();
    const node = nodes.get(row);
    node?.setAttribute('aria-selected', 'true');
    if (node) node.tabIndex = 0;
    if (focus) node?.focus({ preventScroll: true });
    // The address names the span, so that a link can point to it.
    if (byHand) history.replaceState(history.state, '', `#${encodeURIComponent(row.id)}`);
    onSelect(row);
  };

  const arrange = () => {
    const found = filterRows(trace.rows, find.value, service.value);
    hits = found?.hits ?? null;
    shown = found ? found.rows : visibleRows(trace.rows, collapsed);
    tally.textContent = found ? `${hits.size} of ${plural(trace.rows.length, 'span')}` : '';
    redraw();
  };
  const collapse = (row, on) => {
    if (on) collapsed.add(row.id); else collapsed.delete(row.id);
    arrange();
    if (!shown.includes(selected)) select(row, true);
  };
  const collapseAll = (on) => {
    collapsed.clear();
    if (on) for (const row of trace.rows) if (row.children.length && row.parent) collapsed.add(row.id);
    arrange();
    let row = selected;
    while (row && !shown.includes(row)) row = row.parent;
    if (row && row !== selected) select(row, false);
  };
  const reveal = (row, focus = true) => {
    for (let above = row.parent; above; above = above.parent) collapsed.delete(above.id);
    if (!shown.includes(row)) { find.value = ''; service.value = ''; }
    arrange();
    select(row, focus);
  };
  /** Returns the next matching row after the selected one; from the last, the first. */
  const nextRow = (matches) => {
    const from = trace.rows.indexOf(selected);
    const all = trace.rows.filter((row) => matches(row));
    return all.find((row) => trace.rows.indexOf(row) > from) ?? all[0];
  };
  const nextError = () => { const row = nextRow((one) => one.error); if (row) reveal(row); };
  const zoom = (next) => { range = next ?? { from: 0, to: whole }; strip.show(range); unzoom.hidden = !next; redraw(); };

  const button = (text, action, title) => el('button', { type: 'button', class: 'small', title, onclick: action }, text);
  const find = el('input', {
    type: 'search', class: 'find-span', placeholder: 'Find in this trace', 'aria-label': 'Find in this trace by name, tag or annotation', title: 'Shortcut: /', oninput: arrange,
    onkeydown: (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      const row = hits?.size ? nextRow((one) => hits.has(one)) : null;
      if (row) select(row, false);
    },
  });
  const service = el('select', { class: 'only-service', 'aria-label': 'Filter by service', onchange: arrange },
    el('option', { value: '' }, 'All services'), trace.services.map(({ name }) => el('option', { value: name }, name)));
  const tally = el('span', { class: 'tally', role: 'status' });
  const unzoom = el('button', { type: 'button', class: 'small unzoom', hidden: true, title: 'Shortcut: Esc', onclick: () => zoom(null) }, 'Reset zoom');
  const strip = minimap(trace, colours, whole, zoom, signal);
  const toolbar = el('div', { class: 'toolbar', role: 'group', 'aria-label': 'Waterfall tools' },
    find, service, tally,
    button('Expand all', () => collapseAll(false)), button('Collapse all', () => collapseAll(true)),
    trace.errors ? button('Next error', nextError, 'Shortcut: e') : null, button('Keyboard shortcuts', () => help.showModal(), 'Shortcut: ?'));
  const help = keyHelp();
  const sticky = el('div', { class: 'waterfall-head' }, toolbar, el('div', { class: 'minimap-box' }, strip.node, unzoom), head);

  grid.addEventListener('keydown', (event) => onKey(event, { shown, collapsed: hits ? new Set() : collapsed, selected, select, collapse }));
  const onPageKey = (event) => {
    if (help.open || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && !unzoom.hidden) { zoom(null); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === '/') { event.preventDefault(); find.focus(); }
    if (event.key === 'e') nextError();
    if (event.key === '?') help.showModal();
  };
  let requested = 0;
  const paintSoon = () => { requested ||= requestAnimationFrame(() => { requested = 0; paint(); }); };

  // The row whose span id is in the URL.
  const linkedRow = () => {
    const wanted = decode(location.hash.slice(1));
    return trace.rows.find((one) => one.id === wanted);
  };

  return {
    node: el('section', { class: 'waterfall-box', 'aria-label': 'Waterfall' }, sticky, grid, help),
    start() {
      addEventListener('scroll', paintSoon, { passive: true, signal });
      addEventListener('resize', () => { strip.show(range); redraw(); }, { signal });
      addEventListener('keydown', onPageKey, { signal });
      strip.show(range);
      redraw();
      select(linkedRow() ?? trace.rows[0], false, Boolean(linkedRow()));
      // A link between spans of this trace.
      addEventListener('hashchange', () => linkedRow() && select(linkedRow(), false, true), { signal });
    },
  };
}
