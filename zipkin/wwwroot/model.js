// The rules of the page: which spans make one row, how rows make a tree, what a
// trace is called and how a time is written. Pure functions, so that they can be
// tested without a browser.

import { correctSkew } from './skew.js';

export const hasErrorTag = (span) => Object.hasOwn(span.tags ?? {}, 'error');

/** A tag says that the whole failed; an annotation, that something on the way did. */
function errorKind(records) {
  if (records.some(hasErrorTag)) return 'critical';
  return records.some((record) => record.annotations?.some((a) => a.value === 'error')) ? 'transient' : 'none';
}

export const serviceOf = (span) => span.localEndpoint?.serviceName ?? '';

const endOf = (part) => part.timestamp + (part.duration ?? 0);

// ---------------------------------------------------------------- merging

/** Whether two reports can be halves of the same record: same side, same place. */
function sameRecord(a, b) {
  if (Boolean(a.shared) !== Boolean(b.shared)) return false;
  if (a.kind && b.kind && a.kind !== b.kind) return false;
  const one = a.localEndpoint ?? {};
  const two = b.localEndpoint ?? {};
  return ['serviceName', 'ipv4', 'ipv6', 'port']
    .every((key) => one[key] === undefined || two[key] === undefined || one[key] === two[key]);
}

/** A span may be sent in parts (the start, then the end): the first value of each field stays. */
function addPart(record, span) {
  const tags = { ...record.tags, ...span.tags };
  const annotations = [...(record.annotations ?? [])];
  for (const annotation of span.annotations ?? []) {
    const known = annotations.some((a) => a.timestamp === annotation.timestamp && a.value === annotation.value);
    if (!known) annotations.push(annotation);
  }
  const localEndpoint = { ...span.localEndpoint, ...record.localEndpoint };
  return { ...span, ...record, localEndpoint, tags, annotations };
}

const sideOrder = (record) => (record.shared ? 2 : record.kind === 'CLIENT' || record.kind === 'PRODUCER' ? 0 : 1);

/**
 * One row per span id. With B3 the caller and the callee report under the same id,
 * so a row holds one record, or the client's record followed by the server's.
 */
export function mergeSpans(spans) {
  const byId = new Map();
  for (const span of spans) {
    const records = byId.get(span.id) ?? [];
    const at = records.findIndex((record) => sameRecord(record, span));
    if (at < 0) records.push(span);
    else records[at] = addPart(records[at], span);
    byId.set(span.id, records);
  }
  return [...byId].map(([id, records]) => rowOf(id, records));
}

function rowOf(id, unsorted) {
  const records = [...unsorted].sort((a, b) => sideOrder(a) - sideOrder(b));
  // The callee knows best what was called; the caller knows best how long it took.
  const named = [...records].reverse().find((record) => record.name) ?? records[0];
  const error = errorKind(records);
  return timed({
    id,
    records,
    name: named.name ?? '',
    services: unique(records.map(serviceOf).filter(Boolean)),
    // Also those that only the other side of a call names.
    allServices: unique(records.flatMap((r) => [serviceOf(r), r.remoteEndpoint?.serviceName]).filter(Boolean)),
    remote: records.length === 1 ? records[0].remoteEndpoint?.serviceName : undefined,
    kind: records.length > 1 ? 'RPC' : records[0].kind,
    parentId: records.find((record) => record.parentId && record.parentId !== id)?.parentId,
    error: error !== 'none',
    errorKind: error,
  });
}

/** Start, end and duration of a row by its records; the caller comes first and knows how long it took. */
function timed(row) {
  const { records } = row;
  const known = records.filter((record) => record.timestamp);
  const notes = known.length ? [] : records.flatMap((record) => (record.annotations ?? []).map((a) => a.timestamp));
  row.start = known.length ? Math.min(...known.map((r) => r.timestamp)) : notes.length ? Math.min(...notes) : undefined;
  row.end = known.length ? Math.max(...known.map(endOf)) : notes.length ? Math.max(...notes) : undefined;
  row.duration = known.find((record) => record.duration)?.duration;
  row.skewed = clocksDiffer(records);
  return row;
}

