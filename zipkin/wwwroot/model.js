// The rules of the page: which spans make one row, how rows make a tree, what a
// trace is called and how a time is written. Pure functions, so that they can be
// tested without a browser.

const isError = (span) => hasErrorTag(span)
  || (span.annotations ?? []).some((a) => a.value === 'error');

const hasErrorTag = (span) => Object.hasOwn(span.tags ?? {}, 'error');

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
  const timed = records.filter((record) => record.timestamp);
  const [first] = timed;
  const start = first ? Math.min(...timed.map((record) => record.timestamp)) : undefined;
  const end = first ? Math.max(...timed.map(endOf)) : undefined;
  const timesOfNotes = records.flatMap((record) => (record.annotations ?? []).map((a) => a.timestamp));
  return {
    id,
    records,
    name: named.name ?? '',
    services: unique(records.map(serviceOf).filter(Boolean)),
    remote: records.length === 1 ? records[0].remoteEndpoint?.serviceName : undefined,
    kind: records.length > 1 ? 'RPC' : records[0].kind,
    parentId: records.find((record) => record.parentId && record.parentId !== id)?.parentId,
    start: start ?? (timesOfNotes.length ? Math.min(...timesOfNotes) : undefined),
    end: end ?? (timesOfNotes.length ? Math.max(...timesOfNotes) : undefined),
    duration: timed.find((record) => record.duration)?.duration,
    error: records.some(isError),
    skewed: clocksDiffer(records),
  };
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
  for (const row of rows) Object.assign(row, { children: [], depth: 0, below: 0, parent: null, orphan: false });

  const trueRoot = rows.filter((row) => !row.parentId).sort(byStart)[0];
  const roots = [];
  for (const row of rows) {
    const parent = byId.get(row.parentId);
    // A span whose parent was never reported still belongs to the trace: it goes under the root.
    row.orphan = Boolean(row.parentId) && !parent;
    row.parent = parent ?? (row.orphan && trueRoot ? trueRoot : null);
    if (row.parent) row.parent.children.push(row);
    else roots.push(row);
  }

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
  }
  return ordered;
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
  for (const row of rows) for (const service of row.services) counts.set(service, (counts.get(service) ?? 0) + 1);
  const starts = rows.map((row) => row.start).filter((time) => time !== undefined);
  const ends = rows.map((row) => row.end).filter((time) => time !== undefined);
  const start = starts.length ? starts.reduce((a, b) => Math.min(a, b)) : undefined;
  const end = ends.length ? ends.reduce((a, b) => Math.max(a, b)) : undefined;
  return {
    traceId: spans[0]?.traceId ?? '',
    rows,
    service: root?.services[0] ?? '',
    name: root?.name ?? '',
    start,
    duration: start === undefined ? undefined : end - start,
    depth: rows.reduce((deepest, row) => Math.max(deepest, row.depth + 1), 0),
    reports: spans.length,
    services: [...counts].map(([name, count]) => ({ name, count })),
    errors: rows.filter((row) => row.error).length,
    headless: Boolean(root?.orphan),
  };
}

/** The annotations of a row with those that its records imply, in the order of time. */
export function timeline(row) {
  const sides = { CLIENT: 'Client', SERVER: 'Server', PRODUCER: 'Producer', CONSUMER: 'Consumer' };
  const notes = [];
  for (const record of row.records) {
    const service = serviceOf(record);
    const side = sides[record.kind] ?? 'Span';
    if (record.timestamp) {
      notes.push({ time: record.timestamp, text: `${side} start`, service, derived: true });
      if (record.duration) notes.push({ time: endOf(record), text: `${side} finish`, service, derived: true });
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

// ---------------------------------------------------------------- words

/** Microseconds as people read them. */
export function formatDuration(micros) {
  if (micros === undefined || micros === null) return '–';
  const size = Math.abs(micros);
  if (size < 1000) return `${Math.round(micros)} µs`;
  // The limits lie where rounding would reach the next unit: 999.96 ms is "1 s".
  if (size < 999_950) return `${trim(micros / 1000, size < 100_000 ? 2 : 1)} ms`;
  if (size < 59_995_000) return `${trim(micros / 1_000_000, 2)} s`;
  const seconds = Math.round(micros / 1_000_000);
  return `${Math.trunc(seconds / 60)} min ${Math.abs(seconds % 60)} s`;
}

const trim = (value, digits) => String(Number(value.toFixed(digits)));

/** `10`, `10us`, `10ms`, `1.5s` in microseconds; undefined for nothing, null for nonsense. */
export function parseDuration(text) {
  const clean = (text ?? '').trim().toLowerCase();
  if (!clean) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(us|µs|μs|ms|s|m)?$/.exec(clean);
  if (!match) return null;
  const unit = { ms: 1000, s: 1_000_000, m: 60_000_000 }[match[2]] ?? 1;
  const micros = Math.round(Number(match[1]) * unit);
  return micros > 0 ? micros : null;
}

/** `15m`, `1h`, `7d`, or a plain number of milliseconds (old links). */
export function parseLookback(text) {
  const match = /^(\d+)(m|h|d)?$/.exec((text ?? '').trim());
  if (!match) return undefined;
  return Number(match[1]) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2]] ?? 1);
}

/** How long ago, from milliseconds. */
export function formatAgo(then, now) {
  const seconds = Math.round((now - then) / 1000);
  if (seconds < -1) return 'in the future';
  if (seconds < 5) return 'just now';
  const steps = [[60, 1, 'second'], [3600, 60, 'minute'], [86400, 3600, 'hour'], [Infinity, 86400, 'day']];
  const [, size, word] = steps.find(([limit]) => seconds < limit);
  const count = Math.floor(seconds / size);
  return `${count} ${word}${count === 1 ? '' : 's'} ago`;
}

/** A trace id as somebody typed it: lower hex of at most 32 digits, or null. */
export function cleanTraceId(text) {
  const clean = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(clean) && !/^0+$/.test(clean) ? clean : null;
}

/** Round times for an axis from 0 to `length` microseconds, about `about` of them. */
export function axisTicks(length, about = 5) {
  if (!(length > 0)) return [0];
  const rough = Math.max(1, length / about); // no clock of a span counts less than a microsecond
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough);
  const ticks = [];
  for (let i = 0; i * step <= length; i++) ticks.push(i * step);
  return ticks;
}
