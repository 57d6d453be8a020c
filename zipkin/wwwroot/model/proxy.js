// Explains what proxies report about a request: response flags and attempts.

// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags
const flags = {
  DC: 'client closed the connection', DF: 'DNS resolution failed', DI: 'delayed by fault injection', DO: 'downstream overload: request dropped',
  DPE: 'client broke the HTTP protocol', DR: 'client reset the stream', DT: 'maximum duration exceeded', FI: 'aborted by fault injection',
  IH: 'invalid header value', LH: 'failed a health check', LR: 'reset by the proxy', NC: 'upstream cluster not found',
  NFCF: 'no filter configuration', NR: 'no route found', OM: 'overload: out of memory', RL: 'rate limited', RLSE: 'rate limit service failed',
  RFCF: 'response from a cache filter', SI: 'stream idle timeout', UAEX: 'denied by external authorization', UC: 'upstream closed the connection',
  UF: 'upstream connection failed', UH: 'no healthy upstream', UMSDR: 'upstream reached its maximum stream duration', UO: 'upstream overflow (circuit breaker open)',
  UPE: 'upstream broke the HTTP protocol', UR: 'upstream reset the stream', URX: 'retry limit exceeded', UT: 'upstream request timeout',
};

/** Translates the tag `response_flags` (`UF,URX`; `-` without a flag) to pairs of a flag and its meaning. */
export function flagsIn(text) {
  if (typeof text !== 'string' || !/^[A-Z]+(,[A-Z]+)*$/.test(text)) return [];
  return text.split(',').map((flag) => [flag, flags[flag] ?? 'unknown flag']);
}

/** Returns the flags of all records of a row, each once. */
export function flagsOf(row) {
  const found = new Map();
  for (const { tags } of row.records) for (const [flag, meaning] of tags ? flagsIn(tags.response_flags) : []) found.set(flag, meaning);
  return [...found];
}

/**
 * Returns the attempts among the children of each row, by row: `{ number: 2, count: 3 }`. The spans of attempts have the
 * same name and cluster, and from the second on the tag `retry.count`.
 */
export function attemptsOf(rows) {
  const attempts = new Map();
  const parents = new Set(rows.filter(isRetry).map((row) => row.parent));
  for (const parent of parents) {
    const byCluster = groupBy((parent?.children ?? []).filter(isAttempt), clusterOf);
    for (const group of byCluster.values()) {
      if (group.some(isRetry)) group.forEach((row, index) => attempts.set(row, { number: index + 1, count: group.length }));
    }
  }
  return attempts;
}

const isRetry = (row) => row.records[0].tags?.['retry.count'] !== undefined;
const clusterOf = (row) => row.records[0].tags?.upstream_cluster;
const isAttempt = (row) => row.records[0].kind === 'CLIENT' && clusterOf(row) !== undefined;

function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
