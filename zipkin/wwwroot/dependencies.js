// Which service calls which: a drawing, and the same as a table.

import { api, base, colourClass, config, el, field, message, options, searchLink, serviceColours, svg } from './dom.js';
import { box, layout } from './graph.js';
import { rangeField } from './rangefield.js';
import { rangeOf, rangeParameters, windowOf } from './timerange.js';

const usual = '1d';

export async function showDependencies(view, signal) {
  document.title = 'Dependencies · Zipkin mesh';
  const query = new URLSearchParams(location.search);
  const wanted = { range: rangeOf(query, usual), service: query.get('service') ?? '' };
  const answer = el('div', { 'aria-live': 'polite' });
  const complaint = el('p', { class: 'field-error', role: 'alert', hidden: true }, 'The time goes from a moment to a later one.');
  const service = options(el('select', { name: 'service', onchange: () => go() }), [['', 'all']], wanted.service);
  const go = (event) => {
    event?.preventDefault();
    const next = range.read();
    complaint.hidden = next !== null;
    if (!next) return;
    wanted.range = next;
    wanted.service = service.value;
    const address = new URLSearchParams(rangeParameters(wanted.range, usual));
    if (wanted.service) address.set('service', wanted.service);
    history.replaceState(null, '', `${base}dependency${address.size ? `?${address}` : ''}`);
    load(wanted, answer, service, signal);
  };
  const range = rangeField(wanted.range, usual, () => go());
  view.replaceChildren(
    el('h1', { class: 'unseen' }, 'Dependencies'),
    el('form', { class: 'search few', 'aria-label': 'Dependencies', onsubmit: go },
      range.nodes, field('Only links of', service), el('button', { type: 'submit', class: 'primary' }, 'Run'), complaint),
    answer);
  await load(wanted, answer, service, signal);
}

async function load(wanted, answer, service, signal) {
  const show = (...nodes) => { if (!signal.aborted) answer.replaceChildren(...nodes); };
  let links;
  try {
    links = await api('dependencies', windowOf(wanted.range, Date.now()));
  } catch (error) {
    show(message('bad', 'The dependencies cannot be shown', el('p', {}, error.message)));
    return;
  }
  const names = [...new Set(links.flatMap((link) => [link.parent, link.child]))].sort();
  options(service, [['', 'all'], ...names.map((name) => [name, name])], wanted.service);
  const shown = wanted.service ? links.filter((link) => link.parent === wanted.service || link.child === wanted.service) : links;
  if (!shown.length) {
    show(message('', 'No call between services in this time',
      el('p', {}, 'A link appears when a trace has a call from one service to another. Make one, then press Run:'),
      el('pre', {}, el('code', {}, 'curl http://localhost:8000/trace/1'))));
    return;
  }
  const map = await serviceColours(names);
  // The traces behind the numbers are of the same time.
  const search = (name) => searchLink({ serviceName: name, ...rangeParameters(wanted.range, '') });
  show(drawing(shown, map, search), legend(shown), table(shown, map, search));
}

const words = (link) => {
  const calls = `${link.callCount} call${link.callCount === 1 ? '' : 's'}`;
  return link.errorCount ? `${calls}, ${link.errorCount} failed` : calls;
};

/** How bad a link is: a few calls that fail are no alarm where thousands succeed. */
function health({ callCount, errorCount }) {
  const share = (errorCount ?? 0) / callCount;
  const { lowErrorRate, highErrorRate } = config.dependency;
  if (errorCount && share >= highErrorRate) return 'bad';
  return errorCount && share >= lowErrorRate ? 'poor' : 'good';
}

function legend(links) {
  const percent = (share) => `${Math.round(share * 100)} %`;
  const { lowErrorRate, highErrorRate } = config.dependency;
  const levels = [['good', 'calls'], ['poor', `${percent(lowErrorRate)} of them fail`], ['bad', `${percent(highErrorRate)} or more fail`]];
  const there = new Set(links.map(health));
  return el('p', { class: 'graph-legend' }, levels.filter(([level]) => there.has(level) || level === 'good')
    .map(([level, text]) => el('span', {}, el('i', { class: `line ${level}` }), text)), el('span', {}, 'thicker: more calls'));
}

export function drawing(links, map, search) {
  const { nodes, arrows, width, height } = layout(links);
  const most = Math.max(...links.map((link) => link.callCount));
  const head = (level) => svg('marker', {
    id: `head-${level}`, class: `head ${level}`, viewBox: '0 0 10 10', refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: 'userSpaceOnUse', orient: 'auto',
  }, svg('path', { d: 'M 0 0 L 10 5 L 0 10 z' }));
  const edges = arrows.map(({ link, path, x, y }) => {
    const level = health(link);
    const text = words(link);
    return [
      svg('path', { class: `edge ${level}`, d: path, 'stroke-width': 1.5 + 2.5 * (link.callCount / most), 'marker-end': `url(#head-${level})` },
        svg('title', {}, `${link.parent} calls ${link.child}: ${text}`)),
      svg('text', { class: `edge-text${link.errorCount ? ' bad-text' : ''}`, x, y: y + 4, 'text-anchor': 'middle' }, text),
    ];
  });
  const boxes = nodes.map(({ name, x, y }) => svg('a', {
    href: search(name), class: `node ${colourClass(map, name)}`, 'aria-label': `Traces of ${name}`,
  },
    svg('title', {}, `${name}: show its traces`),
    svg('rect', { x, y, width: box.width, height: box.height, rx: 8 }),
    svg('text', { x: x + box.width / 2, y: y + box.height / 2 + 5, 'text-anchor': 'middle' }, name.length > 20 ? `${name.slice(0, 19)}…` : name)));
  return el('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': 'Graph of the calls; the table below says the same' },
    svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height },
      svg('defs', {}, ['good', 'poor', 'bad'].map(head)), edges.map(([line]) => line), boxes, edges.map(([, text]) => text)));
}

function table(links, map, search) {
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
      el('td', {}, el('a', { href: search(link.child) }, `of ${link.child}`))))));
}
