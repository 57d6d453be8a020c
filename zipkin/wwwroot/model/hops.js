// Joins the two sides of a call that have a span ID each, as with OpenTelemetry, to one row, as with B3's shared IDs.

import { describe } from './merge.js';

/** Returns the rows, depth first, in which a client's span and the only span below it, the server's, are one row. */
export function joinHops(rows) {
  const inside = new Set();
  for (const row of rows) {
    const server = serverOf(row);
    if (!server) continue;
    inside.add(server);
    row.ids.push(...server.ids);
    const { parentId } = row;
    describe(row, [...row.records, ...server.records]);
    Object.assign(row, { parentId, service: server.service });
    row.children = server.children;
    for (const child of row.children) child.parent = row;
  }
  if (!inside.size) return rows;
  const left = rows.filter((row) => !inside.has(row));
  for (const row of left) {
    row.depth = row.parent ? row.parent.depth + 1 : 0;
    row.below = 0;
  }
  for (let i = left.length - 1; i >= 0; i--) if (left[i].parent) left[i].parent.below += left[i].below + 1;
  return left;
}

function serverOf(row) {
  const [child] = row.children;
  return row.children.length === 1 && is(row, 'CLIENT') && is(child, 'SERVER') && !child.orphan && !child.extraRoot ? child : null;
}

const is = (row, kind) => row.records.length === 1 && row.records[0].kind === kind;

/** Returns the time before and after the server's span in a call that both sides reported, or null when it isn't known. */
export function networkOf({ records, skewed }) {
  const [client, server] = records;
  if (records.length !== 2 || skewed || client.kind !== 'CLIENT' || server.kind !== 'SERVER') return null;
  if (!client.timestamp || !client.duration || !server.timestamp || !server.duration) return null;
  const there = server.timestamp - client.timestamp;
  const back = client.duration - server.duration - there;
  return there >= 0 && back >= 0 ? { there, back } : null;
}
