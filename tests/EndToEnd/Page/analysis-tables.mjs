// Tables and properties of the functions that explain a trace: segments, self time, critical path, contributors,
// statistics. Argument: the folder of the page's modules. Prints one line per difference, then a count.

import { finish, holds, load, same } from './table.mjs';

const { analyse } = await load('model/analysis');
const { criticalPath } = await load('model/criticalpath');
const { joinHops, networkOf } = await load('model/hops');
const { attemptsOf, flagsIn, flagsOf } = await load('model/proxy');
const { allSegments, segmentsOf } = await load('model/segments');
const { covered, selfTime } = await load('model/selftime');
const { byOperation, byService, statisticsOf } = await load('model/statistics');
const { summarise } = await load('model/summary');

/** Creates a span from `[id, parent, start, end, more]`. */
const span = ([id, parentId, start, end, more]) => ({
  traceId: '1', id, parentId, name: id, timestamp: start, duration: end - start, localEndpoint: { serviceName: `s${id}` }, ...more,
});
const traceOf = (spans) => summarise(spans.map(span));
const wholeOf = ({ rows, start, duration }) => segmentsOf(rows, start, start + duration);
const pathOf = (spans) => criticalPath(wholeOf(traceOf(spans))).map(({ segment, from, to }) => `${segment.row.id} ${from}-${to}`).join(', ');

// The traces of Jaeger's tests of its critical path, and what its rules say of further ones.
for (const [what, spans, path] of [
  ['one span', [['x', , 1, 101]], 'x 1-101'],
  ['nested and parallel', [['c', , 1, 101], ['d', 'c', 20, 40], ['e', 'c', 50, 60]], 'c 60-101, e 50-60, c 40-50, d 20-40, c 1-20'],
  ['overlapping children', [['x', , 1, 101], ['a', 'x', 10, 50], ['c', 'x', 20, 60]], 'x 60-101, c 20-60, x 1-20'],
  ['child after its parent', [['a', , 1, 31], ['b', 'a', 41, 61], ['c', 'b', 45, 50]], 'a 1-31'],
  ['child beyond its parent’s end', [['a', , 1, 31], ['b', 'a', 11, 41]], 'b 11-31, a 1-11'],
  ['child before its parent’s start', [['a', , 10, 30], ['b', 'a', 5, 20]], 'a 20-30, b 10-20'],
  ['child around its parent', [['a', , 10, 30], ['b', 'a', 5, 40]], 'b 10-30'],
  ['grandchild beyond the cut child', [['a', , 1, 31], ['b', 'a', 11, 41], ['c', 'b', 21, 51]], 'c 21-31, b 11-21, a 1-11'],
  ['message', [['a', , 1, 30], ['b', 'a', 10, 20, { kind: 'PRODUCER' }], ['c', 'b', 12, 18]], 'a 1-30'],
  ['message as the root', [['a', , 1, 30, { kind: 'CONSUMER' }], ['b', 'a', 10, 20]], 'a 20-30, b 10-20, a 1-10'],
  ['child that follows at once', [['a', , 1, 30], ['b', 'a', 5, 10], ['c', 'a', 10, 20]], 'a 20-30, c 10-20, b 5-10, a 1-5'],
  ['children that end together', [['a', , 1, 30], ['b', 'a', 5, 20], ['c', 'a', 10, 20]], 'a 20-30, b 5-20, a 1-5'],
  ['span without duration', [['a', , 1, 30], ['b', 'a', 20, 20]], 'a 20-30, a 1-20'],
  ['two trees', [['b', '9', 1, 10], ['c', '9', 15, 20]], 'c 15-20, b 1-10'],
]) same(`critical path: ${what}`, pathOf(spans), path);

const chain = wholeOf(traceOf(Array.from({ length: 20_000 }, (_, i) => [String(i), i ? String(i - 1) : undefined, 1 + i, 50_000 - i])));
same('critical path of a long chain', criticalPath(chain).reduce((sum, { from, to }) => sum + to - from, 0), 49_999);

// A call that both sides report, with one ID and with two.
const call = (serverId) => [
  ['1', , 1, 101, { kind: 'CLIENT' }],
  [serverId, serverId === '1' ? undefined : '1', 11, 91, { kind: 'SERVER', shared: serverId === '1', localEndpoint: { serviceName: 'server' } }],
  ['3', serverId, 21, 51],
];
for (const id of ['1', '2']) {
  const trace = traceOf(call(id));
  trace.rows = joinHops(trace.rows);
  same(`rows of a call, server ${id}`, trace.rows.map((row) => [row.ids.join(), row.depth, row.below, row.parent?.id ?? '', row.service]), [[id === '1' ? '1' : '1,2', 0, 1, '', 'server'], ['3', 1, 0, '1', 's3']]);
  same(`network of a call, server ${id}`, networkOf(trace.rows[0]), { there: 10, back: 10 });
  same(`contributors of a call, server ${id}`, analyse(trace).contributors.map(({ service, name, network, time, share }) => [service, name, network, time, share]),
    [['server', id, false, 50, 0.5], ['s3', '3', false, 30, 0.3], ['s1', 'server', true, 20, 0.2]]);
  same(`self times of a call, server ${id}`, [...analyse(trace).self.values()], [70, 30]);
}
same('no call: two children', joinHops(traceOf([...call('2'), ['4', '1', 1, 2]]).rows).length, 4);
same('no network: the server ends later', networkOf(traceOf([['1', , 1, 50, { kind: 'CLIENT' }], ['1', , 10, 90, { kind: 'SERVER', shared: true }]]).rows[0]), null);
same('time without spans', analyse(summarise([{ traceId: '1', id: '1' }])).contributors, []);

