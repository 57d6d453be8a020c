// The view of the calls between services: as a graph and as a table.

import { api, base, searchLink } from '../shared/api.js';
import { el, field, fieldError, message, options } from '../shared/dom.js';
import { graph, legend } from '../graph/graph.js';
import { rangeError, rangeField } from '../shared/rangefield.js';
import { dotted, serviceColours } from '../shared/services.js';
import { rangeOf, rangeParameters, windowOf } from '../shared/timerange.js';

const defaultLookback = '1d';

export async function showDependencies(view, signal) {
  document.title = 'Dependencies · Zipkin mesh';
  const query = new URLSearchParams(location.search);
  const wanted = { range: rangeOf(query, defaultLookback), service: query.get('service') ?? '' };
  const results = el('div', { 'aria-live': 'polite' });
  const errorText = fieldError(rangeError);
  const service = options(el('select', { name: 'service', onchange: () => update() }), [['', 'All']], wanted.service);
  const update = (event) => {
    event?.preventDefault();
    const next = range.read();
    errorText.hidden = next !== null;
    if (!next) return;
    wanted.range = next;
    wanted.service = service.value;
    const address = new URLSearchParams(rangeParameters(wanted.range, defaultLookback));
    if (wanted.service) address.set('service', wanted.service);
    history.replaceState(null, '', `${base}dependency${address.size ? `?${address}` : ''}`);
    load(wanted, results, service, signal);
  };
  const range = rangeField(wanted.range, defaultLookback, () => update());
  view.replaceChildren(
    el('h1', { class: 'unseen' }, 'Dependencies'),
    el('form', { class: 'search few', 'aria-label': 'Dependencies', onsubmit: update },
      range.nodes, field('Service', service), el('button', { type: 'submit', class: 'primary' }, 'Update'), errorText),
    results);
  await load(wanted, results, service, signal);
}

async function load(wanted, results, service, signal) {
  const show = (...nodes) => { if (!signal.aborted) results.replaceChildren(...nodes); };
  let links;
  try {
    links = await api('dependencies', windowOf(wanted.range, Date.now()));
  } catch (error) {
    show(message('bad', 'Can’t load dependencies', el('p', {}, error.message)));
    return;
  }
  const names = [...new Set(links.flatMap((link) => [link.parent, link.child]))].sort();
  options(service, [['', 'All'], ...names.map((name) => [name, name])], wanted.service);
  const shown = wanted.service ? links.filter((link) => link.parent === wanted.service || link.child === wanted.service) : links;
  if (!shown.length) {
    show(links.length ? noCallsOf(wanted.service) : noCalls());
    return;
  }
  const colours = serviceColours(names);
  // The linked searches use the same time range as the counts.
  const search = (name) => searchLink({ serviceName: name, ...rangeParameters(wanted.range, '') });
  show(graph(shown, colours, search), legend(shown), table(shown, colours, search));
}

const noCalls = () => message('', 'No calls between services in this time range',
  el('p', {}, 'A link appears once a trace contains a call from one service to another. Widen the range, or send a request and update.'),
  el('p', {}, el('a', { href: base }, 'How to report spans')));

const noCallsOf = (service) => message('', `No calls to or from ${service} in this time range`,
  el('p', {}, 'Select another service or widen the range.'));

function table(links, colours, search) {
  const rows = [...links].sort((a, b) => b.callCount - a.callCount || (a.parent + a.child < b.parent + b.child ? -1 : 1));
  return el('table', { class: 'links' },
    el('caption', {}, 'Calls between services'),
    el('thead', {}, el('tr', {}, ['Caller', 'Callee', 'Calls', 'Errors', 'Traces'].map((text, i) => el('th', { scope: 'col', class: i === 2 || i === 3 ? 'number' : null }, text)))),
    el('tbody', {}, rows.map((link) => el('tr', {},
      el('td', {}, dotted(colours, link.parent)), el('td', {}, dotted(colours, link.child)),
      el('td', { class: 'number' }, String(link.callCount)),
      el('td', { class: `number${link.errorCount ? ' bad-text' : ''}` },
        link.errorCount ? `${link.errorCount} (${Math.round((link.errorCount / link.callCount) * 100)}%)` : '0'),
      el('td', {}, el('a', { href: search(link.child), title: `View traces of ${link.child}`, 'aria-label': `View traces of ${link.child}` }, 'View'))))));
}
