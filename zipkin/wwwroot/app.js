// Entry point: shows the view that the path names. Links are ordinary links, so that
// history, new tabs and shared addresses work without further code.

import { base, config, loadConfig, traceLink } from './shared/api.js';
import { showRangeComparison } from './comparison/comparison.js';
import { showComparison } from './compare/compare.js';
import { showDependencies } from './dependencies/dependencies.js';
import { el, message } from './shared/dom.js';
import { showStatistics } from './statistics/statistics.js';
import { showStatus } from './shared/status.js';
import { offerThemes } from './shared/theme.js';
import { showTrace } from './trace/trace.js';
import { showTraces } from './search/traces.js';
import { showFile } from './files/list.js';
import { acceptFiles } from './files/upload.js';
import { cleanTraceId, decode } from './shared/words.js';

const view = document.getElementById('view');

function route() {
  const path = location.pathname;
  const trace = /\/traces\/([^/]+)\/?$/.exec(path);
  if (trace) return ['trace', (signal) => showTrace(view, decode(trace[1]), signal)];
  const pair = /\/compare\/([^/]+)\/([^/]+)\/?$/.exec(path);
  if (pair) return ['compare', (signal) => showComparison(view, decode(pair[1]), decode(pair[2]), signal)];
  if (/\/dependency\/?$/.test(path)) return ['dependency', (signal) => showDependencies(view, signal)];
  if (/\/statistics\/?$/.test(path)) return ['statistics', (signal) => showStatistics(view, signal)];
  if (/\/comparison\/?$/.test(path)) return ['comparison', (signal) => showRangeComparison(view, signal)];
  if (/\/traceViewer\/?$/.test(path)) return ['file', () => showFile(view, show)];
  return ['traces', (signal) => showTraces(view, signal)];
}

// Cancels the requests and window listeners of the previous view.
let leaving = new AbortController();

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [name, draw] = route();
  for (const link of document.querySelectorAll('[data-nav]')) {
    const below = name === 'trace' || name === 'compare';
    if (link.dataset.nav === (below ? 'traces' : name)) link.setAttribute('aria-current', below ? 'true' : 'page');
    else link.removeAttribute('aria-current');
  }
  showStatus();
  try {
    await draw(signal);
  } catch (error) {
    if (signal.aborted) return;
    view.replaceChildren(message('bad', 'Can’t show this page', el('p', {}, error.message),
      el('p', {}, el('a', { href: base }, 'Back to traces'))));
  }
}

const find = document.getElementById('find');
const idField = document.getElementById('find-id');
const idError = document.getElementById('find-error');

find.addEventListener('submit', (event) => {
  event.preventDefault();
  const id = cleanTraceId(idField.value);
  idError.hidden = id !== null;
  idError.textContent = id === null ? 'Enter up to 32 hexadecimal digits (0–9, a–f), not all zeros.' : '';
  idField.setAttribute('aria-invalid', String(id === null));
  if (id !== null) location.assign(traceLink(id));
});

idField.addEventListener('input', () => {
  idError.hidden = true;
  idField.removeAttribute('aria-invalid');
});

/** Applies the settings that affect the header of every page. */
function applyConfig() {
  const { environment, supportUrl, dependency } = config;
  if (environment) document.querySelector('.brand').after(el('span', { class: 'environment', title: 'Environment' }, environment));
  if (supportUrl) document.querySelector('nav').append(el('a', { href: supportUrl, rel: 'noreferrer' }, 'Support'));
  if (!dependency.enabled) document.querySelector('[data-nav=dependency]').remove();
}

offerThemes(document.getElementById('theme'));
acceptFiles(document.getElementById('file'), view, show);
window.addEventListener('popstate', show);
await loadConfig();
applyConfig();
show();
