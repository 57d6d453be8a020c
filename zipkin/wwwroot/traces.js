// The list of traces: what to look for is in the address, so that a search can be
// shared and the browser's Back works.

import { api, chip, clock, config, el, message, searchLink, serviceColours, traceLink } from './dom.js';
import { summarise } from './model.js';
import { apiParameters, filters, readAddress, searchForm, writeAddress } from './searchform.js';
import { windowOf } from './timerange.js';
import { formatAgo, formatDuration } from './words.js';

// Of how many the longest are shown: more than a list holds, and still drawn at once.
const sortedFrom = 500;

export async function showTraces(view, signal) {
  document.title = 'Traces · Zipkin mesh';
  if (!config.searchEnabled) {
    view.replaceChildren(message('', 'There is no search here',
      el('p', {}, 'It was turned off. A trace is still found by its id, with the field above.')));
    return;
  }
  const wanted = readAddress();
  const results = el('section', { 'aria-label': 'Traces found' });
  const form = searchForm(wanted, (next) => {
    writeAddress(next);
    run(next, results, signal);
  });
  view.replaceChildren(el('h1', { class: 'unseen' }, 'Find traces'), form.node, results);
  // The search does not wait for the names.
  form.loadNames();
  await run(wanted, results, signal);
}

// ---------------------------------------------------------------- the answer

let latest = 0;

/** Searches, and again after a while where that is wished; a later search or another view ends it. */
async function run(wanted, results, signal) {
  const turn = ++latest;
  await search(wanted, results, turn);
  const seconds = Number(wanted.refresh);
  if (!seconds) return;
  const again = () => {
    if (turn !== latest || signal.aborted) return;
    if (document.hidden) document.addEventListener('visibilitychange', again, { once: true, signal });
    else run(wanted, results, signal);
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
    if (turn === latest) results.replaceChildren(message('bad', 'The search failed', el('p', {}, error.message)));
    return;
  } finally {
    if (turn === latest) results.removeAttribute('aria-busy');
  }
  const found = traces.map(summarise).sort(orders[wanted.sort]);
  const summaries = found.slice(0, Number(wanted.limit));
  const map = await serviceColours(summaries.flatMap((s) => s.services.map(({ name }) => name)));
  const shown = traces.length ? resultList(summaries, found.length, wanted, map) : [await nothingFound(wanted)];
  if (turn !== latest) return; // a later search has been started meanwhile
  const focused = results.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  results.replaceChildren(...shown);
  // A list that refreshes itself must not take the focus away.
  if (focused) [...results.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
}

async function nothingFound(wanted) {
  const services = await api('services', {}, 'reload').catch(() => []);
  const filtered = filters.some((name) => wanted[name]);
  if (services.length) {
    return message('', 'No trace matches',
      el('p', {}, filtered ? 'Nothing fits these filters in this time. Take one away, or look further back.'
        : 'There are traces of other times: look further back.'),
      el('p', {}, 'Services that have reported: ', ...services.flatMap((name) => [
        el('a', { class: 'pill', href: searchLink({ serviceName: name, lookback: '7d' }) }, name), ' '])));
  }
  return message('', 'No trace yet',
    el('p', {}, 'Nothing has been reported so far. Make a trace, then press Run:'),
    el('pre', {}, el('code', {}, 'curl http://localhost:8000/trace/1')));
}

const orders = {
  newest: (a, b) => (b.start ?? 0) - (a.start ?? 0),
  longest: (a, b) => (b.duration ?? 0) - (a.duration ?? 0),
  spans: (a, b) => b.rows.length - a.rows.length,
};

function resultList(summaries, found, wanted, map) {
  const longest = Math.max(1, ...summaries.map((summary) => summary.duration ?? 0));
  const failed = summaries.filter((summary) => summary.errors).length;
  const rest = summaries.length < Number(wanted.limit) ? null
    : wanted.sort === 'newest' ? ' · the limit is reached, there may be older ones'
      : ` · of the newest ${found} that match`;
  const now = Date.now();
  return [
    el('p', { class: 'count', role: 'status' },
      el('b', {}, `${summaries.length} trace${summaries.length === 1 ? '' : 's'}`),
      failed ? el('span', { class: 'bad-text' }, ` · ${failed} with errors`) : null,
      rest),
    el('ol', { class: 'traces', onkeydown: moveInList }, summaries.map((summary) => traceItem(summary, longest, map, now))),
  ];
}

/** The arrows go from trace to trace, beside Tab. */
function moveInList(event) {
  const links = [...event.currentTarget.querySelectorAll('a.trace-item')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!step || !next) return;
  event.preventDefault();
  next.focus();
}

function traceItem(summary, longest, map, now) {
  const share = Math.max(0.4, ((summary.duration ?? 0) / longest) * 100);
  const when = summary.start === undefined ? 'no time' : formatAgo(summary.start / 1000, now);
  const count = summary.rows.length;
  return el('li', {}, el('a', { class: `trace-item${summary.errors ? ' has-error' : ''}`, href: traceLink(summary.traceId) },
    el('span', { class: 'trace-head' },
      el('span', { class: 'trace-name' },
        el('b', {}, summary.service || '(no service)'), ' ', summary.name || '(no name)',
        summary.headless ? el('span', { class: 'badge' }, 'root missing') : null,
        summary.errors ? el('span', { class: 'badge bad' }, `${summary.errors} error${summary.errors === 1 ? '' : 's'}`) : null),
      el('span', { class: 'trace-count' }, `${count} span${count === 1 ? '' : 's'}`),
      el('time', { class: 'trace-when' }, when, ' ', el('small', {}, clock(summary.start))),
      el('span', { class: 'trace-duration' }, formatDuration(summary.duration))),
    el('span', { class: 'meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${share}%` } })),
    el('span', { class: 'chips' }, summary.services.map(({ name, count: spans }) => chip(map, name, spans)))));
}
