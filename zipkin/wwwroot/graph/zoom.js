// Fits an image to the width of its region, and zooms and pans it.

import { el } from '../shared/dom.js';

const step = 1.25;
const [least, most] = [0.25, 4];
const leastFit = 0.5; // smaller text can't be read

/** Creates a region with buttons for an SVG image. The region scrolls; without a zoom, the image fits it. */
export function zoomable(image, { width, height }) {
  const region = el('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': 'Service graph' }, image);
  let zoom = null;
  const fit = () => Math.min(1, Math.max(leastFit, region.clientWidth / width));
  const apply = () => {
    image.setAttribute('width', width * (zoom ?? fit()));
    image.setAttribute('height', height * (zoom ?? fit()));
  };
  const zoomTo = (next) => {
    const before = zoom ?? fit();
    // The middle of the region stays where it is.
    const middle = { x: (region.scrollLeft + region.clientWidth / 2) / before, y: (region.scrollTop + region.clientHeight / 2) / before };
    zoom = next === null ? null : Math.min(most, Math.max(least, next));
    apply();
    const after = zoom ?? fit();
    region.scrollLeft = middle.x * after - region.clientWidth / 2;
    region.scrollTop = middle.y * after - region.clientHeight / 2;
  };
  const zoomIn = () => zoomTo((zoom ?? fit()) * step);
  const zoomOut = () => zoomTo((zoom ?? fit()) / step);
  const actions = { '+': zoomIn, '=': zoomIn, '-': zoomOut, 0: () => zoomTo(null) };
  region.addEventListener('keydown', (event) => {
    if (!actions[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the view may have shortcuts of its own
    actions[event.key]();
  });
  region.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    (event.deltaY < 0 ? zoomIn : zoomOut)();
  }, { passive: false });
  panByDragging(region);
  new ResizeObserver(apply).observe(region);
  const button = (text, name, action) => el('button', { type: 'button', class: 'small', 'aria-label': name, title: name, onclick: action }, text);
  return el('div', { class: 'graph-box' }, el('div', { class: 'graph-tools' },
    button('+', 'Zoom in', zoomIn), button('−', 'Zoom out', zoomOut), button('Fit', 'Fit to the window', () => zoomTo(null))), region);
}

function panByDragging(region) {
  let from = null;
  let moved = false;
  region.addEventListener('dragstart', (event) => event.preventDefault()); // of a link
  region.addEventListener('pointerdown', (event) => {
    moved = false;
    // Touch scrolls by itself.
    if (event.button === 0 && event.pointerType !== 'touch') from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
  });
  region.addEventListener('pointermove', (event) => {
    if (!event.buttons) from = null; // released elsewhere
    if (!from) return;
    const [left, top] = [from.x - event.clientX, from.y - event.clientY];
    if (!moved && Math.abs(left - region.scrollLeft) + Math.abs(top - region.scrollTop) < 5) return;
    if (!moved) region.setPointerCapture(event.pointerId);
    moved = true;
    region.scrollLeft = left;
    region.scrollTop = top;
  });
  for (const type of ['pointerup', 'pointercancel']) region.addEventListener(type, () => { from = null; });
  region.addEventListener('click', (event) => { if (moved) event.preventDefault(); }, true);
}
