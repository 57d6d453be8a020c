// Corrects clock skew between hosts. When a server starts before its client, its times
// and those of all spans below it from the same address are shifted.

import { setTimes } from './merge.js';

const addressOf = (record) => record.localEndpoint?.ipv4 ?? record.localEndpoint?.ipv6;

/** Returns how far the server's clock is ahead of the client's (negative: behind), or 0. */
export function skewBetween(client, server) {
  const [one, two] = [addressOf(client), addressOf(server)];
  if (!one || !two || one === two) return 0; // the same host has one clock; without an address the host is unknown
  if (!client.timestamp || !server.timestamp || server.timestamp >= client.timestamp) return 0;
  if (!client.duration || !server.duration || server.duration > client.duration) {
    // The server can't be centred in the client: place it right after the client's start.
    return server.timestamp - client.timestamp - 1;
  }
  // Assumes equal latency in both directions.
  return server.timestamp - Math.trunc((client.duration - server.duration) / 2) - client.timestamp;
}

/** Returns a copy with shifted times; the original is kept for the raw data. */
function shifted(record, shift) {
  if (!shift) return record;
  return {
    ...record,
    shift,
    timestamp: record.timestamp === undefined ? undefined : record.timestamp + shift,
    annotations: record.annotations?.map((note) => ({ ...note, timestamp: note.timestamp + shift })),
  };
}

/** Corrects the rows below `root`, parents first. */
export function correctSkew(root) {
  // A stack instead of recursion: a chain of thousands of spans must not overflow.
  const stack = [[root, new Map()]];
  const seen = new Set();
  while (stack.length) {
    const [row, above] = stack.pop();
    if (seen.has(row)) continue;
    seen.add(row);
    if (above.size) row.records = row.records.map((record) => shifted(record, above.get(addressOf(record))));
    const shifts = row.records.some((record) => record.kind === 'SERVER') ? correctServers(row, above) : above;
    row.shifted = row.records.some((record) => record.shift);
    if (row.shifted) setTimes(row);
    for (const child of row.children) stack.push([child, shifts]);
  }
}

/** Shifts the server's records of a row; returns the shifts of the rows below it, by address. */
function correctServers(row, above) {
  let shifts = above;
  row.records = row.records.map((record) => {
    const client = record.kind === 'SERVER' ? clientOf(row) : undefined;
    const skew = client ? skewBetween(client, record) : 0;
    if (!skew) return record;
    const total = (record.shift ?? 0) - skew;
    shifts = new Map(shifts).set(addressOf(record), total);
    return { ...shifted(record, -skew), shift: total };
  });
  return shifts;
}

/** Returns the client of a row's server: in the same row, or the only record of the parent row. */
function clientOf(row) {
  const own = row.records.find((record) => record.kind === 'CLIENT');
  if (own) return own;
  const above = row.parent?.records.at(-1);
  return above?.kind === 'CLIENT' ? above : undefined;
}
