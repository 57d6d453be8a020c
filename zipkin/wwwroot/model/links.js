// Counts the calls between the services of one trace, by the rules the server uses for all traces.

import { serviceOf } from './spans.js';

export function linksOf(rows) {
  const links = new Map();
  for (const { parent, child, failed } of callsOf(rows)) {
    const key = JSON.stringify([parent, child]);
    const link = links.get(key) ?? { parent, child, callCount: 0, errorCount: 0 };
    link.callCount++;
    if (failed) link.errorCount++;
    links.set(key, link);
  }
  return [...links.values()];
}

/** Returns each call, with the row it was counted at. */
export function callsOf(rows) {
  const calls = [];
  for (const row of rows) {
    const add = (parent, child) => { if (parent && child) calls.push({ parent, child, failed: row.errorKind === 'critical', row }); };
    const [first, last] = [row.records[0], row.records.at(-1)];
    const remote = last.remoteEndpoint?.serviceName;
    if (last.kind === 'PRODUCER') add(serviceOf(last), remote);
    else if (last.kind === 'CONSUMER') add(remote, serviceOf(last));
    else if (last.kind === 'CLIENT' && !row.children.length) add(serviceOf(last), remote);
    else if (last.kind === 'SERVER') {
      let above = first === last ? row.parent : null;
      while (above && !above.records.at(-1).kind) above = above.parent;
      const caller = first === last ? above && serviceOf(above.records.at(-1)) : serviceOf(first);
      add(caller || remote, serviceOf(last));
    }
  }
  return calls;
}
