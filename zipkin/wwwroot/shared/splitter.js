// A handle that changes the size of a part of the page: by dragging, or with the arrow keys. The browser stores the size.

import { el } from './dom.js';
import { store, stored } from './stored.js';

/**
 * Creates the handle. It sets a property of the style of `box`. The unit is 'px', or '%' of the width of the box;
 * `fromEnd` is true when the size is measured from the right edge.
 */
export function splitter(key, label, { least, most, initial, unit, step, fromEnd = false }, box, property, onChange = () => {}) {
  const remembered = Number(stored(key) ?? NaN);
  let size = remembered >= least && remembered <= most ? remembered : initial;
  const node = el('div', {
    class: 'splitter', role: 'separator', tabindex: 0, 'aria-orientation': 'vertical', 'aria-label': label,
    'aria-valuemin': least, 'aria-valuemax': most, title: `${label}: drag, or press ← or →. Double-click to reset`,
  });
  const apply = (next) => {
    size = Math.round(Math.min(most, Math.max(least, next)) * 10) / 10;
    node.setAttribute('aria-valuenow', String(size));
    box.style.setProperty(property, `${size}${unit}`);
  };
  const change = (next) => { apply(next); store(key, String(size)); onChange(); };
  const sizeAt = ({ clientX }) => {
    const { left, right, width } = box.getBoundingClientRect();
    const pixels = fromEnd ? right - clientX : clientX - left;
    return unit === '%' ? (pixels / width) * 100 : pixels;
  };
  let dragging = false;
  node.addEventListener('pointerdown', (event) => { dragging = true; node.setPointerCapture(event.pointerId); event.preventDefault(); });
  node.addEventListener('pointermove', (event) => { if (dragging) apply(sizeAt(event)); });
  for (const end of ['pointerup', 'pointercancel']) node.addEventListener(end, () => { if (dragging) { dragging = false; change(size); } });
  node.addEventListener('dblclick', () => change(initial));
  node.addEventListener('keydown', (event) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    change(size + direction * (fromEnd ? -step : step));
  });
  apply(size);
  return { node };
}
