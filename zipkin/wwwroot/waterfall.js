// The waterfall: which rows are in sight, which one is chosen, and what keys do.
// Only the rows in sight are in the document, so that thousands of them cost nothing.

import { el } from './dom.js';
import { filterRows, visibleRows } from './model.js';
import { minimap } from './minimap.js';
import { axis, gridLines, rowNode } from './rows.js';
import { axisTicks } from './words.js';
import { keyHelp, onKey } from './keys.js';

// Rows kept above and below those in sight: as far as one turn of a wheel goes before the next frame is drawn.
const spare = 20;
const tickRoom = 100; // pixels that the label of a tick needs
const narrow = matchMedia('(max-width: 700px)');

export function waterfall(trace, map, onChoose, signal) {
  const whole = Math.max(1, trace.duration ?? 1);
  const folded = new Set();
  const nodes = new Map(); // those in the document, by row
  let range = { from: 0, to: whole };
  let shown = trace.rows;
  let places = new Map(); // where in `shown` a row is
  let hits = null;
  let chosen = trace.rows[0];

  const percent = (time) => ((time - trace.start - range.from) / (range.to - range.from)) * 100;
  const rowHeight = () => (narrow.matches ? 58 : 32);
  const body = el('div', { class: 'rows', role: 'rowgroup' });
  const head = el('div', { class: 'axis-box', role: 'rowgroup' });
  const lines = el('div', { class: 'line-box', 'aria-hidden': 'true' });
  const grid = el('div', { class: 'waterfall', role: 'treegrid', 'aria-label': 'Spans by time' }, lines, body);

  const makeNode = (row, index) => {
    const node = rowNode(row, map, percent);
    const open = !folded.has(row.id) || hits !== null;
    if (row.children.length) {
      node.setAttribute('aria-expanded', String(open));
      const button = node.querySelector('.fold');
      button.textContent = open ? '▾' : '▸';
      button.title = `${open ? 'Fold' : 'Unfold'} ${row.below} below`;
    }
    node.dataset.id = row.id;
    node.setAttribute('aria-rowindex', String(index + 1));
    node.setAttribute('aria-selected', String(row === chosen));
    node.tabIndex = row === chosen ? 0 : -1;
    if (hits && !hits.has(row)) node.classList.add('aside-row');
    node.style.top = `${index * rowHeight()}px`;
    node.addEventListener('click', (event) => {
      if (event.target.closest('.fold')) fold(row, !folded.has(row.id));
      else choose(row, true);
    });
    return node;
  };

  /** Puts the rows in sight into the document and takes the others out. */
  const paint = () => {
    if (!body.isConnected) return;
    const height = rowHeight();
    const top = body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / height) - spare);
    const last = Math.min(shown.length, Math.ceil((innerHeight - top) / height) + spare);
    const wanted = new Map();
    for (let i = first; i < last; i++) wanted.set(shown[i], i);
    // The chosen row stays: a focus that scrolls out of sight must not be lost.
    if (places.has(chosen)) wanted.set(chosen, places.get(chosen));
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

  /** Draws all rows anew: what is shown, folded or looked at has changed. */
  const redraw = () => {
    const focused = body.contains(document.activeElement);
    nodes.clear();
    body.replaceChildren();
    body.style.height = `${shown.length * rowHeight()}px`;
    grid.setAttribute('aria-rowcount', String(shown.length));
    places = new Map(shown.map((row, index) => [row, index]));
    // As many ticks as have room for their labels, which only the document knows.
    const length = range.to - range.from;
    head.replaceChildren(axis(length, range.from, []));
    const ticks = axisTicks(length, Math.min(8, Math.max(1, Math.floor(head.querySelector('.lane').clientWidth / tickRoom))));
    head.replaceChildren(axis(length, range.from, ticks));
    lines.replaceChildren(gridLines(length, ticks));
    paint();
    if (focused) nodes.get(chosen)?.focus({ preventScroll: true });
  };

  const choose = (row, focus, byHand = true) => {
    const before = nodes.get(chosen);
    before?.setAttribute('aria-selected', 'false');
    if (before) before.tabIndex = -1;
    chosen = row;
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
    // The address names the span, so that a link can point at it.
    if (byHand) history.replaceState(history.state, '', `#${encodeURIComponent(row.id)}`);
    onChoose(row);
  };

  const arrange = () => {
    const found = filterRows(trace.rows, find.value, service.value);
    hits = found?.hits ?? null;
    shown = found ? found.rows : visibleRows(trace.rows, folded);
    tally.textContent = found ? `${hits.size} of ${trace.rows.length}` : '';
    redraw();
  };
  const fold = (row, on) => {
    if (on) folded.add(row.id); else folded.delete(row.id);
    arrange();
    if (!shown.includes(chosen)) choose(row, true);
  };
  const foldAll = (on) => {
    folded.clear();
    if (on) for (const row of trace.rows) if (row.children.length && row.parent) folded.add(row.id);
    arrange();
    let row = chosen;
    while (row && !shown.includes(row)) row = row.parent;
    if (row && row !== chosen) choose(row, false);
  };
  const reveal = (row, focus = true) => {
    for (let above = row.parent; above; above = above.parent) folded.delete(above.id);
    if (!shown.includes(row)) { find.value = ''; service.value = ''; }
    arrange();
    choose(row, focus);
  };
  const after = (set) => {
    const from = trace.rows.indexOf(chosen);
    const all = trace.rows.filter((row) => set(row));
    return all.find((row) => trace.rows.indexOf(row) > from) ?? all[0];
  };
  const nextError = () => { const row = after((one) => one.error); if (row) reveal(row); };
  const zoom = (next) => { range = next ?? { from: 0, to: whole }; over.show(range); unzoom.hidden = !next; redraw(); };

  const button = (text, action, title) => el('button', { type: 'button', class: 'small', title, onclick: action }, text);
  const find = el('input', {
    type: 'search', class: 'find-span', placeholder: 'Find in this trace', 'aria-label': 'Find in this trace: a name, tag or annotation', title: 'Key: /', oninput: arrange,
    onkeydown: (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      const row = hits?.size ? after((one) => hits.has(one)) : null;
      if (row) choose(row, false);
    },
  });
  const service = el('select', { class: 'only-service', 'aria-label': 'Only spans of', onchange: arrange },
    el('option', { value: '' }, 'All services'), trace.services.map(({ name }) => el('option', { value: name }, name)));
  const tally = el('span', { class: 'tally', role: 'status' });
  const unzoom = el('button', { type: 'button', class: 'small unzoom', hidden: true, title: 'Key: Escape', onclick: () => zoom(null) }, 'Whole time');
  const over = minimap(trace, map, whole, zoom, signal);
  const toolbar = el('div', { class: 'toolbar', role: 'group', 'aria-label': 'Waterfall' },
    find, service, tally,
    button('Unfold all', () => foldAll(false)), button('Fold all', () => foldAll(true)),
    trace.errors ? button('Next error', nextError, 'Key: e') : null, button('Keys', () => help.showModal(), 'Key: ?'),
    el('span', { class: 'legend', 'aria-hidden': 'true' },
      el('span', { class: 'key client' }), 'caller', el('span', { class: 'key server' }), 'callee', el('span', { class: 'key tick' }), 'annotation'));
  const help = keyHelp();
  const sticky = el('div', { class: 'waterfall-head' }, toolbar, el('div', { class: 'minimap-box' }, over.node, unzoom), head);

  grid.addEventListener('keydown', (event) => onKey(event, { shown, folded: hits ? new Set() : folded, chosen, choose, fold }));
  const onPageKey = (event) => {
    if (help.open || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && !unzoom.hidden) { zoom(null); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === '/') { event.preventDefault(); find.focus(); }
    if (event.key === 'e') nextError();
    if (event.key === '?') help.showModal();
  };
  let asked = 0;
  const later = () => { asked ||= requestAnimationFrame(() => { asked = 0; paint(); }); };

  return {
    node: el('section', { class: 'waterfall-box', 'aria-label': 'Waterfall' }, sticky, grid, help),
    start() {
      addEventListener('scroll', later, { passive: true, signal });
      addEventListener('resize', () => { over.show(range); redraw(); }, { signal });
      addEventListener('keydown', onPageKey, { signal });
      over.show(range);
      redraw();
      const wanted = decodeURIComponent(location.hash.slice(1).replace(/%(?![0-9a-f]{2})/gi, '%25'));
      const row = trace.rows.find((one) => one.id === wanted);
      choose(row ?? trace.rows[0], false, Boolean(row));
    },
  };
}
