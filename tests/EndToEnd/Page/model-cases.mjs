// Compares the model with the rows that another implementation of the same rules produced from recorded traces.
// Arguments: the folder of the page's modules, the file of cases. Prints one line per difference, then a count.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, file] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));
const { summarise } = await load('model/summary');
const { timeline } = await load('model/timeline');
const { formatDuration } = await load('shared/words');
const { cases } = JSON.parse(readFileSync(file, 'utf8'));

const sorted = (list) => [...list].sort();
// A missing name is an empty string here and 'unknown' there; a missing duration is undefined here and 0 with an empty string there.
const named = (text) => text || 'unknown';
const countOf = ({ name, serviceName, count, spanCount }) => `${name ?? serviceName} ${count ?? spanCount}`;

function ours(trace) {
  const summary = summarise(trace);
  return {
    detail: {
      traceId: summary.traceId,
      depth: summary.depth,
      duration: summary.duration,
      durationStr: formatDuration(summary.duration),
      root: `${named(summary.service)}: ${named(summary.name)}`,
      services: sorted(summary.services.map(countOf)),
    },
    rows: summary.rows.map((row) => ({
      spanId: row.id,
      parentId: row.parentId,
      depth: row.depth,
      name: `${named(row.service)}: ${named(row.name)}`,
      services: sorted(row.allServices),
      timestamp: row.start,
      duration: row.duration ?? 0,
      durationStr: row.duration ? formatDuration(row.duration) : '',
      errorType: row.errorKind,
      childIds: row.children.map((child) => child.id),
      annotations: timeline(row).map(({ time, text, service, derived }) => `${time} ${text} ${service} ${derived}`),
      tags: sorted(new Set(row.records.flatMap((record) => Object.entries(record.tags ?? {}).map((pair) => pair.join('='))))),
    })),
  };
}

const addresses = ['Local Address', 'Server Address', 'Client Address', 'Broker Address'];
const noteNames = { 'Wire Send': 'ws', 'Wire Receive': 'wr' };
const serviceIn = (endpoint) => /\(([^)]*)\)$/.exec(endpoint ?? '')?.[1] ?? endpoint ?? '';

function theirs({ detail }) {
  return {
    detail: {
      traceId: detail.traceId,
      depth: detail.depth,
      duration: detail.duration,
      durationStr: detail.durationStr,
      root: `${detail.rootSpan.serviceName}: ${detail.rootSpan.spanName}`,
      services: sorted(detail.services.map(countOf)),
    },
    rows: detail.rows.map((row) => ({
      spanId: row.spanId,
      parentId: row.parentId,
      depth: row.depth - 2, // theirs starts at 1 and counts the trace itself
      name: `${row.serviceName}: ${row.spanName}`,
      services: sorted(row.serviceNames),
      timestamp: row.timestamp,
      duration: row.duration,
      durationStr: row.durationStr,
      errorType: row.errorType,
      childIds: row.childIds,
      annotations: row.annotations.map((a) => `${a.timestamp} ${noteNames[a.value] ?? a.value} ${serviceIn(a.endpoint)} ${a.derived}`),
      // The panel shows addresses apart from the tags.
      tags: sorted(row.tags.filter((tag) => !addresses.includes(tag.key)).map((tag) => `${tag.key}=${tag.value}`)),
    })),
  };
}

function* differences(path, a, b) {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) yield* differences(`${path}.${key}`, a[key], b[key]);
  } else if (a !== b) yield `${path}: ours ${JSON.stringify(a)}, theirs ${JSON.stringify(b)}`;
}

let failed = 0;
for (const one of cases) {
  const found = [...differences(one.name, ours(one.trace), theirs(one))];
  if (found.length) failed++;
  for (const line of found) console.log(line);
}
console.log(`${cases.length - failed} of ${cases.length} cases agree`);
process.exitCode = failed || !cases.length ? 1 : 0;
