// Draws the traces of a search as points: time across, duration up. Each point is a link; dragging selects traces.

import { traceLink } from '../shared/api.js';
import { el, svg } from '../shared/dom.js';
import { scatter } from '../model/scatter.js';
import { formatDuration, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';

const padding = 24; // of the figure
const area = { left: 58, right: 14, top: 10, bottom: 24, height: 150 };
const fewestPixels = 5; // of a drag; less is a click

/** Creates the plot. `onSelect` is called with a selection (see model/scatter.js), or null when it is cleared. */
export function scatterPlot(onSelect) {
  const node = el('figure', { class: 'plot' });
  let summaries = [];
  const draw = () => {
    const width = node.clientWidth - padding - area.left - area.right;
    if (width > 0) node.replaceChildren(...drawing(summaries, width, onSelect));
  };
  new ResizeObserver(draw).observe(node);
  return {
    node,
    show(next) {
      summaries = next;
      const focused = node.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      draw();
      if (focused) [...node.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
    },
  };
}

function drawing(summaries, width, onSelect) {
  const { height } = area;
  const plot = scatter(summaries, { width, height });
  const frame = svg('rect', { class: 'plot-area', width, height });
  const selection = svg('rect', { class: 'plot-selection', visibility: 'hidden' });
  const points = plot.points.map(point);
  points.at(-1)?.setAttribute('tabindex', '0');
  const content = svg('g', { transform: `translate(${area.left} ${area.top})` },
    frame,
    plot.durationTicks.map(({ duration, y }) => [
      svg('line', { class: 'plot-line', x2: width, y1: y, y2: y }),
      svg('text', { class: 'plot-text', x: -8, y: y + 4, 'text-anchor': 'end' }, formatDuration(duration).replace('.000s', 's')),
    ]).flat(),
    plot.timeTicks.map(({ time, x }) => svg('text', { class: 'plot-text', x, y: height + 17, 'text-anchor': 'middle' }, formatTime(time).slice(11, 19))),
    selection, points);
  const image = svg('svg', { width: width + area.left + area.right, height: height + area.top + area.bottom, role: 'group', 'aria-label': 'Duration of the traces over time' }, content);
  const select = (rectangle) => {
    drawRectangle(selection, rectangle);
    onSelect(rectangle && plot.selectionOf(rectangle));
  };
  listenToDrags(image, frame, { width, height }, (rectangle) => drawRectangle(selection, rectangle), select);
  image.addEventListener('keydown', (event) => moveInPlot(event, plot.points, points, height, select));
  return [el('figcaption', {}, `${plural(plot.points.length, 'trace')} by time and duration (logarithmic). Drag, or press Shift and an arrow key, to select.`), image];
}

function point({ summary, x, y }) {
  const text = `${serviceLabel(summary.service)} ${spanLabel(summary.name)}, ${formatDuration(summary.duration)}, ${formatTime(summary.start)}`
    + (summary.errors ? `, ${plural(summary.errors, 'error')}` : '');
  // Errors differ by their shape, too.
  const mark = summary.errors
    ? svg('path', { d: `M ${x} ${y - 6} l 6 6 l -6 6 l -6 -6 z` })
    : svg('circle', { cx: x, cy: y, r: 4.5 });
  return svg('a', { href: traceLink(summary.traceId), class: `plot-point${summary.errors ? ' has-error' : ''}`, tabindex: -1, 'aria-label': text }, svg('title', {}, text), mark);
}

function drawRectangle(node, rectangle) {
  node.setAttribute('visibility', rectangle ? 'visible' : 'hidden');
  if (!rectangle) return;
  const { left, right, top, bottom } = rectangle;
  for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) node.setAttribute(name, value);
}

function listenToDrags(image, frame, { width, height }, onDrag, onEnd) {
  const positionOf = (event) => {
    const box = frame.getBoundingClientRect();
    return { x: Math.min(width, Math.max(0, event.clientX - box.left)), y: Math.min(height, Math.max(0, event.clientY - box.top)) };
  };
  let start = null;
  let moved = false;
  const rectangleTo = (event) => {
    const end = positionOf(event);
    return { left: Math.min(start.x, end.x), right: Math.max(start.x, end.x), top: Math.min(start.y, end.y), bottom: Math.max(start.y, end.y) };
  };
  image.addEventListener('dragstart', (event) => event.preventDefault()); // of a link
  image.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    start = positionOf(event);
    moved = false;
  });
  image.addEventListener('pointermove', (event) => {
    if (!event.buttons) start = null; // released elsewhere
    if (!start) return;
    const rectangle = rectangleTo(event);
    if (!moved && rectangle.right - rectangle.left < fewestPixels && rectangle.bottom - rectangle.top < fewestPixels) return;
    if (!moved) image.setPointerCapture(event.pointerId);
    moved = true;
    onDrag(rectangle);
  });
  image.addEventListener('pointerup', (event) => {
    if (start && moved) onEnd(rectangleTo(event));
    else if (start && !event.target.closest('a')) onEnd(null);
    start = null;
  });
  image.addEventListener('pointercancel', () => { start = null; onEnd(null); });
  image.addEventListener('click', (event) => { if (moved) event.preventDefault(); }, true);
}

/** Moves the focus from point to point in order of time; with Shift, selects the time from the first point on. */
function moveInPlot(event, places, points, height, select) {
  if (event.key === 'Escape') { select(null); return; }
  const last = points.length - 1;
  const at = points.indexOf(document.activeElement);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  const to = Math.min(last, Math.max(0, next));
  for (const one of points) one.setAttribute('tabindex', '-1');
  points[to].setAttribute('tabindex', '0');
  points[to].focus();
  const image = event.currentTarget;
  if (!event.shiftKey) { delete image.dataset.anchor; return; }
  image.dataset.anchor ??= at;
  const ends = [places[image.dataset.anchor].x, places[to].x].sort((a, b) => a - b);
  select({ left: ends[0] - 0.5, right: ends[1] + 0.5, top: 0, bottom: height });
}