/** A server cannot start before its client asked, nor end after a client that waited for it. */
function clocksDiffer(records) {
  const [client, server] = records;
  if (!server?.timestamp || !client.timestamp || client.kind !== 'CLIENT' || server.kind !== 'SERVER') return false;
  return server.timestamp < client.timestamp || (Boolean(client.duration) && server.timestamp > endOf(client));
}

// ---------------------------------------------------------------- the tree

/** Rows in the order of the waterfall, each with depth, children and the number below it. */
export function buildTree(spans) {
  const rows = mergeSpans(spans);
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) Object.assign(row, { children: [], depth: 0, below: 0, parent: null, orphan: false, extraRoot: false });

  const trueRoot = rows.filter((row) => !row.parentId).sort(byStart)[0];
  const roots = [];
  for (const row of rows) {
    const parent = byId.get(row.parentId);
    // A span whose parent was never reported still belongs to the trace, and so does a
    // second one without parent: they go under the root.
    row.orphan = Boolean(row.parentId) && !parent;
    row.extraRoot = Boolean(trueRoot) && !row.parentId && row !== trueRoot;
    row.parent = parent ?? (trueRoot && row !== trueRoot ? trueRoot : null);
    if (row.parent) row.parent.children.push(row);
    else roots.push(row);
  }
  // Without a root it is not known whose clock the others should follow.
  if (trueRoot) correctSkew(trueRoot, timed);

  const ordered = [];
  const seen = new Set();
  // A stack instead of recursion: a chain of some thousand spans must not overflow.
  const visit = (root) => {
    const stack = [root];
    while (stack.length) {
      const row = stack.pop();
      seen.add(row);
      ordered.push(row);
      row.depth = row.parent ? row.parent.depth + 1 : 0;
      row.children = row.children.filter((child) => !seen.has(child)).sort(byStart);
      for (let i = row.children.length - 1; i >= 0; i--) stack.push(row.children[i]);
    }
  };
  roots.sort(byStart).forEach(visit);
  // What is left hangs in a circle of parents: cut it at its earliest span.
  for (const row of [...rows].sort(byStart)) {
    if (seen.has(row)) continue;
    row.parent = null;
    row.orphan = true;
    visit(row);
  }
  for (let i = ordered.length - 1; i >= 0; i--) {
    const row = ordered[i];
    if (row.parent) row.parent.below += row.below + 1;
    row.service = serviceOfRow(row);
  }
  return ordered;
}

/** Who did the work of a row: the callee; of a call that nobody answered in this trace, the one it went to. */
function serviceOfRow(row) {
  const last = row.records.at(-1);
  const remote = last.kind === 'CLIENT' && !row.children.length ? last.remoteEndpoint?.serviceName : undefined;
  return remote || serviceOf(last);
}

const byStart = (a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.id < b.id ? -1 : 1);

/** The rows that no folded ancestor hides. */
export function visibleRows(rows, folded) {
  let hiddenBelow = Infinity;
  return rows.filter((row) => {
    if (row.depth > hiddenBelow) return false;
    hiddenBelow = folded.has(row.id) ? row.depth : Infinity;
    return true;
  });
}

// ---------------------------------------------------------------- a whole trace

/** Everything the list and the head of the trace page show. */
export function summarise(spans) {
  const rows = buildTree(spans);
  const root = rows[0];
  const counts = new Map();
  for (const row of rows) for (const service of row.allServices) counts.set(service, (counts.get(service) ?? 0) + 1);
  const starts = rows.map((row) => row.start).filter((time) => time !== undefined);
  const ends = rows.map((row) => row.end).filter((time) => time !== undefined);
  const start = starts.length ? starts.reduce((a, b) => Math.min(a, b)) : undefined;
  const end = ends.length ? ends.reduce((a, b) => Math.max(a, b)) : undefined;
  return {
    traceId: spans[0]?.traceId ?? '',
    rows,
    service: root ? serviceOf(root.records[0]) || (root.services[0] ?? '') : '',
    name: root?.records[0].name || (root?.name ?? ''),
    start,
    duration: start === undefined ? undefined : end - start,
    depth: rows.reduce((deepest, row) => Math.max(deepest, row.depth + 1), 0),
    reports: spans.length,
    services: [...counts].map(([name, count]) => ({ name, count })),
    errors: rows.filter((row) => row.error).length,
    headless: Boolean(root?.orphan),
  };
}

