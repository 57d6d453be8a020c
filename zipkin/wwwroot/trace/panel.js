// The panel of the selected span: beside the spans, below them, or closed. The browser stores which, and its width.

import { el } from '../shared/dom.js';
import { splitter } from '../shared/splitter.js';
import { store, stored } from '../shared/stored.js';
import { detail } from './detail/detail.js';

const key = 'span-panel';
const places = ['right', 'below', 'closed'];

export function panel(trace) {
  let place = places.includes(stored(key)) ? stored(key) : 'right';
  let row = null;
  let follow = () => {};
  const content = el('div', { class: 'detail-content' });
  const button = (text, title, action) => el('button', { type: 'button', class: 'small', title, 'aria-label': title, onclick: action }, text);
  const move = (next) => {
    place = next;
    store(key, place);
    arrange();
    dispatchEvent(new Event('resize')); // the spans have another width
  };
  const dock = button('', '', () => move(place === 'right' ? 'below' : 'right'));
  const bar = el('div', { class: 'detail-tools' }, dock, button('✕', 'Close the panel', () => { move('closed'); opener.focus(); }));
  const aside = el('aside', { class: 'detail', 'aria-label': 'Span details', tabindex: 0 }, bar, content);
  const opener = button('Show span details', 'Show span details', () => { move('right'); dock.focus(); });
  opener.classList.add('open-panel');
  const node = el('div', { class: 'panel' }, opener, aside);
  const edge = splitter('span-panel-width', 'Width of the span details', { least: 280, most: 900, initial: 380, unit: 'px', step: 20, fromEnd: true }, node, '--panel');
  node.prepend(edge.node);

  const arrange = () => {
    node.dataset.place = place;
    aside.hidden = place === 'closed';
    opener.hidden = place !== 'closed';
    edge.node.hidden = place !== 'right';
    dock.textContent = place === 'right' ? '▁' : '▕';
    dock.title = place === 'right' ? 'Move the panel below the spans' : 'Move the panel beside the spans';
    dock.setAttribute('aria-label', dock.title);
    if (place !== 'closed' && row) content.replaceChildren(...detail(row, trace, follow));
  };
  arrange();

  return {
    node,
    show(next) {
      row = next;
      if (place !== 'closed') content.replaceChildren(...detail(row, trace, follow));
      aside.scrollTop = 0;
    },
    onFollow(action) { follow = action; },
  };
}
