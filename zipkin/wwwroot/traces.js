// The list of traces: what to look for is in the address, so that a search can be
// shared and the browser's Back works.

import { api, base, chip, clock, el, message, searchLink, serviceColours, traceLink } from './dom.js';
import { summarise } from './model.js';
import { formatAgo, formatDuration, parseDuration, parseLookback } from './words.js';

const lookbacks = [['5m', '5 minutes'], ['15m', '15 minutes'], ['1h', '1 hour'], ['6h', '6 hours'],
  ['1d', '1 day'], ['2d', '2 days'], ['7d', '7 days']];
const limits = ['10', '25', '50', '100', '250'];
const sorts = [['newest', 'Newest first'], ['longest', 'Longest first'], ['spans', 'Most spans first']];
const defaults = { lookback: '1h', limit: '25', sort: 'newest', refresh: '0' };
const refreshes = [['0', 'by hand'], ['5', 'every 5 s'], ['15', 'every 15 s'], ['60', 'every minute']];
const names = ['serviceName', 'spanName', 'annotationQuery', 'minDuration', 'maxDuration', 'lookback', 'limit', 'sort', 'refresh'];

function readAddress() {
  const query = new URLSearchParams(location.search);
  const wanted = { ...defaults };
  for (const name of names) if (query.get(name)) wanted[name] = query.get(name);
  // Links of older pages say "all" for no filter.
  if (wanted.serviceName === 'all') delete wanted.serviceName;
  if (wanted.spanName === 'all') delete wanted.spanName;
  if (!parseLookback(wanted.lookback)) wanted.lookback = defaults.lookback;
  if (!sorts.some(([value]) => value === wanted.sort)) wanted.sort = defaults.sort;
  if (!refreshes.some(([value]) => value === wanted.refresh)) wanted.refresh = defaults.refresh;
  wanted.endTs = query.get('endTs') ?? undefined;
  return wanted;
}

function writeAddress(wanted) {
  const query = new URLSearchParams();
  for (const name of names) if (wanted[name] && wanted[name] !== defaults[name]) query.set(name, wanted[name]);
  const address = query.size ? `${base}?${query}` : base;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
}

export async function showTraces(view) {
  document.title = 'Traces · Zipkin mesh';
  const wanted = readAddress();
  const results = el('section', { 'aria-label': 'Traces found' });
  const form = searchForm(wanted, (next) => {
    writeAddress(next);
    run(next, results);
  });
  view.replaceChildren(el('h1', { class: 'unseen' }, 'Find traces'), form.node, results);
  // The names only help to choose; the search does not wait for them.
  form.loadNames();
  await run(wanted, results);
}

// ---------------------------------------------------------------- the form

