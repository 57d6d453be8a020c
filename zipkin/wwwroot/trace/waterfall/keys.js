// Keyboard control of the waterfall, and the list of its shortcuts.

import { el } from '../../shared/dom.js';

const shortcuts = [
  ['↑ ↓ PgUp PgDn Home End', 'Move between spans'],
  ['→', 'Expand, then go to the first child'],
  ['←', 'Collapse, then go to the parent'],
  ['Space', 'Expand or collapse'],
  ['/', 'Find in this trace; Enter and Shift+Enter go to the next and previous match'],
  ['n N', 'Go to the next or previous match'],
  ['e E', 'Go to the next or previous error'],
  ['Esc', 'Reset zoom'],
  ['+ − ← →', 'Zoom and pan, when the minimap has focus'],
  ['?', 'Show keyboard shortcuts'],
];

export function keyHelp() {
  const dialog = el('dialog', { class: 'keys', 'aria-label': 'Keyboard shortcuts' },
    el('h2', {}, 'Keyboard shortcuts'),
    el('dl', { class: 'pairs' }, shortcuts.flatMap(([keys, action]) => [
      el('dt', {}, keys.split(' ').map((key) => el('kbd', {}, key))), el('dd', {}, action)])),
    el('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, 'Close'));
  return dialog;
}

/** Handles a key that was pressed in the rows of the waterfall. */
export function onKey(event, { shown, collapsed, selected, select, collapse }) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = selected.place;
  const hasChildren = selected.children.length > 0;
  const open = hasChildren && !collapsed.has(selected);
  const page = Math.max(1, Math.floor(innerHeight / 40) - 4);
  const go = (index) => select(shown[Math.min(shown.length - 1, Math.max(0, index))], true);
  const actions = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + page),
    PageUp: () => go(at - page),
    Home: () => go(0),
    End: () => go(shown.length - 1),
    ArrowRight: () => { if (hasChildren && !open) collapse(selected, false); else if (open) go(at + 1); },
    ArrowLeft: () => { if (open) collapse(selected, true); else if (selected.parent) select(selected.parent, true); },
    Enter: () => select(selected, true),
    ' ': () => hasChildren && collapse(selected, open),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

/** Handles a key that was pressed anywhere on the page. */
export function onPageKey(event, { help, unzoom, zoom, tools, nextError, nextHit }) {
  if (help.open || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === 'Escape' && !unzoom.hidden) { zoom(null); return; }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const actions = {
    '/': () => { event.preventDefault(); tools.find.focus(); },
    e: () => nextError(1),
    E: () => nextError(-1),
    n: () => nextHit(1, true),
    N: () => nextHit(-1, true),
    '?': () => help.showModal(),
  };
  actions[event.key]?.();
}
