// The view of the calls between the services of a trace.

import { searchLink } from '../shared/api.js';
import { el } from '../shared/dom.js';
import { graph } from '../graph/graph.js';
import { linksOf } from '../model/links.js';

export function graphView({ trace }) {
  const links = linksOf(trace.rows);
  return {
    node: el('section', { class: 'trace-graph view-card', 'aria-label': 'Service graph of the trace' },
      links.length
        ? graph(links, trace.colours, (serviceName) => (trace.source.offline ? '#' : searchLink({ serviceName })))
        : el('p', { class: 'quiet' }, 'This trace has no call between services.')),
  };
}