function options(select, list, chosen) {
  const all = list.some(([value]) => value === chosen) || !chosen ? list : [...list, [chosen, chosen]];
  select.replaceChildren(...all.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}

function searchForm(wanted, onRun) {
  const inputs = {
    serviceName: el('select', { name: 'serviceName' }),
    spanName: el('input', { name: 'spanName', list: 'span-names', placeholder: 'any', value: wanted.spanName ?? '' }),
    annotationQuery: el('input', {
      name: 'annotationQuery', placeholder: 'error and http.status_code=503', value: wanted.annotationQuery ?? '',
      title: 'Terms joined by " and ": a tag key, an annotation, or key=value',
    }),
    minDuration: el('input', { name: 'minDuration', placeholder: '10ms', value: wanted.minDuration ?? '' }),
    maxDuration: el('input', { name: 'maxDuration', placeholder: '1s', value: wanted.maxDuration ?? '' }),
    lookback: el('select', { name: 'lookback' }),
    limit: el('select', { name: 'limit' }),
    sort: el('select', { name: 'sort' }),
    refresh: el('select', { name: 'refresh' }),
  };
  for (const name of ['spanName', 'annotationQuery', 'minDuration', 'maxDuration']) {
    inputs[name].autocomplete = 'off';
    inputs[name].spellcheck = false;
  }
  options(inputs.serviceName, [['', 'any']], wanted.serviceName ?? '');
  options(inputs.lookback, lookbacks, wanted.lookback);
  options(inputs.limit, limits.map((n) => [n, n]), wanted.limit);
  options(inputs.sort, sorts, wanted.sort);
  options(inputs.refresh, refreshes, wanted.refresh);
  const spanNames = el('datalist', { id: 'span-names' });
  const complaint = el('p', { class: 'field-error', role: 'alert', hidden: true });

  const field = (text, input, css = '') => el('label', { class: `field ${css}` }, el('span', {}, text), input);
  const submit = (event) => {
    event?.preventDefault();
    const next = {};
    for (const name of names) next[name] = inputs[name].value.trim();
    let bad = '';
    for (const name of ['minDuration', 'maxDuration']) {
      const wrong = parseDuration(next[name]) === null;
      inputs[name].setAttribute('aria-invalid', String(wrong));
      if (wrong) bad = 'A duration is a number with us, ms or s: 250us, 10ms, 1.5s.';
    }
    if (!bad && next.maxDuration && !next.minDuration) bad = 'The longest duration needs a shortest one too.';
    complaint.textContent = bad;
    complaint.hidden = !bad;
    if (!bad) onRun(next);
  };

  const loadSpanNames = async () => {
    const serviceName = inputs.serviceName.value;
    const list = serviceName ? await api('spans', { serviceName }).catch(() => []) : [];
    if (serviceName === inputs.serviceName.value) spanNames.replaceChildren(...list.map((value) => el('option', { value })));
  };
  inputs.serviceName.addEventListener('change', () => { inputs.spanName.value = ''; loadSpanNames(); });
  for (const name of ['serviceName', 'lookback', 'limit', 'sort', 'refresh']) inputs[name].addEventListener('change', () => submit());

  const node = el('form', { class: 'search', 'aria-label': 'Find traces', onsubmit: submit },
    field('Service', inputs.serviceName), field('Span name', inputs.spanName),
    field('Tags or annotation', inputs.annotationQuery, 'wide'),
    field('Min duration', inputs.minDuration, 'short'), field('Max duration', inputs.maxDuration, 'short'),
    field('Within the last', inputs.lookback), field('Limit', inputs.limit, 'short'), field('Order', inputs.sort), field('Refresh', inputs.refresh),
    el('button', { type: 'submit', class: 'primary' }, 'Run'), spanNames, complaint);

  return {
    node,
    async loadNames() {
      const services = await api('services').catch(() => []);
      options(inputs.serviceName, [['', 'any'], ...services.map((name) => [name, name])], wanted.serviceName ?? '');
      await loadSpanNames();
    },
  };
}

// ---------------------------------------------------------------- the answer

let latest = 0;

/** Searches, and again after a while where that is wished; a later search or another view ends it. */
async function run(wanted, results) {
  const turn = ++latest;
  await search(wanted, results, turn);
  const seconds = Number(wanted.refresh);
  if (!seconds) return;
  const again = () => {
    if (turn !== latest || !results.isConnected) return;
    if (document.hidden) document.addEventListener('visibilitychange', again, { once: true });
    else run({ ...wanted, endTs: undefined }, results);
  };
  setTimeout(again, seconds * 1000);
}

async function search(wanted, results, turn) {
  results.setAttribute('aria-busy', 'true');
  let traces;
  try {
    traces = await api('traces', {
      serviceName: wanted.serviceName,
      spanName: wanted.spanName,
      annotationQuery: wanted.annotationQuery,
      minDuration: parseDuration(wanted.minDuration),
      maxDuration: parseDuration(wanted.maxDuration),
      lookback: parseLookback(wanted.lookback),
      endTs: wanted.endTs,
      limit: wanted.limit,
    });
  } catch (error) {
    if (turn === latest) results.replaceChildren(message('bad', 'The search failed', el('p', {}, error.message)));
    return;
  } finally {
    if (turn === latest) results.removeAttribute('aria-busy');
  }
  const summaries = traces.map(summarise);
  const map = await serviceColours(summaries.flatMap((s) => s.services.map(({ name }) => name)));
  const shown = traces.length ? resultList(summaries, wanted, map) : [await nothingFound(wanted)];
  if (turn !== latest) return; // a later search has been started meanwhile
  const focused = results.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  results.replaceChildren(...shown);
  // A list that refreshes itself must not take the focus away.
  if (focused) [...results.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
}

async function nothingFound(wanted) {
  const services = await api('services').catch(() => []);
  const filtered = ['serviceName', 'spanName', 'annotationQuery', 'minDuration', 'maxDuration'].some((name) => wanted[name]);
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

function resultList(summaries, wanted, map) {
  summaries.sort(orders[wanted.sort]);
  const longest = Math.max(1, ...summaries.map((summary) => summary.duration ?? 0));
  const failed = summaries.filter((summary) => summary.errors).length;
  const full = summaries.length >= Number(wanted.limit);
  const now = Date.now();
  return [
    el('p', { class: 'count', role: 'status' },
      el('b', {}, `${summaries.length} trace${summaries.length === 1 ? '' : 's'}`),
      failed ? el('span', { class: 'bad-text' }, ` · ${failed} with errors`) : null,
      full ? ' · the limit is reached, there may be more' : null),
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
      el('time', { class: 'trace-when', title: clock(summary.start) }, when),
      el('span', { class: 'trace-duration' }, formatDuration(summary.duration))),
    el('span', { class: 'meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${share}%` } })),
    el('span', { class: 'chips' }, summary.services.map(({ name, count: spans }) => chip(map, name, spans)))));
}
