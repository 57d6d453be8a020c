// The views of the spans of a trace. The address names the one that is shown: `?view=flame`.

import { el } from '../shared/dom.js';
import { analyse } from '../model/analysis.js';
import { flameView } from './flame/flame.js';
import { graphView } from './graph.js';
import { statisticsView } from './statistics/statistics.js';
import { tableView } from './table/table.js';
import { waterfall } from './waterfall/waterfall.js';

const kinds = [
  ['timeline', 'Timeline', waterfall],
  ['flame', 'Flame graph', flameView],
  ['spans', 'Span table', tableView],
  ['statistics', 'Statistics', statisticsView],
  ['graph', 'Service graph', graphView],
];

/** Creates the views; each is created when it is first shown. `onSelect` is called with the row of a selected span. */
export function views(trace, onSelect, signal) {
  let found;
  const analysis = () => (found ??= analyse(trace));
  const made = new Map();
  const box = el('div', { class: 'trace-view' });
  let current = null;
  const make = (name) => {
    if (!made.has(name)) made.set(name, kinds.find(([one]) => one === name)[2]({ trace, analysis, onSelect, reveal, signal }));
    return made.get(name);
  };
  const show = (name) => {
    if (name === current) return;
    current = name;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === name));
    const view = make(name);
    box.replaceChildren(view.node);
    view.start?.();
  };
  const choose = (name) => {
    show(name);
    const address = new URL(location.href);
    if (name === 'timeline') address.searchParams.delete('view');
    else address.searchParams.set('view', name);
    history.replaceState(history.state, '', address);
  };
  const reveal = (row) => { choose('timeline'); made.get('timeline').reveal(row); };
  const buttons = kinds.map(([name, text]) => el('button', { type: 'button', 'data-view': name, 'aria-pressed': 'false', onclick: () => choose(name) }, text));

  const tabs = el('div', { class: 'view-tabs', role: 'group', 'aria-label': 'Views of the trace' }, buttons, el('span', { class: 'spring' }));

  return {
    node: el('div', { class: 'trace-main' }, tabs, box),
    addMenus: (...menus) => tabs.append(...menus),
    analysis,
    reveal,
    foldService: (service) => { choose('timeline'); return made.get('timeline').foldService(service); },
    start() {
      const wanted = new URLSearchParams(location.search).get('view');
      const name = kinds.some(([one]) => one === wanted) ? wanted : 'timeline';
      show(name);
      if (name !== 'timeline') onSelect(trace.rows[0]);
    },
  };
}
