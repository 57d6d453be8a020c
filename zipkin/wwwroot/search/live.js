// Shows new traces as they are reported: the buttons, and what is held back while the list is paused.

import { el } from '../shared/dom.js';

const intervalMs = 2000;

/** Creates the buttons. `onSwitch` is called when live is switched on or off, `onRelease` when held traces are to be shown. */
export function liveBar(isLive, onSwitch, onRelease) {
  let paused = false;
  const toggle = el('button', { type: 'button', class: 'live', 'aria-pressed': String(isLive), title: 'Show new traces as they are reported', onclick: () => onSwitch(!isLive) }, 'Live');
  const pause = el('button', { type: 'button', hidden: !isLive, 'aria-pressed': 'false', onclick: () => setPaused(!paused) }, 'Pause');
  const news = el('button', { type: 'button', class: 'news', hidden: true, onclick: onRelease });
  const status = el('span', { class: 'unseen', role: 'status' });
  const setPaused = (next) => {
    paused = next;
    pause.setAttribute('aria-pressed', String(paused));
    if (!paused) onRelease();
  };
  return {
    node: el('div', { class: 'live-bar' }, news, pause, toggle, status),
    isPaused: () => paused,
    showNews(count) {
      news.hidden = count === 0;
      news.textContent = `${count} new`;
      status.textContent = count ? `${count} new traces` : '';
    },
  };
}

/** Waits for the next turn of a live search: an interval, and until the page is visible. Returns false when the search has ended. */
export async function nextTurn(signal) {
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, intervalMs);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
  while (document.hidden && !signal.aborted) {
    await new Promise((resolve) => {
      document.addEventListener('visibilitychange', resolve, { once: true });
      signal.addEventListener('abort', resolve, { once: true });
    });
  }
  return !signal.aborted;
}
