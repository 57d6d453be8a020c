// Merges the records of a trace into rows, one per span ID.

import { endOf, errorKind, serviceOf } from './spans.js';

/**
 * Returns one row per span ID. With B3, client and server report under the same ID,
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

/** Returns true when two reports can be parts of the same record: same side, same endpoint. */
function sameRecord(a, b) {
  if (Boolean(a.shared) !== Boolean(b.shared)) return false;
  if (a.kind && b.kind && a.kind !== b.kind) return false;
  const one = a.localEndpoint ?? {};
  const two = b.localEndpoint ?? {};
  return ['serviceName', 'ipv4', 'ipv6', 'port']
    .every((key) => one[key] === undefined || two[key] === undefined || one[key] === two[key]);
}

/** Adds a later part of a span that is reported in parts (at its start, then at its end). The first value of a field wins. */
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

function rowOf(id, unsorted) {
  const records = [...unsorted].sort((a, b) => sideOrder(a) - sideOrder(b));
  // The server has the better name for the operation; the client has the better duration.
  const named = [...records].reverse().find((record) => record.name) ?? records[0];
  const error = errorKind(records);
  const row = {
    id,
    records,
    name: named.name ?? '',
    services: unique(records.map(serviceOf).filter(Boolean)),
    // Includes services that only the other side of a call names.
    allServices: unique(records.flatMap((r) => [serviceOf(r), r.remoteEndpoint?.serviceName]).filter(Boolean)),
    remote: records.length === 1 ? records[0].remoteEndpoint?.serviceName : undefined,
    kind: records.length > 1 ? 'RPC' : records[0].kind,
    parentId: records.find((record) => record.parentId && record.parentId !== id)?.parentId,
    error: error !== 'none',
    errorKind: error,
  };
  setTimes(row);
  return row;
}

/** Sets the start, end and duration of a row from its records. The duration is the client's, which comes first. */
export function setTimes(row) {
  const { records } = row;
  const known = records.filter((record) => record.timestamp);
  const notes = known.length ? [] : records.flatMap((record) => (record.annotations ?? []).map((a) => a.timestamp));
  row.start = known.length ? Math.min(...known.map((r) => r.timestamp)) : notes.length ? Math.min(...notes) : undefined;
  row.end = known.length ? Math.max(...known.map(endOf)) : notes.length ? Math.max(...notes) : undefined;
  row.duration = known.find((record) => record.duration)?.duration;
  row.skewed = clocksDiffer(records);
}

/** Returns true for a server that starts before its client, or after a client that waited for it has ended. */
function clocksDiffer(records) {
  const [client, server] = records;
  if (!server?.timestamp || !client.timestamp || client.kind !== 'CLIENT' || server.kind !== 'SERVER') return false;
  return server.timestamp < client.timestamp || (Boolean(client.duration) && server.timestamp > endOf(client));
}

const unique = (list) => [...new Set(list)];
