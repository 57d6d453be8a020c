// The list of rows. Only the rows in the window are in the document, so that traces of thousands of spans stay fast.

import { el } from '../../shared/dom.js';
import { plural } from '../../shared/words.js';
import { rowNode } from './rows.js';

// The number of rows kept above and below the window: the distance of one turn of the wheel before the next frame.
const spare = 20;
const narrow = matchMedia('(max-width: 700px)');
export const rowHeight = () => (narrow.matches ? 54 : 28);

/** Creates the list. `state` has the shown rows, the hits, the collapsed rows and the selected one; `act` has what rows do. */
export function rowList(trace, state, act) {
  const nodes = new Map(); // the nodes in the document, by row
  const body = el('div', { class: 'rows', role: 'rowgroup' });

  const makeNode = (row, index) => {
    const node = rowNode(row, trace, act.percent, state.path?.get(row));
    if (row.children.length) {
      const open = !state.collapsed.has(row) || state.filtered;
      node.setAttribute('aria-expanded', String(open));
      const button = node.querySelector('.fold');
      button.textContent = open ? '▾' : '▸';
      button.title = `${open ? 'Collapse' : 'Expand'} ${plural(row.below, 'span')}`;
      button.setAttribute('aria-label', button.title);
    }
    node.dataset.id = row.id;
    node.setAttribute('aria-rowindex', String(index + 1));
    node.setAttribute('aria-selected', String(row === state.selected));
    node.tabIndex = row === state.selected ? 0 : -1;
    if (state.hits && !state.hits.has(row)) node.classList.add('aside-row');
    node.style.top = `${index * rowHeight()}px`;
    node.addEventListener('click', (event) => {
      if (event.target.closest('.fold')) act.collapse(row, !state.collapsed.has(row));
      else act.select(row, true);
    });
    return node;
  };

  /** Adds the rows in the window to the document and removes the others. */
  const paint = () => {
    if (!body.isConnected) return;
    const height = rowHeight();
    const { top } = body.getBoundingClientRect();
    const first = Math.max(0, Math.floor(-top / height) - spare);
    const last = Math.min(state.shown.length, Math.ceil((innerHeight - top) / height) + spare);
    const wanted = new Map();
    for (let i = first; i < last; i++) wanted.set(state.shown[i], i);
    // The selected row stays, so that scrolling doesn't lose the focus.
    if (isShown(state.selected)) wanted.set(state.selected, state.selected.place);
    for (const [row, node] of nodes) {
      if (wanted.has(row)) continue;
      node.remove();
      nodes.delete(row);
    }
    let next = body.firstChild;
    for (const [row, index] of [...wanted].sort((a, b) => a[1] - b[1])) {
      const known = nodes.get(row);
      if (known) { next = known.nextSibling; continue; }
      const node = makeNode(row, index);
      nodes.set(row, node);
      body.insertBefore(node, next);
    }
  };

  const isShown = (row) => state.shown[row.place] === row;

  return {
    body,
    paint,
    isShown,
    node: (row) => nodes.get(row),
    top: (row) => body.getBoundingClientRect().top + row.place * rowHeight(),
    /** Creates all rows anew. */
    redraw() {
      const focused = body.contains(document.activeElement);
      nodes.clear();
      body.replaceChildren();
      body.style.height = `${state.shown.length * rowHeight()}px`;
      state.shown.forEach((row, index) => { row.place = index; });
      paint();
      if (focused) nodes.get(state.selected)?.focus({ preventScroll: true });
    },
  };
}
