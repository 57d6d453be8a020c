// Picks the view by the path. Links are ordinary links, so that history, new tabs
// and shared addresses work without help.

import { base, decode, el, message, traceLink } from './dom.js';
import { cleanTraceId } from './words.js';
import { showDependencies } from './dependencies.js';
import { showTrace } from './trace.js';
import { showTraces } from './traces.js';
import { acceptFiles } from './upload.js';

const view = document.getElementById('view');

function route() {
  const path = location.pathname;
  const trace = /\/traces\/([^/]+)\/?$/.exec(path);
  if (trace) return ['trace', () => showTrace(view, decode(trace[1]))];
  if (/\/dependency\/?$/.test(path)) return ['dependency', () => showDependencies(view)];
  return ['traces', () => showTraces(view)];
}

async function show() {
  const [name, draw] = route();
  for (const link of document.querySelectorAll('[data-nav]')) {
    const here = link.dataset.nav === name || (name === 'trace' && link.dataset.nav === 'traces');
    if (here) link.setAttribute('aria-current', name === 'trace' ? 'true' : 'page');
    else link.removeAttribute('aria-current');
  }
  try {
    await draw();
  } catch (error) {
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

acceptFiles(document.getElementById('file'), view, show);
window.addEventListener('popstate', show);
show();
