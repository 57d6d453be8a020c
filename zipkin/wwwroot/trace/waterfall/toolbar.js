// The tools above the waterfall: find, filter, expand and collapse.

import { el } from '../../shared/dom.js';
import { store, stored } from '../../shared/stored.js';
import { plural } from '../../shared/words.js';

const key = 'hide-others';

/** Creates the toolbar. `act` has the actions of its buttons. */
export function toolbar(trace, act) {
  const button = (text, action, title, label) => el('button', { type: 'button', class: 'small', title, 'aria-label': label, onclick: action }, text);
  const find = el('input', {
    type: 'search', class: 'find-span', placeholder: 'Find text, tag or key=value', 'aria-label': 'Find in this trace by name, tag or annotation', title: 'Shortcut: /', oninput: act.arrange,
    onkeydown: (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      act.nextHit(event.shiftKey ? -1 : 1, false);
    },
  });
  const service = el('select', { class: 'only-service', 'aria-label': 'Filter by service', onchange: act.arrange },
    el('option', { value: '' }, 'All services'), trace.services.map(({ name }) => el('option', { value: name }, name)));
  const hide = el('input', { type: 'checkbox', checked: stored(key) !== 'false', onchange: () => { store(key, String(hide.checked)); act.arrange(); } });
  const tally = el('span', { class: 'tally', role: 'status' });
  const steps = el('span', { class: 'steps', hidden: true },
    button('↑', () => act.nextHit(-1, true), 'Shortcut: Shift+Enter or N', 'Previous match'),
    button('↓', () => act.nextHit(1, true), 'Shortcut: Enter or n', 'Next match'),
    el('label', { class: 'check', title: 'Hide the spans that don’t match' }, hide, 'Hide others'));
  return {
    node: el('div', { class: 'toolbar', role: 'group', 'aria-label': 'Waterfall tools' },
      find, service, tally, steps, el('span', { class: 'spring' }),
      button('Expand all', () => act.collapseAll(false)), button('Collapse all', () => act.collapseAll(true)),
      trace.errors ? [button('Previous error', () => act.nextError(-1), 'Shortcut: E'), button('Next error', () => act.nextError(1), 'Shortcut: e')] : null,
      el('button', { type: 'button', class: 'small key-help', title: 'Shortcut: ?', onclick: act.help }, 'Keyboard shortcuts')),
    find,
    read: () => ({ text: find.value, service: service.value, hide: hide.checked }),
    clear: () => { find.value = ''; service.value = ''; },
    show(hits, count) {
      tally.textContent = hits ? `${hits.size} of ${plural(count, 'span')}` : '';
      steps.hidden = !hits;
    },
  };
}
