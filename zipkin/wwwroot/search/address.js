// A search as a part of the address.

import { base, config } from '../shared/api.js';
import { lookbackText, rangeOf, rangeParameters } from '../shared/timerange.js';
import { parseDuration, parseLookback } from '../shared/words.js';

export const sorts = [['newest', 'Newest first'], ['longest', 'Longest first'], ['spans', 'Most spans']];
export const durationRule = 'a duration greater than 0 as a number and a unit (us, ms, s or m), such as 10ms or 1.5s';
const mostTraces = 10_000;
const texts = ['spanName', 'remoteServiceName', 'annotationQuery', 'excludeQuery', 'minDuration', 'maxDuration'];
const picks = ['serviceName', 'limit', 'sort', 'live'];
export const filters = ['serviceName', ...texts];

const defaults = () => ({ limit: String(config.queryLimit), sort: 'newest', live: '' });
export const defaultLookback = () => lookbackText(config.defaultLookback);

/** Reads the search from the address. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  const wanted = { ...defaults(), range: rangeOf(query, defaultLookback()) };
  for (const name of [...texts, ...picks]) if (query.get(name)) wanted[name] = query.get(name);
  // Older links use "all" for no filter, and an interval for a search that repeats.
  for (const name of ['serviceName', 'remoteServiceName', 'spanName']) if (wanted[name] === 'all') delete wanted[name];
  if (Number(query.get('refresh')) > 0) wanted.live = 'on';
  if (!sorts.some(([value]) => value === wanted.sort)) wanted.sort = 'newest';
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
    ...Object.fromEntries(['serviceName', 'remoteServiceName', 'spanName', 'annotationQuery', 'excludeQuery'].map((name) => [name, wanted[name]])),
    minDuration: parseDuration(wanted.minDuration) ?? (maxDuration ? 1 : undefined),
    maxDuration,
  };
}

/** Returns what is wrong with the parameters of a link, one sentence each. */
export function problemsOf(query) {
  const checks = [
    [['minDuration', 'maxDuration'], (text) => parseDuration(text) !== null, durationRule],
    [['limit'], (text) => /^\d+$/.test(text) && Number(text) > 0 && Number(text) <= mostTraces, `a number from 1 to ${mostTraces}`],
    [['sort'], (text) => sorts.some(([value]) => value === text), sorts.map(([value]) => value).join(', ')],
    [['lookback'], (text) => ['range', 'millis'].includes(text) || parseLookback(text) > 0, 'a number and a unit (m, h or d), such as 15m, or range'],
    [['startTs', 'endTs', 'startTime', 'endTime', 'millis'], (text) => /^\d{1,16}$/.test(text), 'a number of milliseconds'],
  ];
  const problems = checks.flatMap(([names, isValid, allowed]) => names.filter((name) => query.get(name) && !isValid(query.get(name)))
    .map((name) => `${name}: “${query.get(name)}” is not allowed; allowed: ${allowed}.`));
  if (query.get('lookback') === 'range' && !problems.length && rangeOf(query, '').lookback !== 'range') {
    problems.push('The range needs startTs and endTs, and its end must be after its start.');
  }
  if (parseDuration(query.get('maxDuration')) < parseDuration(query.get('minDuration'))) {
    problems.push('maxDuration must be at least minDuration.');
  }
  return problems;
}
