// The little that the views share: elements, requests, and where a link leads.

import { colourSlots } from './model.js';

export const base = '/zipkin/';
const colourCount = 10; // as many as style.css has

/** What the server's settings say about the page; read before any view is drawn. */
export const config = {
  environment: '', queryLimit: 10, defaultLookback: 900_000, searchEnabled: true, logsUrl: null, supportUrl: null,
  dependency: { enabled: true, lowErrorRate: 0.5, highErrorRate: 0.75 },
};

export async function loadConfig() {
  // Without it the page works as if nothing were set.
  const answer = await fetch(`${base}config.json`).catch(() => null);
  if (answer?.ok) Object.assign(config, await answer.json());
}

/**
 * Makes an element. Text only ever arrives as a text node, so that nothing a span
 * says can become markup.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') {
      // Through the CSSOM: the policy forbids the attribute.
      for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
    }
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * Reads from the API; an error of the server is thrown with the server's own words. What may be kept, and how long, is the
 * server's word: names not at all while there are few services, so that a first report shows at once, and 5 minutes then.
 * `cache` is 'reload' where somebody waits for a new name: it asks, and renews what is kept.
 */
export async function api(path, parameters = {}, cache = 'default') {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const text = query.size ? `?${query}` : '';
  let response;
  try {
    response = await fetch(`${base}api/v2/${path}${text}`, { cache, headers: { accept: 'application/json' } });
  } catch {
    throw new Error('The server does not answer. Is it still running?');
  }
  if (!response.ok) {
    const words = (await response.text()).trim().slice(0, 500);
    const error = new Error(words || `The server answered ${response.status}.`);
    error.status = response.status;
    throw error;
  }
  return response.json();
}

/** A field with its name above it. */
export const field = (text, input, css = '') => el('label', { class: `field ${css}` }, el('span', {}, text), input);

/** Gives a select its options, the chosen one always among them. */
export function options(select, list, chosen) {
  const all = list.some(([value]) => value === chosen) || !chosen ? list : [...list, [chosen, chosen]];
  select.replaceChildren(...all.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
  return select;
}

export const traceLink = (traceId) => `${base}traces/${encodeURIComponent(traceId)}`;
export const searchLink = (parameters) => `${base}?${new URLSearchParams(parameters)}`;

/**
 * A colour for each service. All services known to the server take part, so that one
 * keeps its colour from page to page; where they are more than the colours, those shown
 * together must still differ.
 */
export async function serviceColours(services) {
  const known = await api('services').catch(() => []);
  return colourSlots(services, colourCount, colourSlots([...known, ...services], colourCount));
}

export const colourClass = (map, service) => (map.has(service) ? `c${map.get(service)}` : 'c-none');

/** A coloured dot with the service's name, and how often it takes part. */
export function chip(map, service, count) {
  return el('span', { class: `chip ${colourClass(map, service)}` },
    service || '(no service)',
    count === undefined ? null : el('b', { 'aria-label': `${count} spans` }, `×${count}`));
}

export function message(kind, title, ...body) {
  return el('section', { class: `message ${kind}`, role: kind === 'bad' ? 'alert' : 'status' },
    el('h2', {}, title), ...body);
}

/** The text of a piece of an address; what is no valid encoding stays as it is. */
export function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const pad = (number, width = 2) => String(number).padStart(width, '0');

/** Local date and time to the millisecond, from microseconds. */
export function clock(micros) {
  if (micros === undefined) return 'unknown time';
  const date = new Date(micros / 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} `
    + `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}
