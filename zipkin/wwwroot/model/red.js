// Rate, errors and duration of services, their operations and the calls between them, computed from traces.

import { callsOf } from './links.js';
import { percentile } from './percentile.js';
import { hasErrorTag, serviceOf } from './spans.js';
import { buildTree } from './tree.js';

/** Returns the statistics of requests, each `{ duration, failed }`, over a number of seconds. */
export function redOf(requests, seconds) {
  const durations = requests.map((request) => request.duration).filter((duration) => duration !== undefined).sort((a, b) => a - b);
  const errors = requests.filter((request) => request.failed).length;
  return {
    count: requests.length,
    rate: seconds > 0 ? requests.length / seconds : 0,
    errors,
    errorShare: requests.length ? errors / requests.length : 0,
    p50: percentile(durations, 0.5),
    p90: percentile(durations, 0.9),
    p99: percentile(durations, 0.99),
  };
}

/**
 * Returns the requests of a trace: what a service received (server and consumer spans), and the first span of the trace, whatever its
 * kind, since a proxy at the edge and a job of its own receive nothing.
 */
export function requestsOf(rows) {
  const requests = [];
  for (const row of rows) {
    for (const record of row.records) {
      const isFirst = row === rows[0] && record === row.records[0];
      if (!isFirst && record.kind !== 'SERVER' && record.kind !== 'CONSUMER') continue;
      requests.push({ service: serviceOf(record), operation: record.name ?? '', duration: record.duration, failed: hasErrorTag(record) });
    }
  }
  return requests;
}

/** Groups a list and returns the statistics of each group, with the fields that `keyOf` returns as a list. */
function groups(list, names, keyOf, seconds) {
  const byKey = new Map();
  for (const one of list) {
    const values = keyOf(one);
    const key = JSON.stringify(values);
    const group = byKey.get(key) ?? { values, requests: [] };
    group.requests.push(one);
    byKey.set(key, group);
  }
  return [...byKey.values()].map(({ values, requests }) => ({
    ...Object.fromEntries(names.map((name, i) => [name, values[i]])), ...redOf(requests, seconds),
  })).sort((a, b) => b.count - a.count);
}

/** Returns the statistics of traces that cover a number of seconds, the most frequent first. */
export function red(traces, seconds) {
  const [requests, calls] = [[], []];
  for (const spans of traces) {
    const rows = buildTree(spans);
    for (const request of requestsOf(rows)) requests.push(request);
    for (const { parent, child, failed, row } of callsOf(rows)) calls.push({ parent, child, failed, duration: row.duration });
  }
  return {
    services: groups(requests, ['service'], (one) => [one.service], seconds),
    operations: groups(requests, ['service', 'operation'], (one) => [one.service, one.operation], seconds),
    edges: groups(calls, ['parent', 'child'], (one) => [one.parent, one.child], seconds),
  };
}

/**
 * Returns how many seconds the traces of a search cover: the whole window, or when there may be older ones, the time since the first.
 * The window is in milliseconds.
 */
export function coveredSeconds(traces, { endTs, lookback }, isComplete) {
  if (isComplete) return lookback / 1000;
  const first = traces.reduce((time, spans) => spans.reduce((a, span) => Math.min(a, span.timestamp ?? a), time), Infinity);
  return Math.min(lookback, Math.max(1, endTs - first / 1000)) / 1000;
}
