// What keys do in the waterfall, and the list of them.

import { el } from './dom.js';

const list = [
  ['↑ ↓ Page↑ Page↓ Home End', 'another span'],
  ['→', 'unfold, then to the first child'],
  ['←', 'fold, then to the parent'],
  ['Space', 'fold or unfold'],
  ['/', 'find in this trace; Enter goes to the next one found'],
  ['e', 'the next error'],
  ['Esc', 'the whole time again'],
  ['+ − ← →', 'zoom and move, on the strip above'],
  ['?', 'this list'],
];

export function keyHelp() {
  const dialog = el('dialog', { class: 'keys', 'aria-label': 'Keys' },
    el('h2', {}, 'Keys'),
    el('dl', { class: 'pairs' }, list.flatMap(([keys, what]) => [
      el('dt', {}, keys.split(' ').map((key) => el('kbd', {}, key))), el('dd', {}, what)])),
    el('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Close'));
  return dialog;
}

export function onKey(event, { shown, folded, chosen, choose, fold }) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = shown.indexOf(chosen);
  const hasChildren = chosen.children.length > 0;
  const open = hasChildren && !folded.has(chosen.id);
  const far = Math.max(1, Math.floor(innerHeight / 40) - 4);
  const go = (index) => choose(shown[Math.min(shown.length - 1, Math.max(0, index))], true);
  const keys = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + far),
    PageUp: () => go(at - far),
    Home: () => go(0),
    End: () => go(shown.length - 1),
    ArrowRight: () => { if (hasChildren && !open) fold(chosen, false); else if (open) go(at + 1); },
    ArrowLeft: () => { if (open) fold(chosen, true); else if (chosen.parent) choose(chosen.parent, true); },
    Enter: () => choose(chosen, true),
    ' ': () => hasChildren && fold(chosen, open),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}
