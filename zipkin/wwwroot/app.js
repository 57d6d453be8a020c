// Picks the view by the path. Links are ordinary links, so that history, new tabs
// and shared addresses work without help.

import { base, config, decode, el, loadConfig, message, traceLink } from './dom.js';
import { cleanTraceId } from './words.js';
import { showDependencies } from './dependencies.js';
import { showTrace } from './trace.js';
import { showTraces } from './traces.js';
import { offerThemes } from './theme.js';
import { acceptFiles } from './upload.js';

const view = document.getElementById('view');

function route() {
  const path = location.pathname;
  const trace = /\/traces\/([^/]+)\/?$/.exec(path);
  if (trace) return ['trace', (signal) => showTrace(view, decode(trace[1]), signal)];
  if (/\/dependency\/?$/.test(path)) return ['dependency', (signal) => showDependencies(view, signal)];
  return ['traces', (signal) => showTraces(view, signal)];
}

// Ends what the view before listens to on the window, and waits for.
let leaving = new AbortController();

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [name, draw] = route();
  for (const link of document.querySelectorAll('[data-nav]')) {
    const here = link.dataset.nav === name || (name === 'trace' && link.dataset.nav === 'traces');
    if (here) link.setAttribute('aria-current', name === 'trace' ? 'true' : 'page');
    else link.removeAttribute('aria-current');
  }
  try {
    await draw(signal);
  } catch (error) {
    if (signal.aborted) return;
    view.replaceChildren(message('bad', 'This cannot be shown', el('p', {}, error.message),
      el('p', {}, el('a', { href: base }, 'Back to the traces'))));
  }
}

const find = document.getElementById('find');
const field = document.getElementById('find-id');
const complaint = document.getElementById('find-error');

find.addEventListener('submit', (event) => {
  event.preventDefault();
  const id = cleanTraceId(field.value);
  complaint.hidden = id !== null;
  complaint.textContent = id === null ? 'A trace id is up to 32 digits 0–9, a–f.' : '';
  field.setAttribute('aria-invalid', String(id === null));
  if (id !== null) location.assign(traceLink(id));
});

field.addEventListener('input', () => {
  complaint.hidden = true;
  field.removeAttribute('aria-invalid');
});

/** What the settings add to the head of every page, or take from it. */
function applyConfig() {
  const { environment, supportUrl, dependency } = config;
  if (environment) document.querySelector('.brand').after(el('span', { class: 'environment', title: 'The environment of these traces' }, environment));
  if (supportUrl) document.querySelector('nav').append(el('a', { href: supportUrl, rel: 'noreferrer' }, 'Support'));
  if (!dependency.enabled) document.querySelector('[data-nav=dependency]').remove();
}

offerThemes(document.getElementById('theme'));
acceptFiles(document.getElementById('file'), view, show);
window.addEventListener('popstate', show);
await loadConfig();
applyConfig();
show();
