// Draws the graph of the calls between services, with its legend.

import { config } from '../shared/api.js';
import { el, svg } from '../shared/dom.js';
import { placeLabels } from './labels.js';
import { box, layout } from './layout.js';
import { colourClass } from '../shared/services.js';
import { plural } from '../shared/words.js';
import { zoomable } from './zoom.js';

const callText = (link) => {
  const calls = plural(link.callCount, 'call');
  return link.errorCount ? `${calls}, ${link.errorCount} failed` : calls;
};

const shortText = ({ callCount, errorCount }) => (errorCount ? `${callCount}, ${errorCount} failed` : String(callCount));

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
  const labels = placeLabels(arrows.map(({ link, places }) => ({ texts: [callText(link), shortText(link)], places })), nodes);
  const lines = arrows.map(({ link, path }) => svg('path', {
    class: `edge ${health(link)}`, d: path, 'stroke-width': 1.5 + 2.5 * (link.callCount / most), 'marker-end': `url(#head-${health(link)})`,
  }, svg('title', {}, `${link.parent} → ${link.child}: ${callText(link)}`)));
  const texts = labels.map((label, i) => label && svg('text', {
    class: `edge-text${arrows[i].link.errorCount ? ' bad-text' : ''}`, x: label.x, y: label.y + 4, 'text-anchor': 'middle',
  }, label.text));
  const boxes = nodes.map(({ name, x, y }) => svg('a', {
    href: search(name), class: `node ${colourClass(colours, name)}`, 'aria-label': `View traces of ${name}`,
  },
    svg('title', {}, `View traces of ${name}`),
    svg('rect', { x, y, width: box.width, height: box.height, rx: 8 }),
    nodeText(name, x + box.width / 2, y + box.height / 2 + 5)));
  const image = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height },
    svg('defs', {}, ['good', 'poor', 'bad'].map(head)), lines, boxes, texts);
  return zoomable(image, { width, height });
}

const longestLine = 20;

/** Creates the name of a service in one line, or in two; a line that is still too long is compressed. */
function nodeText(name, x, y) {
  const half = Math.ceil(name.length / 2);
  const gap = name.slice(half).search(/[-_. ]/);
  const cut = half + (gap >= 0 && gap < 6 ? gap + 1 : 0);
  const lines = name.length <= longestLine ? [name] : [name.slice(0, cut), name.slice(cut)];
  return svg('text', { 'text-anchor': 'middle' }, lines.map((line, i) => svg('tspan', {
    x, y: y + (lines.length === 1 ? 0 : i * 15 - 7),
    textLength: line.length > longestLine ? box.width - 12 : null, lengthAdjust: 'spacingAndGlyphs',
  }, line)));
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
