// Clocks of two machines differ. Where a server seems to have started before its
// client asked, its times are moved, and with them those of the same machine below it.

const addressOf = (record) => record.localEndpoint?.ipv4 ?? record.localEndpoint?.ipv6;

/** By how much the server's clock is ahead of the client's (negative: behind), or 0. */
export function skewBetween(client, server) {
  const [one, two] = [addressOf(client), addressOf(server)];
  if (!one || !two || one === two) return 0; // one machine, one clock; or nobody can tell
  if (!client.timestamp || !server.timestamp || server.timestamp >= client.timestamp) return 0;
  if (!client.duration || !server.duration || server.duration > client.duration) {
    // There is no middle to put it in: right after the client's start.
    return server.timestamp - client.timestamp - 1;
  }
  // As much time for the way there as for the way back.
  return server.timestamp - Math.trunc((client.duration - server.duration) / 2) - client.timestamp;
}

/** The record with its times moved; the reported one stays as it is, for the raw data. */
function moved(record, shift) {
  if (!shift) return record;
  return {
    ...record,
    shift,
    timestamp: record.timestamp === undefined ? undefined : record.timestamp + shift,
    annotations: record.annotations?.map((note) => ({ ...note, timestamp: note.timestamp + shift })),
  };
}

/** Corrects the rows below `root`, parents first, and calls `done` for each that was moved. */
export function correctSkew(root, done) {
  // A stack instead of recursion: a chain of some thousand spans must not overflow.
  const stack = [[root, new Map()]];
  const seen = new Set();
  while (stack.length) {
    const [row, above] = stack.pop();
    if (seen.has(row)) continue;
    seen.add(row);
    let shifts = above;
    row.records = row.records.map((record) => moved(record, above.get(addressOf(record))));
    row.records = row.records.map((record) => {
      const client = record.kind === 'SERVER' ? callerOf(row) : undefined;
      const skew = client ? skewBetween(client, record) : 0;
      if (!skew) return record;
      const whole = (record.shift ?? 0) - skew;
      shifts = new Map(shifts).set(addressOf(record), whole);
      return { ...moved(record, -skew), shift: whole };
    });
    if (row.records.some((record) => record.shift)) done(row);
    for (const child of row.children) stack.push([child, shifts]);
  }
}

/** The client that a row's servers answered: in the same row, or alone in the row above. */
function callerOf(row) {
  const own = row.records.find((record) => record.kind === 'CLIENT');
  if (own) return own;
  const above = row.parent?.records.at(-1);
  return above?.kind === 'CLIENT' ? above : undefined;
}
