// Merges the records of a trace into rows, one per span ID.

import { endOf, errorKind, serviceOf } from './spans.js';

/**
 * Returns one row per span ID. With B3, client and server report under the same ID,
 * so a row holds one record, or the client's record followed by the server's.
 */
export function mergeSpans(spans) {
  const byId = new Map();
  for (const span of spans) {
    const records = byId.get(span.id);
    if (!records) byId.set(span.id, [span]);
    else addRecord(records, span);
  }
  const rows = [];
  for (const [id, records] of byId) rows.push(rowOf(id, records));
  return rows;
}

function addRecord(records, span) {
  const at = records.findIndex((record) => sameRecord(record, span));
  if (at < 0) records.push(span);
  else records[at] = addPart(records[at], span);
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

/** Creates a row. All its fields are here, also those that the tree sets: in a large trace, fields that are added later cost more than the rest. */
function rowOf(id, records) {
  if (records.length > 1) records.sort((a, b) => sideOrder(a) - sideOrder(b));
  return describe({
    id, ids: [id], records: null, name: '', service: '', services: null, allServices: null, remote: undefined, kind: undefined, parentId: undefined,
    error: false, errorKind: 'none', start: undefined, end: undefined, duration: undefined, skewed: false, shifted: false,
    children: [], depth: 0, below: 0, parent: null, orphan: false, extraRoot: false, place: -1, text: undefined,
  }, records);
}

/** Sets the fields of a row that follow from its records, which are in the order of the call: the client's, then the server's. */
export function describe(row, records) {
  row.records = records;
  row.name = nameOf(records);
  row.services = servicesOf(records, false);
  // Includes services that only the other side of a call names.
  row.allServices = servicesOf(records, true);
  row.remote = records.length === 1 ? records[0].remoteEndpoint?.serviceName : undefined;
  row.kind = records.length > 1 ? 'RPC' : records[0].kind;
  row.parentId = undefined;
  for (const { parentId } of records) row.parentId ??= parentId && parentId !== row.id ? parentId : undefined;
  row.errorKind = errorKind(records);
  row.error = row.errorKind !== 'none';
  setTimes(row);
  return row;
}

/** The server has the better name for the operation; the client has the better duration. */
function nameOf(records) {
  for (let i = records.length - 1; i >= 0; i--) if (records[i].name) return records[i].name;
  return '';
}

function servicesOf(records, withRemote) {
  const names = [];
  const add = (name) => { if (name && !names.includes(name)) names.push(name); };
  for (const record of records) {
    add(serviceOf(record));
    if (withRemote) add(record.remoteEndpoint?.serviceName);
  }
  return names;
}

/** Sets the start, end and duration of a row from its records. The duration is the client's, which comes first. */
export function setTimes(row) {
  row.start = row.end = row.duration = undefined;
  for (const record of row.records) {
    if (!record.timestamp) continue;
    extend(row, record.timestamp, endOf(record));
    row.duration ??= record.duration || undefined;
  }
  if (row.start === undefined) for (const { annotations } of row.records) for (const { timestamp } of annotations ?? []) extend(row, timestamp, timestamp);
  row.skewed = row.records.length > 1 && clocksDiffer(row.records);
}

function extend(row, start, end) {
  if (row.start === undefined || start < row.start) row.start = start;
  if (row.end === undefined || end > row.end) row.end = end;
}

/** Returns true for a server that starts before its client, or after a client that waited for it has ended. */
function clocksDiffer([client, server]) {
  if (!server.timestamp || !client.timestamp || client.kind !== 'CLIENT' || server.kind !== 'SERVER') return false;
  return server.timestamp < client.timestamp || (Boolean(client.duration) && server.timestamp > endOf(client));
}
