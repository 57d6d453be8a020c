// A list of traces with a plot above it, for the results of a search and for the traces of a file.

import { traceLink } from '../shared/api.js';
import { el } from '../shared/dom.js';
import { scatterPlot } from './plot.js';
import { durationScale } from '../model/scale.js';
import { isSelected } from '../model/scatter.js';
import { chip, serviceColours } from '../shared/services.js';
import { formatAgo, formatDuration, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';

const fewestInPlot = 2;
const mostListed = 250;

/**
 * Creates the list and its plot. `show` draws `plotted` traces as points and lists `listed` ones; a selection in the plot replaces the list
 * by the selected traces. `summary` follows the number of traces.
 */
export function traceResults() {
  const count = el('p', { class: 'count', role: 'status' });
  const list = el('ol', { class: 'traces', onkeydown: moveInList });
  const more = el('p', { class: 'more-traces' });
  let state = { plotted: [], listed: [], rest: '' };
  let selection = null;
  let shown = mostListed;
  const plot = scatterPlot((next) => {
    selection = next;
    shown = mostListed;
    redraw();
  });
  const clear = el('button', { type: 'button', class: 'small', onclick: () => { selection = null; plot.show(state.plotted); redraw(); } }, 'Clear selection');

  const redraw = () => {
    const traces = selection ? state.plotted.filter((summary) => isSelected(summary, selection)) : state.listed;
    const visible = traces.slice(0, shown);
    const colours = serviceColours(visible.flatMap((summary) => summary.services.map(({ name }) => name)));
    const failed = traces.filter((summary) => summary.errors).length;
    count.replaceChildren(
      el('b', {}, plural(traces.length, 'trace')),
      failed ? el('span', { class: 'bad-text' }, ` · ${failed} with errors`) : '',
      selection ? ` of ${state.plotted.length} selected ` : state.rest, selection ? clear : '');
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    const scale = durationScale(visible.map((summary) => summary.duration ?? 0));
    const now = Date.now();
    list.replaceChildren(...visible.map((summary) => traceItem(summary, scale, colours, now)));
    more.replaceChildren(...(traces.length > shown
      ? [el('button', { type: 'button', onclick: () => { shown += mostListed; redraw(); } }, `Show ${Math.min(mostListed, traces.length - shown)} more`)] : []));
    // A repeated search must keep the focus.
    if (focused) [...list.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
  };

  return {
    count,
    nodes: [plot.node, list, more],
    list,
    async show(next) {
      state = { ...state, ...next };
      plot.node.hidden = state.plotted.length < fewestInPlot;
      if (!selection) plot.show(state.plotted);
      redraw();
    },
  };
}

/** Moves the focus from trace to trace with the arrow keys, in addition to Tab. */
function moveInList(event) {
  const links = [...event.currentTarget.querySelectorAll('a.trace-item')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!step || !next) return;
  event.preventDefault();
  next.focus();
}

function traceItem(summary, scale, colours, now) {
  const width = `${Math.max(0.4, scale.share(summary.duration ?? 0) * 100)}%`;
  const when = summary.start === undefined ? ['start time unknown']
    : [formatAgo(summary.start / 1000, now), ' ', el('small', {}, formatTime(summary.start))];
  return el('li', {}, el('a', { class: `trace-item${summary.errors ? ' has-error' : ''}`, href: traceLink(summary.traceId) },
    el('span', { class: 'trace-head' },
      el('span', { class: 'trace-name' },
        el('b', {}, serviceLabel(summary.service)), ' ', spanLabel(summary.name),
        summary.headless ? el('span', { class: 'badge' }, 'root span missing') : null,
        summary.errors ? el('span', { class: 'badge bad' }, plural(summary.errors, 'error')) : null),
      el('span', { class: 'trace-count' }, plural(summary.rows.length, 'span')),
      el('time', { class: 'trace-when' }, when),
      el('span', { class: 'trace-duration' }, formatDuration(summary.duration))),
    el('span', { class: 'meter', 'aria-hidden': 'true', title: 'Duration, logarithmic' }, el('span', { style: { width } })),
    el('span', { class: 'chips' }, summary.services.map(({ name, count }) => chip(colours, name, count)))));
}
