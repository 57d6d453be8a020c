// Shows services: their names and colours.

import { el } from './dom.js';
import { assignColours, colourCount } from '../model/colours.js';
import { store, stored } from './stored.js';
import { plural, serviceLabel } from './words.js';

const key = 'service-colours';
const mostRemembered = 1000;

/**
 * Returns a colour per service. The browser remembers the colour of each service, so that it is the same in the list,
 * in a trace and in the graph.
 */
export function serviceColours(services) {
  const remembered = rememberedColours();
  const colours = assignColours(services, remembered);
  const added = [...colours].filter(([name]) => !remembered.has(name));
  if (added.length) store(key, JSON.stringify([...remembered, ...added].slice(-mostRemembered)));
  return colours;
}

/** Reads pairs of names and colours. What isn't such a pair was stored by something else and is ignored. */
function rememberedColours() {
  try {
    const pairs = JSON.parse(stored(key) ?? '[]');
    return new Map(pairs.filter(([name, colour]) => typeof name === 'string' && Number.isInteger(colour) && colour >= 0 && colour < colourCount));
  } catch {
    return new Map();
  }
}

export const colourClass = (colours, service) => (colours.has(service) ? `c${colours.get(service)}` : 'c-none');

/** Returns the name of a service behind a dot of its colour. */
export const dotted = (colours, service) => [el('span', { class: `dot ${colourClass(colours, service)}` }), serviceLabel(service)];

/** Creates a coloured label with the name of a service and the number of its spans. */
export function chip(colours, service, count) {
  return el('span', { class: `chip ${colourClass(colours, service)}` },
    serviceLabel(service),
    el('b', { 'aria-label': plural(count, 'span') }, `×${count}`));
}
