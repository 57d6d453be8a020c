// The minimap: the whole trace in a strip, in which dragging selects the visible range.

import { el } from '../../shared/dom.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration } from '../../shared/words.js';

// Of more spans than this, a part is drawn: many share each line of pixels. Errors are always drawn.
const mostLines = 3000;

export function minimap(trace, colours, whole, onZoom, signal) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const shade = el('span', { class: 'mini-range' });
  const node = el('div', {
    class: 'minimap', tabindex: 0, role: 'group',
    title: 'Drag to zoom in; press Esc to reset',
  }, canvas, shade);
  let range = { from: 0, to: whole };

  const timeAt = (event) => {
    const { left, width } = node.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * whole;
  };
  const mark = (from, to) => {
    shade.style.left = `${(from / whole) * 100}%`;
    shade.style.width = `${((to - from) / whole) * 100}%`;
    shade.hidden = from <= 0 && to >= whole;
  };

  let dragStart = null;
  node.addEventListener('pointerdown', (event) => { dragStart = timeAt(event); node.setPointerCapture(event.pointerId); });
  node.addEventListener('pointermove', (event) => {
    if (dragStart !== null) mark(...[dragStart, timeAt(event)].sort((a, b) => a - b));
  });
  node.addEventListener('pointerup', (event) => {
    if (dragStart === null) return;
    const [from, to] = [dragStart, timeAt(event)].sort((a, b) => a - b);
    dragStart = null;
    // A click isn't a drag and leaves the range unchanged.
    if (to - from < whole / 200) mark(range.from, range.to);
    else onZoom({ from, to });
  });
  node.addEventListener('pointercancel', () => { dragStart = null; mark(range.from, range.to); });

  node.addEventListener('keydown', (event) => {
    const size = range.to - range.from;
    const middle = (range.from + range.to) / 2;
    const next = {
      '+': [middle - size / 4, size / 2], '=': [middle - size / 4, size / 2], '-': [middle - size, size * 2],
      ArrowLeft: [range.from - size / 4, size], ArrowRight: [range.from + size / 4, size],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    const width = Math.min(whole, Math.max(1, next[1]));
    const from = Math.min(whole - width, Math.max(0, next[0]));
    onZoom(width >= whole ? null : { from, to: from + width });
  });

  /** Draws each span as a line, in the order of the rows, scaled to the available height. */
  const draw = () => {
    const { width, height } = node.getBoundingClientRect();
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const resolved = new Map();
    const colourOf = (name) => {
      if (!resolved.has(name)) {
        // Only the style sheet has the colours of the current theme.
        shade.classList.add(name);
        resolved.set(name, getComputedStyle(shade).color);
        shade.classList.remove(name);
      }
      return resolved.get(name);
    };
    const bad = getComputedStyle(node).color;
    const step = Math.min(6, (height - 4) / trace.rows.length);
    const skipped = Math.ceil(trace.rows.length / mostLines);
    trace.rows.forEach((row, index) => {
      if (row.start === undefined || (index % skipped && !row.error)) return;
      pen.fillStyle = row.error ? bad : colourOf(colourClass(colours, row.service));
      const x = ((row.start - trace.start) / whole) * width;
      pen.fillRect(x, 2 + index * step, Math.max(1, ((row.end - row.start) / whole) * width), Math.max(1, step * 0.75));
    });
  };
  addEventListener('theme', draw, { signal });

  return {
    node,
    show(next) {
      range = next;
      mark(range.from, range.to);
      node.setAttribute('aria-label', `Visible range: ${formatDuration(Math.round(range.from))} to ${formatDuration(Math.round(range.to))}. `
        + 'Press plus or minus to zoom, arrow keys to pan.');
      draw();
    },
  };
}
