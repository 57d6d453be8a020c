// The form above the list of traces, and the address that says the same.

import { api, base, config, el, field, options } from './dom.js';
import { rangeField } from './rangefield.js';
import { lookbackText, rangeOf, rangeParameters } from './timerange.js';
import { parseDuration } from './words.js';

const limits = ['10', '25', '50', '100', '250'];
const sorts = [['newest', 'Newest first'], ['longest', 'Longest first'], ['spans', 'Most spans first']];
const refreshes = [['0', 'by hand'], ['5', 'every 5 s'], ['15', 'every 15 s'], ['60', 'every minute']];
const texts = ['spanName', 'remoteServiceName', 'annotationQuery', 'minDuration', 'maxDuration'];
const picks = ['serviceName', 'limit', 'sort', 'refresh'];
export const filters = ['serviceName', ...texts];

const defaults = () => ({ limit: String(config.queryLimit), sort: 'newest', refresh: '0' });
const defaultLookback = () => lookbackText(config.defaultLookback);

/** What the address asks for. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const wanted = { ...defaults(), range: rangeOf(query, defaultLookback()) };
  for (const name of [...texts, ...picks]) if (query.get(name)) wanted[name] = query.get(name);
  // Links of older pages say "all" for no filter.
  for (const name of ['serviceName', 'remoteServiceName', 'spanName']) if (wanted[name] === 'all') delete wanted[name];
  if (!sorts.some(([value]) => value === wanted.sort)) wanted.sort = 'newest';
  if (!refreshes.some(([value]) => value === wanted.refresh)) wanted.refresh = '0';
  return wanted;
}

export function writeAddress(wanted) {
  const usual = defaults();
  const query = new URLSearchParams(rangeParameters(wanted.range, defaultLookback()));
  for (const name of [...picks, ...texts]) if (wanted[name] && wanted[name] !== usual[name]) query.set(name, wanted[name]);
  const address = query.size ? `${base}?${query}` : base;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
}

/** What of it the API is asked; it takes no longest duration without a shortest one, and none is shorter than a microsecond. */
export function apiParameters(wanted) {
  const maxDuration = parseDuration(wanted.maxDuration);
  return {
    ...Object.fromEntries(['serviceName', 'remoteServiceName', 'spanName', 'annotationQuery'].map((name) => [name, wanted[name]])),
    minDuration: parseDuration(wanted.minDuration) ?? (maxDuration ? 1 : undefined),
    maxDuration,
  };
}

export function searchForm(wanted, onRun) {
  const text = (name, more) => el('input', { name, value: wanted[name] ?? '', autocomplete: 'off', spellcheck: 'false', ...more });
  const pick = (name, list) => options(el('select', { name, onchange: () => submit() }), list, wanted[name]);
  const inputs = {
    serviceName: options(el('select', { name: 'serviceName', onchange: () => otherService() }), [['', 'any']], wanted.serviceName ?? ''),
    spanName: text('spanName', { list: 'span-names', placeholder: 'any' }),
    remoteServiceName: text('remoteServiceName', { list: 'remote-names', placeholder: 'any', title: 'The service that was called, or that called' }),
    annotationQuery: text('annotationQuery', {
      placeholder: 'error and http.status_code=503', title: 'Terms joined by " and ": a tag key, an annotation, or key=value',
    }),
    minDuration: text('minDuration', { placeholder: '10ms' }),
    maxDuration: text('maxDuration', { placeholder: '1s' }),
    limit: pick('limit', [...new Set([...limits, String(config.queryLimit)])].sort((a, b) => a - b).map((n) => [n, n])),
    sort: pick('sort', sorts),
    refresh: pick('refresh', refreshes),
  };
  const range = rangeField(wanted.range, defaultLookback(), () => submit());
  const spanNames = el('datalist', { id: 'span-names' });
  const remoteNames = el('datalist', { id: 'remote-names' });
  const complaint = el('p', { class: 'field-error', role: 'alert', hidden: true });

  const problem = (next) => {
    const durations = ['minDuration', 'maxDuration'].map((name) => {
      const micros = parseDuration(next[name]);
      inputs[name].setAttribute('aria-invalid', String(micros === null));
      return micros;
    });
    if (durations.includes(null)) return 'A duration is a number with us, ms or s: 250us, 10ms, 1.5s.';
    if (durations[1] < durations[0]) return 'The longest duration is below the shortest.';
    return next.range ? '' : 'The time goes from a moment to a later one.';
  };
  const submit = (event) => {
    event?.preventDefault();
    const next = { range: range.read() };
    for (const name of Object.keys(inputs)) next[name] = inputs[name].value.trim();
    const bad = problem(next);
    complaint.textContent = bad;
    complaint.hidden = !bad;
    if (bad) return;
    onRun(next);
    // Asked by hand, also names are wanted that were not there a moment ago.
    if (event) loadNames('reload');
  };

  /** The names only help to choose; without them there is still a search. */
  const names = (path, parameters, cache) => api(path, parameters, cache).catch(() => []);
  const loadNamesOfService = async (cache) => {
    const serviceName = inputs.serviceName.value;
    const [spans, remotes] = serviceName
      ? await Promise.all([names('spans', { serviceName }, cache), names('remoteServices', { serviceName }, cache)]) : [[], []];
    if (serviceName !== inputs.serviceName.value) return; // another one was chosen meanwhile
    spanNames.replaceChildren(...spans.map((value) => el('option', { value })));
    remoteNames.replaceChildren(...remotes.map((value) => el('option', { value })));
  };
  const loadNames = async (cache) => {
    const services = await names('services', {}, cache);
    options(inputs.serviceName, [['', 'any'], ...services.map((name) => [name, name])], inputs.serviceName.value);
    await loadNamesOfService(cache);
  };
  const otherService = () => {
    for (const name of ['spanName', 'remoteServiceName']) inputs[name].value = '';
    submit();
    loadNamesOfService();
  };

  const node = el('form', { class: 'search', 'aria-label': 'Find traces', onsubmit: submit },
    field('Service', inputs.serviceName), field('Span name', inputs.spanName), field('Remote service', inputs.remoteServiceName),
    field('Tags or annotation', inputs.annotationQuery, 'wide'),
    field('Min duration', inputs.minDuration, 'short'), field('Max duration', inputs.maxDuration, 'short'),
    el('span', { class: 'break' }), range.nodes,
    field('Limit', inputs.limit, 'short'), field('Order', inputs.sort), field('Refresh', inputs.refresh),
    el('button', { type: 'submit', class: 'primary' }, 'Run'), spanNames, remoteNames, complaint);
  return { node, loadNames };
}