/** Which service called which in a trace, as the server counts them for all traces. */
export function linksOf(rows) {
  const links = new Map();
  const add = (parent, child, failed) => {
    if (!parent || !child) return;
    const key = JSON.stringify([parent, child]);
    const link = links.get(key) ?? { parent, child, callCount: 0, errorCount: 0 };
    link.callCount++;
    if (failed) link.errorCount++;
    links.set(key, link);
  };
  for (const row of rows) {
    const [first, last] = [row.records[0], row.records.at(-1)];
    const remote = last.remoteEndpoint?.serviceName;
    const failed = row.errorKind === 'critical';
    if (last.kind === 'PRODUCER') add(serviceOf(last), remote, failed);
    else if (last.kind === 'CONSUMER') add(remote, serviceOf(last), failed);
    else if (last.kind === 'CLIENT' && !row.children.length) add(serviceOf(last), remote, failed);
    else if (last.kind === 'SERVER') {
      let above = first === last ? row.parent : null;
      while (above && !above.records.at(-1).kind) above = above.parent;
      const caller = first === last ? above && serviceOf(above.records.at(-1)) : serviceOf(first);
      add(caller || remote, serviceOf(last), failed);
    }
  }
  return [...links.values()];
}

/** The rows that fit a text and a service, with the rows above them; null when nothing is asked for. */
export function filterRows(rows, text, service) {
  const wanted = text.trim().toLowerCase();
  if (!wanted && !service) return null;
  const hits = new Set(rows.filter((row) => (!service || row.allServices.includes(service))
    && (!wanted || textOf(row).includes(wanted))));
  const shown = new Set(hits);
  for (const hit of hits) for (let row = hit.parent; row && !shown.has(row); row = row.parent) shown.add(row);
  return { hits, rows: rows.filter((row) => shown.has(row)) };
}

/** Everything of a row that can be looked for, made once. */
function textOf(row) {
  row.text ??= [row.id, row.name, ...row.allServices, ...row.records.flatMap((record) => [
    ...Object.entries(record.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(record.annotations ?? []).map((note) => note.value),
  ])].join('\n').toLowerCase();
  return row.text;
}

/** The annotations of a row with those that its records imply, in the order of time. */
export function timeline(row) {
  const sides = { CLIENT: 'Client', SERVER: 'Server', PRODUCER: 'Producer', CONSUMER: 'Consumer' };
  const notes = [];
  for (const record of row.records) {
    const service = serviceOf(record);
    const side = sides[record.kind];
    if (side && record.timestamp) {
      notes.push({ time: record.timestamp, text: `${side} Start`, service, derived: true });
      if (record.duration) notes.push({ time: endOf(record), text: `${side} Finish`, service, derived: true });
    }
    for (const annotation of record.annotations ?? []) {
      notes.push({ time: annotation.timestamp, text: annotation.value, service, derived: false });
    }
  }
  return notes.sort((a, b) => a.time - b.time);
}

/**
 * Per service one of `slots` colours: by the name, or the one it has already, so that it
 * keeps it from page to page; but no two alike while there are colours left.
 */
export function colourSlots(services, slots, already = new Map()) {
  const taken = new Set();
  const colours = new Map();
  for (const service of [...new Set(services)].sort()) {
    let slot = already.get(service) ?? hash(service) % slots;
    if (taken.size === slots) taken.clear();
    while (taken.has(slot)) slot = (slot + 1) % slots;
    taken.add(slot);
    colours.set(service, slot);
  }
  return colours;
}

function hash(text) {
  let value = 2166136261;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 16777619);
  return (value ^ (value >>> 15)) >>> 0;
}

const unique = (list) => [...new Set(list)];
