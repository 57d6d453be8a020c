// The waterfall: the rows of a trace beside their bars, the minimap, and the selection.

import { afterPaint, el } from '../../shared/dom.js';
import { splitter } from '../../shared/splitter.js';
import { axisTicks, decode } from '../../shared/words.js';
import { matchingRows, nextMatch, withAncestors } from '../../model/find.js';
import { visibleRows } from '../../model/tree.js';
import { keyHelp, onKey, onPageKey } from './keys.js';
import { minimap } from './minimap.js';
import { rowHeight, rowList } from './rowlist.js';
import { axis, gridLines } from './rows.js';
import { toolbar } from './toolbar.js';

const tickRoom = 100; // pixels per tick label

/** Creates the waterfall. `onSelect` is called with the row of each span that is selected. */
export function waterfall({ trace, analysis, onSelect, signal }) {
  const whole = Math.max(1, trace.duration ?? 1);
  let range = { from: 0, to: whole };
  const state = { shown: trace.rows, hits: null, filtered: false, collapsed: new Set(), selected: trace.rows[0], path: null };
  const foldedServices = new Set();

  const head = el('div', {});
  const lines = el('div', { class: 'line-box', 'aria-hidden': 'true' });
  const edge = el('div', { class: 'edge-box' });
  const help = keyHelp();
  const percent = (time) => ((time - trace.start - range.from) / (range.to - range.from)) * 100;

  /** Redraws all rows after a change of the filter, the collapsed rows or the visible range. */
  const redraw = () => {
    if (!node.isConnected) return;
    // The number of ticks depends on the width, which is known once the axis is in the document.
    const length = range.to - range.from;
    if (!head.firstChild) head.replaceChildren(axis(length, range.from, []));
    const ticks = axisTicks(length, Math.min(8, Math.max(1, Math.floor(head.querySelector('.lane').clientWidth / tickRoom))));
    head.replaceChildren(axis(length, range.from, ticks));
    lines.replaceChildren(gridLines(length, ticks));
    list.redraw();
  };

  const select = (row, focus, byHand = true) => {
    const before = list.node(state.selected);
    before?.setAttribute('aria-selected', 'false');
    if (before) before.tabIndex = -1;
    state.selected = row;
    if (byHand) scrollTo(row);
    list.paint();
    const shown = list.node(row);
    shown?.setAttribute('aria-selected', 'true');
    if (shown) shown.tabIndex = 0;
    if (focus) shown?.focus({ preventScroll: true });
    // The address names the span, so that a link can point to it.
    if (byHand) history.replaceState(history.state, '', `#span=${encodeURIComponent(row.id)}`);
    onSelect(row);
  };
  const scrollTo = (row) => {
    const top = list.top(row);
    const covered = sticky.getBoundingClientRect().bottom;
    const below = innerHeight - lowerPanel();
    if (top < covered) scrollBy(0, top - covered);
    else if (top + rowHeight() > below) scrollBy(0, top + rowHeight() - below + 8);
  };

  const arrange = () => {
    const { text, service, hide } = tools.read();
    state.hits = matchingRows(trace.rows, text, service);
    state.filtered = Boolean(state.hits && hide);
    state.shown = state.filtered ? withAncestors(trace.rows, state.hits) : visibleRows(trace.rows, state.collapsed);
    tools.show(state.hits, trace.rows.length);
    redraw();
  };
  const collapse = (row, on) => {
    if (on) state.collapsed.add(row); else state.collapsed.delete(row);
    arrange();
    if (!list.isShown(state.selected)) select(row, true);
  };
  /** Selects the nearest row above the selected one that is still shown. */
  const selectShown = () => {
    let row = state.selected;
    while (row && !list.isShown(row)) row = row.parent;
    if (row && row !== state.selected) select(row, false);
  };
  const collapseAll = (on) => {
    state.collapsed.clear();
    foldedServices.clear();
    if (on) for (const row of trace.rows) if (row.children.length && row.parent) state.collapsed.add(row);
    arrange();
    selectShown();
  };
  /** Collapses the rows of a service, or expands them again. Returns true when they are collapsed. */
  const foldService = (name) => {
    const on = !foldedServices.delete(name);
    if (on) foldedServices.add(name);
    for (const row of trace.rows) {
      if (row.service !== name || !row.children.length) continue;
      if (on) state.collapsed.add(row); else state.collapsed.delete(row);
    }
    arrange();
    selectShown();
    return on;
  };
  const reveal = (row, focus = true) => {
    for (let above = row.parent; above; above = above.parent) state.collapsed.delete(above);
    if (state.filtered && !list.isShown(row)) tools.clear();
    arrange();
    select(row, focus);
  };
  const nextError = (step) => { const row = nextMatch(trace.rows, state.selected, (one) => one.error, step); if (row) reveal(row); };
  const nextHit = (step, focus) => { const row = state.hits?.size && nextMatch(trace.rows, state.selected, (one) => state.hits.has(one), step); if (row) reveal(row, focus); };
  const zoom = (next) => { range = next ?? { from: 0, to: whole }; strip.show(range); unzoom.hidden = !next; redraw(); };

  const list = rowList(trace, state, { percent, collapse, select });
  const tools = toolbar(trace, { arrange, collapseAll, nextError, nextHit, help: () => help.showModal() });
  const unzoom = el('button', { type: 'button', class: 'small unzoom', hidden: true, title: 'Shortcut: Esc', onclick: () => zoom(null) }, 'Reset zoom');
  const strip = minimap(trace, trace.colours, whole, zoom, signal);
  const sticky = el('div', { class: 'waterfall-head' }, tools.node, el('div', { class: 'minimap-box' }, strip.node, unzoom), el('div', { class: 'axis-box' }, head, edge));
  const grid = el('div', { class: 'waterfall', role: 'treegrid', 'aria-label': 'Spans' }, lines, list.body);
  const node = el('section', { class: 'waterfall-box', 'aria-label': 'Waterfall' }, sticky, grid, help);
  edge.append(splitter('span-names-width', 'Width of the names', { least: 12, most: 70, initial: 34, unit: '%', step: 2 }, node, '--names', redraw).node);

  grid.addEventListener('keydown', (event) => onKey(event, { shown: state.shown, collapsed: state.filtered ? new Set() : state.collapsed, selected: state.selected, select, collapse }));

  // The row whose span is in the URL: `#span=ID`, or `#ID` in older links.
  const linkedRow = () => {
    const wanted = decode(location.hash.slice(1)).replace(/^span=/, '');
    return wanted ? trace.rows.find((one) => one.ids.includes(wanted)) : undefined;
  };
  let requested = 0;
  const paintSoon = () => { requested ||= requestAnimationFrame(() => { requested = 0; list.paint(); }); };
  let started = false;

  return {
    node,
    reveal,
    foldService,
    start() {
      strip.show(range);
      redraw();
      if (started) return;
      started = true;
      addEventListener('scroll', paintSoon, { passive: true, signal });
      addEventListener('resize', () => { strip.show(range); redraw(); }, { signal });
      addEventListener('keydown', (event) => node.isConnected && onPageKey(event, { help, unzoom, zoom, tools, nextError, nextHit }), { signal });
      select(linkedRow() ?? trace.rows[0], false, Boolean(linkedRow()));
      // A link between spans of this trace.
      addEventListener('hashchange', () => linkedRow() && reveal(linkedRow(), false), { signal });
      // Not before the first rows are drawn: a large trace takes a moment to analyse.
      afterPaint(() => { state.path = analysis().path; list.redraw(); });
    },
  };
}

/** Returns the height of the panel that covers the end of the window. */
function lowerPanel() {
  const panel = document.querySelector('.panel[data-place=below] .detail');
  return panel && getComputedStyle(panel).position === 'sticky' ? panel.offsetHeight : 0;
}
