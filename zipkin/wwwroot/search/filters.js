// The filters of a search as a list of buttons, each of which removes one.

import { el } from '../shared/dom.js';
import { joinTerms, parseTerms } from '../model/terms.js';

const words = {
  serviceName: 'Service', spanName: 'Span name', remoteServiceName: 'Remote service', minDuration: 'Min duration', maxDuration: 'Max duration',
};

/** Returns each filter of a search with its text, and the search without it. */
function filtersOf(wanted) {
  const fields = Object.entries(words).filter(([name]) => wanted[name])
    .map(([name, word]) => ({ text: `${word}: ${wanted[name]}`, rest: { ...wanted, [name]: '' } }));
  const terms = [['annotationQuery', ''], ['excludeQuery', 'not ']].flatMap(([name, prefix]) => {
    const all = parseTerms(wanted[name]);
    return all.map((term) => ({ text: prefix + term, excludes: prefix !== '', rest: { ...wanted, [name]: joinTerms(all.filter((other) => other !== term)) } }));
  });
  return [...fields, ...terms];
}

/** Shows the filters of a search in a list. `onRemove` is called with the search without one of them. */
export function showFilters(list, wanted, onRemove) {
  const filters = filtersOf(wanted);
  list.hidden = !filters.length;
  list.replaceChildren(...filters.map(({ text, excludes, rest }) => el('li', {},
    el('button', { type: 'button', class: `filter${excludes ? ' excludes' : ''}`, 'aria-label': `Remove filter ${text}`, title: 'Remove this filter', onclick: () => onRemove(rest) },
      text, el('span', { 'aria-hidden': 'true' }, '×')))));
}
