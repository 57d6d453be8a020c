// The view of the search results. The search is in the address, so that it can be shared
// and the browser's Back button works.

import { api, config, searchLink, traceLink } from '../shared/api.js';
import { el, message } from '../shared/dom.js';
import { summarise } from '../model/summary.js';
import { apiParameters, filters, readAddress, searchForm, writeAddress } from './searchform.js';
import { chip, serviceColours } from '../shared/services.js';
import { windowOf } from '../shared/timerange.js';
import { formatAgo, formatDuration, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';

// The number of recent traces that a sort by duration or size selects from: more than a list shows, few enough to load quickly.
const sortedFrom = 500;

export async function showTraces(view, signal) {
  document.title = 'Traces · Zipkin mesh';
  if (!config.searchEnabled) {
    view.replaceChildren(message('', 'Search is disabled',
      el('p', {}, 'The server runs with SEARCH_ENABLED=false. You can still open a trace by its ID, with the field at the top of the page.')));
    return;
  }
  const wanted = readAddress();
  const results = el('section', { 'aria-label': 'Search results' });
  const form = searchForm(wanted, (next) => {
    writeAddress(next);
    startSearch(next, results, signal);
  });
  view.replaceChildren(el('h1', { class: 'unseen' }, 'Search traces'), form.node, results);
  // Not awaited: the search doesn't need the names.
  form.loadNames();
  await startSearch(wanted, results, signal);
}

// ---------------------------------------------------------------- results

let latest = 0;

/** Searches, and repeats the search at the chosen interval until another search starts or the view is left. */
async function startSearch(wanted, results, signal) {
  const turn = ++latest;
  await search(wanted, results, turn);
  const seconds = Number(wanted.refresh);
  if (!seconds) return;
  const again = () => {
    if (turn !== latest || signal.aborted) return;
    if (document.hidden) document.addEventListener('visibilitychange', again, { once: true, signal });
    else startSearch(wanted, results, signal);
  };
  setTimeout(again, seconds * 1000);
}

async function search(wanted, results, turn) {
  results.setAttribute('aria-busy', 'true');
  let traces;
  try {
    const limit = wanted.sort === 'newest' ? wanted.limit : Math.max(wanted.limit, sortedFrom);
    traces = await api('traces', { ...apiParameters(wanted), ...windowOf(wanted.range, Date.now()), limit });
  } catch (error) {
    if (turn === latest) results.replaceChildren(message('bad', 'Search failed', el('p', {}, error.message)));
    return;
  } finally {
    if (turn === latest) results.removeAttribute('aria-busy');
  }
  const found = traces.map(summarise).sort(orders[wanted.sort]);
  const summaries = found.slice(0, Number(wanted.limit));
  const colours = await serviceColours(summaries.flatMap((s) => s.services.map(({ name }) => name)));
  const shown = traces.length ? resultList(summaries, found.length, wanted, colours) : [await nothingFound(wanted)];
  if (turn !== latest) return; // a later search was started meanwhile
  const focused = results.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  results.replaceChildren(...shown);
  // An automatic refresh must keep the focus.
  if (focused) [...results.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
}

async function nothingFound(wanted) {
  const services = await api('services', {}, 'reload').catch(() => []);
  const filtered = filters.some((name) => wanted[name]);
  if (services.length) {
    const hint = filtered ? 'Remove a filter or widen the range.'
      : wanted.range.lookback === 'range' ? 'Widen the range.' : 'Try a longer lookback.';
    return message('', filtered ? 'No traces match in this time range' : 'No traces in this time range',
      el('p', {}, hint),
      el('p', {}, 'Services that have reported spans: ', ...services.flatMap((name) => [
        el('a', { class: 'pill', href: searchLink({ serviceName: name, lookback: '7d' }) }, name), ' '])));
  }
  return message('', 'No traces yet',
    el('p', {}, 'No spans have been reported. Send a request, then search:'),
    el('pre', {}, el('code', {}, 'curl http://localhost:8000/trace/1')));
}

const orders = {
  newest: (a, b) => (b.start ?? 0) - (a.start ?? 0),
  longest: (a, b) => (b.duration ?? 0) - (a.duration ?? 0),
  spans: (a, b) => b.rows.length - a.rows.length,
};

function resultList(summaries, found, wanted, colours) {
  const longest = Math.max(1, ...summaries.map((summary) => summary.duration ?? 0));
  const failed = summaries.filter((summary) => summary.errors).length;
  const rest = summaries.length < Number(wanted.limit) ? null
    : wanted.sort === 'newest' ? ' · limit reached; older traces may exist'
      : ` · the ${wanted.sort === 'longest' ? 'longest' : 'largest'} of the ${found} newest matches`;
  const now = Date.now();
  return [
    el('p', { class: 'count', role: 'status' },
      el('b', {}, plural(summaries.length, 'trace')),
      failed ? el('span', { class: 'bad-text' }, ` · ${failed} with errors`) : null,
      rest),
    el('ol', { class: 'traces', onkeydown: moveInList }, summaries.map((summary) => traceItem(summary, longest, colours, now))),
  ];
}

/** Moves the focus from trace to trace with the arrow keys, in addition to Tab. */
function moveInList(event) {
  const links = [...event.currentTarget.querySelectorAll('a.trace-item')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!step || !next) return;
  event.preventDefault();
  next.focus();
}

function traceItem(summary, longest, colours, now) {
  const share = Math.max(0.4, ((summary.duration ?? 0) / longest) * 100);
  const when = summary.start === undefined ? ['start time unknown']
    : [formatAgo(summary.start / 1000, now), ' ', el('small', {}, formatTime(summary.start))];
  return el('li', {}, el('a', { class: `trace-item${summary.errors ? ' has-error' : ''}`, href: traceLink(summary.traceId) },
    el('span', { class: 'trace-head' },
      el('span', { class: 'trace-name' },
        el('b', {}, serviceLabel(summary.service)), ' ', spanLabel(summary.name),
        summary.headless ? el('span', { class: 'badge' }, 'root span missing') : null,
        summary.errors ? el('span', { class: 'badge bad' }, plural(summary.errors, 'error')) : null),
      el('span', { class: 'trace-count' }, plural(summary.rows.length, 'span')),
      el('time', { class: 'trace-when' }, when),
      el('span', { class: 'trace-duration' }, formatDuration(summary.duration))),
    el('span', { class: 'meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${share}%` } })),
    el('span', { class: 'chips' }, summary.services.map(({ name, count }) => chip(colours, name, count)))));
}
