// Draws the graph of the calls between services, with its legend.

import { config } from '../shared/api.js';
import { el, svg } from '../shared/dom.js';
import { box, layout } from './layout.js';
import { colourClass } from '../shared/services.js';
import { plural } from '../shared/words.js';

const callText = (link) => {
  const calls = plural(link.callCount, 'call');
  return link.errorCount ? `${calls}, ${link.errorCount} failed` : calls;
};

/** Rates a link by its share of errors: a few failed calls among thousands are no alarm. */
function health({ callCount, errorCount }) {
  const share = (errorCount ?? 0) / callCount;
  const { lowErrorRate, highErrorRate } = config.dependency;
  if (errorCount && share >= highErrorRate) return 'bad';
  return errorCount && share >= lowErrorRate ? 'poor' : 'good';
}

/** Creates the graph. `search` returns the link to the traces of a service. */
export function graph(links, colours, search) {
  const { nodes, arrows, width, height } = layout(links);
  const most = Math.max(...links.map((link) => link.callCount));
  const head = (level) => svg('marker', {
    id: `head-${level}`, class: `head ${level}`, viewBox: '0 0 10 10', refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: 'userSpaceOnUse', orient: 'auto',
  }, svg('path', { d: 'M 0 0 L 10 5 L 0 10 z' }));
  const edges = arrows.map(({ link, path, x, y }) => {
    const level = health(link);
    const text = callText(link);
    return [
      svg('path', { class: `edge ${level}`, d: path, 'stroke-width': 1.5 + 2.5 * (link.callCount / most), 'marker-end': `url(#head-${level})` },
        svg('title', {}, `${link.parent} → ${link.child}: ${text}`)),
      svg('text', { class: `edge-text${link.errorCount ? ' bad-text' : ''}`, x, y: y + 4, 'text-anchor': 'middle' }, text),
    ];
  });
  const boxes = nodes.map(({ name, x, y }) => svg('a', {
    href: search(name), class: `node ${colourClass(colours, name)}`, 'aria-label': `View traces of ${name}`,
  },
    svg('title', {}, `View traces of ${name}`),
    svg('rect', { x, y, width: box.width, height: box.height, rx: 8 }),
    svg('text', { x: x + box.width / 2, y: y + box.height / 2 + 5, 'text-anchor': 'middle' }, name.length > 20 ? `${name.slice(0, 19)}…` : name)));
  return el('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': 'Service graph' },
    svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height },
      svg('defs', {}, ['good', 'poor', 'bad'].map(head)), edges.map(([line]) => line), boxes, edges.map(([, text]) => text)));
}

/** Creates the legend, with the levels that occur in the graph. */
export function legend(links) {
  const percent = (share) => `${Math.round(share * 100)}%`;
  const { lowErrorRate, highErrorRate } = config.dependency;
  const levels = [['good', 'calls'], ['poor', `${percent(lowErrorRate)} or more failed`], ['bad', `${percent(highErrorRate)} or more failed`]];
  const present = new Set(links.map(health));
  return el('p', { class: 'graph-legend' }, levels.filter(([level]) => present.has(level) || level === 'good')
    .map(([level, text]) => el('span', {}, el('i', { class: `line ${level}` }), text)), el('span', {}, 'thicker line: more calls'));
}