same('flags', flagsIn('UF,URX').map(([flag]) => flag), ['UF', 'URX']);
for (const [text, meaning] of [['UH', 'no healthy upstream'], ['NR', 'no route found'], ['UO', 'upstream overflow (circuit breaker open)'], ['DC', 'client closed the connection'], ['ZZ', 'unknown flag']]) same(`flag ${text}`, flagsIn(text)[0][1], meaning);
for (const text of ['-', '', undefined, 'no flag']) same(`no flag: ${text}`, flagsIn(text), []);
same('flags of both sides, once', flagsOf(traceOf([['1', , 1, 9, { kind: 'CLIENT', tags: { response_flags: 'UF' } }], ['1', , 2, 8, { shared: true, kind: 'SERVER', tags: { response_flags: 'UF' } }]]).rows[0]).length, 1);
const attempt = (cluster, retry) => ({ kind: 'CLIENT', tags: { upstream_cluster: cluster, ...(retry && { 'retry.count': retry }) } });
const tried = traceOf([['1', , 1, 99], ['2', '1', 2, 9, attempt('a')], ['3', '1', 10, 19, attempt('a', '1')], ['4', '1', 20, 29, attempt('b')], ['5', '1', 30, 39, attempt('a', '2')]]).rows;
same('attempts', [...attemptsOf(tried)].map(([row, { number, count }]) => `${row.id} ${number}/${count}`).sort(), ['2 1/3', '3 2/3', '5 3/3']);

const repeated = traceOf([['1', , 1, 101], ['2', '1', 11, 31, { name: 'get' }], ['3', '1', 41, 81, { name: 'get', localEndpoint: { serviceName: 's2' }, tags: { error: '' } }]]);
same('statistics by operation', statisticsOf(repeated.rows, analyse(repeated), byOperation).map((line) => [line.service, line.name, line.count, line.errors, line.total, line.self, line.critical, line.average, line.p50, line.p99]),
  [['s2', 'get', 2, 1, 60, 60, 60, 30, 20, 40], ['s1', '1', 1, 0, 100, 40, 40, 100, 100, 100]]);
same('statistics by service', statisticsOf(repeated.rows, analyse(repeated), byService).map((line) => [line.service, line.count]), [['s2', 2], ['s1', 1]]);

// ---- properties of random traces

/** A generator of numbers with a seed (mulberry32), so that every run tries the same traces. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomTrace(seed, sequential) {
  const next = random(seed);
  const between = (low, high) => low + Math.floor(next() * (high - low + 1));
  const spans = [['0', , 1000, 1000 + between(0, 400)]];
  const free = new Map([['0', 1000]]); // until when the children of a span reach
  const count = between(1, 40);
  for (let i = 1; i < count; i++) {
    const [parent, , start, end] = spans[between(0, spans.length - 1)];
    const from = sequential ? between(free.get(parent), end) : between(start - 30, end + 30);
    const to = sequential ? between(from, end) : from + between(0, 200);
    if (sequential) free.set(parent, to);
    free.set(String(i), from);
    spans.push([String(i), parent, Math.max(1, from), Math.max(1, to), { kind: [undefined, 'CLIENT', 'SERVER', sequential ? undefined : 'PRODUCER'][between(0, 3)] }]);
  }
  return traceOf(spans);
}

for (let seed = 1; seed <= 500; seed++) {
  const trace = randomTrace(seed, false);
  const whole = wholeOf(trace);
  const sections = criticalPath(whole);
  const length = sections.reduce((sum, { from, to }) => sum + to - from, 0);
  holds(`${seed}: the critical path is no longer than the trace`, length <= trace.duration);
  holds(`${seed}: sections don’t overlap and are in order`, sections.every(({ from, to }, i) => from < to && (i === 0 || to <= sections[i - 1].from)));
  holds(`${seed}: sections are inside their spans`, sections.every(({ segment, from, to }) => segment.start <= from && to <= segment.end));
  const root = whole.children.find((one) => one.row === trace.rows[0]);
  holds(`${seed}: the path covers the root`, covered(sections.map(({ from, to }) => ({ start: from, end: to })), root.start, root.end) === root.end - root.start);
  holds(`${seed}: self time and children make the duration`, allSegments(whole).every((one) => selfTime(one) >= 0 && selfTime(one) + covered(one.children, one.start, one.end) === one.end - one.start));
  const { contributors, total } = analyse(trace);
  same(`${seed}: contributors add up`, contributors.reduce((sum, { time }) => sum + time, 0), total);
}

for (let seed = 1; seed <= 500; seed++) {
  const trace = randomTrace(seed, true);
  const whole = wholeOf(trace);
  same(`${seed}: self times add up to the covered time of the root`, allSegments(whole).reduce((sum, one) => sum + selfTime(one), 0), trace.rows[0].duration ?? 0);
  same(`${seed}: rows’ self times, too`, [...analyse(trace).self.values()].reduce((a, b) => a + b, 0), trace.rows[0].duration ?? 0);
}

finish();
