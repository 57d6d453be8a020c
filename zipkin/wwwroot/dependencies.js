// Which service calls which: a drawing, and the same as a table.

import { api, base, colourClass, el, message, searchLink, serviceColours, svg } from './dom.js';
import { parseLookback } from './words.js';
import { box, layout } from './graph.js';

const lookbacks = [['15m', '15 minutes'], ['1h', '1 hour'], ['6h', '6 hours'], ['1d', '1 day'], ['7d', '7 days']];

export async function showDependencies(view) {
  document.title = 'Dependencies · Zipkin mesh';
  const query = new URLSearchParams(location.search);
  const wanted = {
    lookback: parseLookback(query.get('lookback')) ? query.get('lookback') : '1d',
    service: query.get('service') ?? '',
  };
  const answer = el('div', { 'aria-live': 'polite' });
  const pick = (name, list) => el('select', { name, onchange: () => go() },
    list.map(([value, text]) => el('option', { value, selected: value === wanted[name] }, text)));
  const known = lookbacks.some(([value]) => value === wanted.lookback) ? lookbacks : [...lookbacks, [wanted.lookback, wanted.lookback]];
  const lookback = pick('lookback', known);
  const service = pick('service', [['', 'all']]);
  const go = (event) => {
    event?.preventDefault();
    wanted.lookback = lookback.value;
    wanted.service = service.value;
    const next = new URLSearchParams();
    if (wanted.lookback !== '1d') next.set('lookback', wanted.lookback);
    if (wanted.service) next.set('service', wanted.service);
    history.replaceState(null, '', `${base}dependency${next.size ? `?${next}` : ''}`);
    return load(wanted, answer, service);
  };
  view.replaceChildren(
    el('h1', { class: 'unseen' }, 'Dependencies'),
    el('form', { class: 'search few', 'aria-label': 'Dependencies', onsubmit: go },
      el('label', { class: 'field' }, el('span', {}, 'Within the last'), lookback),
      el('label', { class: 'field' }, el('span', {}, 'Only links of'), service),
      el('button', { type: 'submit', class: 'primary' }, 'Run')),
    answer);
  await load(wanted, answer, service);
}

async function load(wanted, answer, service) {
  let links;
  try {
    links = await api('dependencies', { endTs: Date.now(), lookback: parseLookback(wanted.lookback) });
  } catch (error) {
    answer.replaceChildren(message('bad', 'The dependencies cannot be shown', el('p', {}, error.message)));
    return;
  }
  const names = [...new Set(links.flatMap((link) => [link.parent, link.child]))].sort();
  const choices = wanted.service && !names.includes(wanted.service) ? [wanted.service, ...names] : names;
  service.replaceChildren(el('option', { value: '' }, 'all'),
    ...choices.map((name) => el('option', { value: name, selected: name === wanted.service }, name)));
  const shown = wanted.service ? links.filter((link) => link.parent === wanted.service || link.child === wanted.service) : links;
  if (!shown.length) {
    answer.replaceChildren(message('', 'No call between services in this time',
      el('p', {}, 'A link appears when a trace has a call from one service to another. Make one, then press Run:'),
      el('pre', {}, el('code', {}, 'curl http://localhost:8000/trace/1'))));
    return;
  }
  const map = await serviceColours(names);
  answer.replaceChildren(drawing(shown, map), table(shown, map));
}

const words = (link) => {
  const calls = `${link.callCount} call${link.callCount === 1 ? '' : 's'}`;
  return link.errorCount ? `${calls}, ${link.errorCount} failed` : calls;
};

export function drawing(links, map) {
  const { nodes, arrows, width, height } = layout(links);
  const most = Math.max(...links.map((link) => link.callCount));
  const head = (id) => svg('marker', {
    id, class: id, viewBox: '0 0 10 10', refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: 'userSpaceOnUse', orient: 'auto',
  }, svg('path', { d: 'M 0 0 L 10 5 L 0 10 z' }));
  const edges = arrows.map(({ link, path, x, y }) => {
    const bad = link.errorCount > 0;
    const text = words(link);
    return [
      svg('path', { class: `edge${bad ? ' bad' : ''}`, d: path, 'stroke-width': 1.5 + 2.5 * (link.callCount / most), 'marker-end': `url(#${bad ? 'head-bad' : 'head'})` },
        svg('title', {}, `${link.parent} calls ${link.child}: ${text}`)),
      svg('text', { class: `edge-text${bad ? ' bad' : ''}`, x, y: y - 8, 'text-anchor': 'middle' }, text),
    ];
  });
  const boxes = nodes.map(({ name, x, y }) => svg('a', {
    href: searchLink({ serviceName: name, lookback: '1d' }), class: `node ${colourClass(map, name)}`, 'aria-label': `Traces of ${name}`,
  },
    svg('title', {}, `${name}: show its traces`),
    svg('rect', { x, y, width: box.width, height: box.height, rx: 8 }),
    svg('text', { x: x + box.width / 2, y: y + box.height / 2 + 5, 'text-anchor': 'middle' }, name.length > 20 ? `${name.slice(0, 19)}…` : name)));
  return el('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': 'Graph of the calls; the table below says the same' },
    svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height },
      svg('defs', {}, head('head'), head('head-bad')), edges.map(([line]) => line), boxes, edges.map(([, text]) => text)));
}

function table(links, map) {
  const rows = [...links].sort((a, b) => b.callCount - a.callCount || (a.parent + a.child < b.parent + b.child ? -1 : 1));
  const dot = (name) => el('span', { class: `dot ${colourClass(map, name)}` });
  return el('table', { class: 'links' },
    el('caption', {}, 'Calls between services'),
    el('thead', {}, el('tr', {}, ['Caller', 'Called', 'Calls', 'Errors', 'Traces'].map((text, i) => el('th', { scope: 'col', class: i === 2 || i === 3 ? 'number' : null }, text)))),
    el('tbody', {}, rows.map((link) => el('tr', {},
      el('td', {}, dot(link.parent), link.parent), el('td', {}, dot(link.child), link.child),
      el('td', { class: 'number' }, String(link.callCount)),
      el('td', { class: `number${link.errorCount ? ' bad-text' : ''}` },
        link.errorCount ? `${link.errorCount} (${Math.round((link.errorCount / link.callCount) * 100)} %)` : '0'),
      el('td', {}, el('a', { href: searchLink({ serviceName: link.child, lookback: '1d' }) }, `of ${link.child}`))))));
}
