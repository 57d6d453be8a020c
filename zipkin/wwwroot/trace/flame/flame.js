// The flame graph: spans of the same service and name under the same parent are one frame.

import { el } from '../../shared/dom.js';
import { flameOf, visibleFrames } from '../../model/flame.js';
import { colourClass } from '../../shared/services.js';
import { formatDuration, plural, serviceLabel, spanLabel } from '../../shared/words.js';

const rowHeight = 24;
const leastWidth = 3; // pixels of a frame; narrower ones are left out

export function flameView({ trace, onSelect, signal }) {
  const root = flameOf(trace.rows);
  let focus = null; // the frame that has the whole width; null shows all
  const box = el('div', { class: 'flame', role: 'group', 'aria-label': 'Flame graph. Arrow keys move between frames; Enter zooms in; Escape zooms out.' });
  const hint = el('p', { class: 'quiet', role: 'status' });
  const out = el('button', { type: 'button', class: 'small', hidden: true, onclick: () => zoom(null) }, 'Show all');
  const node = el('section', { class: 'view-card flame-box', 'aria-label': 'Flame graph' }, el('div', { class: 'view-head' }, hint, out), box);

  const zoom = (one) => { focus = one; draw(one); };
  const draw = (keep) => {
    if (!node.isConnected) return;
    const { left, width } = focus ?? root;
    const pixels = box.clientWidth || 1;
    const frames = visibleFrames(root, left, width, leastWidth / pixels);
    const deepest = frames.reduce((most, one) => Math.max(most, one.depth), 0);
    box.style.height = `${(deepest + 1) * rowHeight}px`;
    box.replaceChildren(...frames.map((one) => frameNode(one, left, width)));
    [...box.children].forEach((child, index) => { child.frame = frames[index]; child.tabIndex = -1; });
    const current = box.children[Math.max(0, frames.indexOf(keep))];
    if (current) current.tabIndex = 0;
    if (keep) current?.focus({ preventScroll: true });
    out.hidden = focus === null;
    hint.textContent = `${plural(frames.length, 'frame')}; width is duration. Select one for details, double-click to zoom in.`;
  };
  const frameNode = (one, left, width) => {
    const from = Math.max(0, (one.left - left) / width);
    const to = Math.min(1, (one.left + one.width - left) / width);
    const text = `${serviceLabel(one.service)} ${spanLabel(one.name)}`;
    return el('button', {
      type: 'button', class: `frame ${colourClass(trace.colours, one.service)}${one.errors ? ' failed' : ''}`,
      title: `${text}: ${formatDuration(one.total)} in ${plural(one.count, 'span')}${one.errors ? `, ${plural(one.errors, 'error')}` : ''}`,
      style: { left: `${from * 100}%`, width: `${(to - from) * 100}%`, top: `${one.depth * rowHeight}px` },
      onclick: () => onSelect(one.row),
      ondblclick: () => zoom(one),
    }, el('span', {}, one.errors ? '! ' : '', text, one.count > 1 ? ` ×${one.count}` : ''));
  };

  box.addEventListener('keydown', (event) => {
    const current = document.activeElement.frame;
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...box.children];
    const siblings = all.filter((one) => one.frame.depth === current.depth);
    const step = (by) => siblings[siblings.findIndex((one) => one.frame === current) + by];
    const next = {
      ArrowUp: () => all.find((one) => one.frame === current.parent),
      ArrowDown: () => all.find((one) => one.frame.parent === current),
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
    }[event.key]?.();
    if (event.key === 'Enter') { event.preventDefault(); onSelect(current.row); zoom(current); return; }
    if (event.key === 'Escape') { zoom(null); return; }
    if (!next) return;
    event.preventDefault();
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    onSelect(next.frame.row);
  });
  addEventListener('resize', () => draw(), { signal });

  return { node, start: () => draw() };
}
