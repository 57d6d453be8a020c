// The search form, and its representation in the address.

import { api, base, config } from '../shared/api.js';
import { el, field, fieldError, options } from '../shared/dom.js';
import { rangeError, rangeField } from '../shared/rangefield.js';
import { lookbackText, rangeOf, rangeParameters } from '../shared/timerange.js';
import { parseDuration } from '../shared/words.js';

const limits = ['10', '25', '50', '100', '250'];
const sorts = [['newest', 'Newest first'], ['longest', 'Longest first'], ['spans', 'Most spans']];
const refreshes = [['0', 'Off'], ['5', 'Every 5 seconds'], ['15', 'Every 15 seconds'], ['60', 'Every minute']];
const texts = ['spanName', 'remoteServiceName', 'annotationQuery', 'minDuration', 'maxDuration'];
const picks = ['serviceName', 'limit', 'sort', 'refresh'];
export const filters = ['serviceName', ...texts];

const defaults = () => ({ limit: String(config.queryLimit), sort: 'newest', refresh: '0' });
const defaultLookback = () => lookbackText(config.defaultLookback);

/** Reads the search from the address. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const wanted = { ...defaults(), range: rangeOf(query, defaultLookback()) };
  for (const name of [...texts, ...picks]) if (query.get(name)) wanted[name] = query.get(name);
  // Older links use "all" for no filter.
  for (const name of ['serviceName', 'remoteServiceName', 'spanName']) if (wanted[name] === 'all') delete wanted[name];
  if (!sorts.some(([value]) => value === wanted.sort)) wanted.sort = 'newest';
  if (!refreshes.some(([value]) => value === wanted.refresh)) wanted.refresh = '0';
  return wanted;
}

/** Adds the search to the history. Defaults are left out of the address. */
export function writeAddress(wanted) {
  const usual = defaults();
  const query = new URLSearchParams(rangeParameters(wanted.range, defaultLookback()));
  for (const name of [...picks, ...texts]) if (wanted[name] && wanted[name] !== usual[name]) query.set(name, wanted[name]);
  const address = query.size ? `${base}?${query}` : base;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
}

/** Returns the filters as parameters of the API, which accepts a maximum duration only with a minimum one: 1 μs by default. */
export function apiParameters(wanted) {
  const maxDuration = parseDuration(wanted.maxDuration);
  return {
    ...Object.fromEntries(['serviceName', 'remoteServiceName', 'spanName', 'annotationQuery'].map((name) => [name, wanted[name]])),
    minDuration: parseDuration(wanted.minDuration) ?? (maxDuration ? 1 : undefined),
    maxDuration,
  };
}

/** Creates the form. `onSearch` is called with each valid search. */
export function searchForm(wanted, onSearch) {
  const text = (name, more) => el('input', { name, value: wanted[name] ?? '', autocomplete: 'off', spellcheck: 'false', ...more });
  const pick = (name, list) => options(el('select', { name, onchange: () => submit() }), list, wanted[name]);
  const inputs = {
    serviceName: options(el('select', { name: 'serviceName', onchange: () => changeService() }), [['', 'Any']], wanted.serviceName ?? ''),
    spanName: text('spanName', { list: 'span-names', placeholder: 'Any' }),
    remoteServiceName: text('remoteServiceName', { list: 'remote-names', placeholder: 'Any', title: 'The service on the other side of the call' }),
    annotationQuery: text('annotationQuery', {
      placeholder: 'error and http.status_code=503', title: 'Tag keys, annotations or key=value pairs, joined by " and "',
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
  const errorText = fieldError();

  const errorOf = (next) => {
    const durations = ['minDuration', 'maxDuration'].map((name) => {
      const micros = parseDuration(next[name]);
      inputs[name].setAttribute('aria-invalid', String(micros === null));
      return micros;
    });
    if (durations.includes(null)) return 'Enter a duration greater than 0 as a number and a unit (us, ms, s or m), such as 10ms or 1.5s.';
    if (durations[1] < durations[0]) return 'Max duration must be at least min duration.';
    return next.range ? '' : rangeError;
  };
  const submit = (event) => {
    event?.preventDefault();
    const next = { range: range.read() };
    for (const name of Object.keys(inputs)) next[name] = inputs[name].value.trim();
    const error = errorOf(next);
    errorText.textContent = error;
    errorText.hidden = !error;
    if (error) return;
    onSearch(next);
    // A search started by hand also picks up names reported since.
    if (event) loadNames('reload');
  };

  // The names are only suggestions: the search works without them.
  const names = (path, parameters, cache) => api(path, parameters, cache).catch(() => []);
  const loadNamesOfService = async (cache) => {
    const serviceName = inputs.serviceName.value;
    const [spans, remotes] = serviceName
      ? await Promise.all([names('spans', { serviceName }, cache), names('remoteServices', { serviceName }, cache)]) : [[], []];
    if (serviceName !== inputs.serviceName.value) return; // another service was selected meanwhile
    spanNames.replaceChildren(...spans.map((value) => el('option', { value })));
    remoteNames.replaceChildren(...remotes.map((value) => el('option', { value })));
  };
  const loadNames = async (cache) => {
    const services = await names('services', {}, cache);
    options(inputs.serviceName, [['', 'Any'], ...services.map((name) => [name, name])], inputs.serviceName.value);
    await loadNamesOfService(cache);
  };
  const changeService = () => {
    for (const name of ['spanName', 'remoteServiceName']) inputs[name].value = '';
    submit();
    loadNamesOfService();
  };

  const node = el('form', { class: 'search', 'aria-label': 'Search traces', onsubmit: submit },
    field('Service', inputs.serviceName), field('Span name', inputs.spanName), field('Remote service', inputs.remoteServiceName),
    field('Tags or annotations', inputs.annotationQuery, 'wide'),
    field('Min duration', inputs.minDuration, 'short'), field('Max duration', inputs.maxDuration, 'short'),
    el('span', { class: 'break' }), range.nodes,
    field('Limit', inputs.limit, 'short'), field('Sort by', inputs.sort), field('Auto-refresh', inputs.refresh),
    el('button', { type: 'submit', class: 'primary' }, 'Search'), spanNames, remoteNames, errorText);
  return { node, loadNames };
}
