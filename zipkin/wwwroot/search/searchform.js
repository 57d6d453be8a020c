// The search form.

import { config } from '../shared/api.js';
import { defaultLookback, durationRule, sorts } from './address.js';
import { el, field, fieldError, options } from '../shared/dom.js';
import { showFilters } from './filters.js';
import { rangeError, rangeField } from '../shared/rangefield.js';
import { suggestions } from './suggestions.js';
import { joinTerms, parseTerms } from '../model/terms.js';
import { parseDuration } from '../shared/words.js';

const limits = ['10', '25', '50', '100', '250'];
const errorTerm = 'error';

/** Creates the form. `onSearch` is called with each valid search. */
export function searchForm(wanted, onSearch) {
  const text = (name, more) => el('input', { name, value: wanted[name] ?? '', autocomplete: 'off', spellcheck: 'false', ...more });
  const pick = (name, list) => options(el('select', { name, onchange: () => submit() }), list, wanted[name]);
  const inputs = {
    serviceName: options(el('select', { name: 'serviceName', onchange: () => changeService() }), [['', 'Any']], wanted.serviceName ?? ''),
    spanName: text('spanName', { list: 'span-names', placeholder: 'Any' }),
    remoteServiceName: text('remoteServiceName', { list: 'remote-names', placeholder: 'Any', title: 'The service on the other side of the call' }),
    annotationQuery: text('annotationQuery', {
      value: '', list: 'tag-names', placeholder: 'http.status_code=503', title: 'A tag key, an annotation or a key=value pair; several are joined by " and "',
    }),
    minDuration: text('minDuration', { placeholder: '10ms' }),
    maxDuration: text('maxDuration', { placeholder: '1s' }),
    limit: pick('limit', [...new Set([...limits, String(config.queryLimit)])].sort((a, b) => a - b).map((n) => [n, n])),
    sort: pick('sort', sorts),
  };
  const errorsOnly = el('input', { type: 'checkbox', name: 'errorsOnly', onchange: () => switchErrors() });
  const range = rangeField(wanted.range, defaultLookback(), () => submit());
  const errorText = fieldError();
  const list = el('ul', { class: 'filters', 'aria-label': 'Filters' });
  const suggested = suggestions(inputs);
  let now = wanted;

  const show = (next) => {
    now = next;
    for (const name of Object.keys(inputs)) if (name !== 'annotationQuery') inputs[name].value = next[name] ?? '';
    errorsOnly.checked = parseTerms(next.annotationQuery).includes(errorTerm);
    showFilters(list, next, (rest) => {
      search(rest);
      (list.querySelector('button') ?? inputs.annotationQuery).focus();
    });
  };
  const search = (next) => {
    show(next);
    onSearch(next);
  };
  const errorOf = (next) => {
    const durations = ['minDuration', 'maxDuration'].map((name) => {
      const micros = parseDuration(next[name]);
      inputs[name].setAttribute('aria-invalid', String(micros === null));
      return micros;
    });
    if (durations.includes(null)) return `Enter ${durationRule}.`;
    if (durations[1] < durations[0]) return 'Max duration must be at least min duration.';
    return next.range ? '' : rangeError;
  };
  /** Returns the search of the fields, with the typed terms added to one of the two lists. */
  const read = (target) => {
    const next = { ...now, range: range.read() };
    for (const name of Object.keys(inputs)) if (name !== 'annotationQuery') next[name] = inputs[name].value.trim();
    next[target] = joinTerms(parseTerms(joinTerms([...parseTerms(now[target]), ...parseTerms(inputs.annotationQuery.value)])));
    return next;
  };
  const submit = (event, target = 'annotationQuery') => {
    event?.preventDefault();
    const next = read(target);
    const error = errorOf(next);
    errorText.textContent = error;
    errorText.hidden = !error;
    if (error) return;
    inputs.annotationQuery.value = '';
    search(next);
    // A search started by hand also picks up names reported since.
    if (event) suggested.loadNames('reload');
  };
  const switchErrors = () => {
    const others = parseTerms(now.annotationQuery).filter((term) => term !== errorTerm);
    now = { ...now, annotationQuery: joinTerms(errorsOnly.checked ? [errorTerm, ...others] : others) };
    submit();
  };
  const changeService = () => {
    for (const name of ['spanName', 'remoteServiceName']) inputs[name].value = '';
    submit();
    suggested.loadNamesOfService();
  };
  const exclude = (event) => (inputs.annotationQuery.value.trim() ? submit(event, 'excludeQuery') : inputs.annotationQuery.focus());

  const node = el('form', { class: 'search', 'aria-label': 'Search traces', onsubmit: submit },
    field('Service', inputs.serviceName), field('Span name', inputs.spanName), field('Remote service', inputs.remoteServiceName),
    el('div', { class: 'field wide with-button' }, field('Tags or annotations', inputs.annotationQuery),
      el('button', { type: 'button', class: 'exclude', title: 'Exclude traces that have the tag or annotation', onclick: exclude }, 'Exclude')),
    field('Min duration', inputs.minDuration, 'short'), field('Max duration', inputs.maxDuration, 'short'),
    el('span', { class: 'break' }), range.nodes,
    field('Limit', inputs.limit, 'short'), field('Sort by', inputs.sort),
    el('label', { class: 'switch' }, errorsOnly, 'Errors only'),
    el('button', { type: 'submit', class: 'primary' }, 'Search'), suggested.nodes, errorText, list);
  show(wanted);
  for (const name of ['minDuration', 'maxDuration']) inputs[name].setAttribute('aria-invalid', String(parseDuration(wanted[name]) === null));
  return { node, loadNames: suggested.loadNames, isLive: (live) => { now = { ...now, live }; } };
}
