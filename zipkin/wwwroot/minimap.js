// The whole trace in a strip: drag over a part of it to look at that part only.

import { colourClass, el } from './dom.js';
import { formatDuration } from './words.js';

export function minimap(trace, map, whole, onZoom, signal) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const shade = el('span', { class: 'mini-range' });
  const node = el('div', {
    class: 'minimap', tabindex: 0, role: 'group',
    title: 'Drag to look at a part of the time; Escape shows all of it',
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

  let began = null;
  node.addEventListener('pointerdown', (event) => { began = timeAt(event); node.setPointerCapture(event.pointerId); });
  node.addEventListener('pointermove', (event) => {
    if (began !== null) mark(...[began, timeAt(event)].sort((a, b) => a - b));
  });
  node.addEventListener('pointerup', (event) => {
    if (began === null) return;
    const [from, to] = [began, timeAt(event)].sort((a, b) => a - b);
    began = null;
    // A click is no drag: it leaves the range as it was.
    if (to - from < whole / 200) mark(range.from, range.to);
    else onZoom({ from, to });
  });
  node.addEventListener('pointercancel', () => { began = null; mark(range.from, range.to); });

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

  /** Draws each span as a line, in the order of the rows, squeezed into the height there is. */
  const draw = () => {
    const { width, height } = node.getBoundingClientRect();
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const colours = new Map();
    const colourOf = (name) => {
      if (!colours.has(name)) {
        // The style sheet knows the colours of both themes.
        shade.classList.add(name);
        colours.set(name, getComputedStyle(shade).color);
        shade.classList.remove(name);
      }
      return colours.get(name);
    };
    const bad = getComputedStyle(node).color;
    const step = Math.min(6, (height - 4) / trace.rows.length);
    trace.rows.forEach((row, index) => {
      if (row.start === undefined) return;
      pen.fillStyle = row.error ? bad : colourOf(colourClass(map, row.service));
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
      node.setAttribute('aria-label', `Time looked at: ${formatDuration(Math.round(range.from))} to ${formatDuration(Math.round(range.to))}. `
        + 'Plus and minus zoom, the arrows move.');
      draw();
    },
  };
}
