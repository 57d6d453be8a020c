// The view of the search results. The search is in the address, so that it can be shared
// and the browser's Back button works.

import { api, config, searchLink } from '../shared/api.js';
import { apiParameters, filters, problemsOf, readAddress, writeAddress } from './address.js';
import { el, message } from '../shared/dom.js';
import { liveBar, nextTurn } from './live.js';
import { traceResults } from './results.js';
import { searchForm } from './searchform.js';
import { showStatus } from '../shared/status.js';
import { summarise } from '../model/summary.js';
import { windowOf } from '../shared/timerange.js';
import { welcome } from './welcome.js';

// The number of recent traces that are plotted, and that a sort by duration or size selects from: more than a list shows, few enough to
// load quickly.
const sortedFrom = 500;

export async function showTraces(view, signal) {
  document.title = 'Traces · Zipkin mesh';
  if (!config.searchEnabled) {
    view.replaceChildren(el('h1', { class: 'unseen' }, 'Search traces'), message('', 'Search is disabled',
      el('p', {}, 'The server runs with SEARCH_ENABLED=false. You can still open a trace by its ID, with the field at the top of the page.')));
    return;
  }
  const wanted = readAddress();
  const results = el('section', { 'aria-label': 'Search results' });
  let search = new AbortController();
  const start = (next) => {
    search.abort();
    search = new AbortController();
    const switchLive = (isLive) => {
      const changed = { ...next, live: isLive ? 'on' : '' };
      form.isLive(changed.live);
      writeAddress(changed);
      start(changed);
      results.querySelector('.live')?.focus();
    };
    return runSearch(next, results, AbortSignal.any([signal, search.signal]), switchLive);
  };
  const form = searchForm(wanted, (next) => {
    writeAddress(next);
    start(next);
  });
  view.replaceChildren(el('h1', { class: 'unseen' }, 'Search traces'), form.node, results);
  // Not awaited: the search doesn't need the names.
  form.loadNames();
  const problems = problemsOf(new URLSearchParams(location.search));
  if (problems.length) {
    results.replaceChildren(message('bad', 'The link contains values that aren’t allowed',
      ...problems.map((problem) => el('p', {}, problem)), el('p', {}, 'Correct the search above, then press Search.')));
    return;
  }
  await start(wanted);
}

// ---------------------------------------------------------------- results

/** Searches, and while it is live, repeats the search until another one starts or the view is left. */
async function runSearch(wanted, results, signal, switchLive) {
  const seen = new Set();
  let held = null;
  let turns = 0;
  const shown = traceResults();
  const isLive = wanted.live === 'on' && wanted.range.lookback !== 'range';
  const show = async (found) => {
    held = null;
    bar.showNews(0);
    for (const { traceId } of found.all) seen.add(traceId);
    await showFound(found, shown, bar, wanted, results, signal, () => switchLive(isLive));
  };
  const bar = liveBar(isLive, switchLive, () => held && show(held));
  bar.node.hidden = wanted.range.lookback === 'range';

  results.setAttribute('aria-busy', 'true');
  do {
    try {
      const found = await load(wanted, isLive ? sortedFrom : Number(wanted.limit));
      if (signal.aborted) return;
      const news = found.all.filter(({ traceId }) => !seen.has(traceId)).length;
      const isStillEmpty = turns++ > 0 && !found.all.length && !seen.size;
      // The list doesn't move under the pointer.
      if (seen.size && news && (bar.isPaused() || shown.list.matches(':hover'))) {
        held = found;
        bar.showNews(news);
      } else if (!bar.isPaused() && !isStillEmpty) await show(found);
    } catch (error) {
      turns = 0;
      if (!signal.aborted) results.replaceChildren(message('bad', 'Search failed', el('p', {}, error.message)), bar.node);
    } finally {
      if (!signal.aborted) results.removeAttribute('aria-busy');
    }
    showStatus();
  } while (isLive && await nextTurn(signal));
}

/** Returns the traces of a search, at least `count` if there are as many, in the wanted order. */
async function load(wanted, count) {
  const limit = Math.max(wanted.limit, wanted.sort === 'newest' ? count : sortedFrom);
  const traces = await api('traces', { ...apiParameters(wanted), ...windowOf(wanted.range, Date.now()), limit });
  return { all: traces.map(summarise).sort(orders[wanted.sort]), limit };
}

async function showFound(found, shown, bar, wanted, results, signal, again) {
  if (!found.all.length) {
    const nothing = await nothingFound(wanted, signal, again);
    if (!signal.aborted) results.replaceChildren(...nothing);
    return;
  }
  const listed = found.all.slice(0, Number(wanted.limit));
  const isFull = listed.length >= Number(wanted.limit);
  await shown.show({ plotted: found.all, listed, rest: restText(found, isFull, wanted) });
  if (signal.aborted) return;
  if (!results.contains(shown.list)) results.replaceChildren(el('div', { class: 'results-head' }, shown.count, bar.node), ...shown.nodes);
  // The list doesn't wait for the traces that only the plot shows.
  if (found.all.length < found.limit || found.limit >= sortedFrom) return;
  const more = await load(wanted, sortedFrom).catch(() => null);
  if (more && !signal.aborted) await shown.show({ plotted: more.all });
}

const restText = (found, isFull, { sort }) => {
  if (!isFull) return '';
  return sort === 'newest' ? ' · limit reached; older traces may exist'
    : ` · the ${sort === 'longest' ? 'longest' : 'largest'} of the ${found.all.length} newest matches`;
};

async function nothingFound(wanted, signal, again) {
  const services = await api('services', {}, 'reload').catch(() => []);
  if (!services.length) return [await welcome(signal, again)];
  const filtered = filters.some((name) => wanted[name]);
  const hint = filtered ? 'Remove a filter or widen the range.'
    : wanted.range.lookback === 'range' ? 'Widen the range.' : 'Try a longer lookback.';
  return [message('', filtered ? 'No traces match in this time range' : 'No traces in this time range',
    el('p', {}, hint),
    el('p', {}, 'Services that have reported spans: ', ...services.flatMap((name) => [
      el('a', { class: 'pill', href: searchLink({ serviceName: name, lookback: '7d' }) }, name), ' '])))];
}

const orders = {
  newest: (a, b) => (b.start ?? 0) - (a.start ?? 0),
  longest: (a, b) => (b.duration ?? 0) - (a.duration ?? 0),
  spans: (a, b) => b.rows.length - a.rows.length,
};
