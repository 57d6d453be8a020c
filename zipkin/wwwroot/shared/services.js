// Shows services: their names and colours.

import { api } from './api.js';
import { el } from './dom.js';
import { colourSlots } from '../model/colours.js';
import { plural, serviceLabel } from './words.js';

const colourCount = 10; // the number of colours in style.css

/**
 * Returns a colour per service. All services known to the server take part, so that a
 * service keeps its colour on every page. When there are more services than colours,
 * those shown together still differ.
 */
export async function serviceColours(services) {
  const known = await api('services').catch(() => []);
  return colourSlots(services, colourCount, colourSlots([...known, ...services], colourCount));
}

export const colourClass = (colours, service) => (colours.has(service) ? `c${colours.get(service)}` : 'c-none');

/** Creates a coloured label with the name of a service and the number of its spans. */
export function chip(colours, service, count) {
  return el('span', { class: `chip ${colourClass(colours, service)}` },
    serviceLabel(service),
    el('b', { 'aria-label': plural(count, 'span') }, `×${count}`));
}
