// Tables and properties of the pure functions of the search, the statistics, the graph and the files. Argument: the folder of the page's
// modules. Prints one line per difference, then a count.

import { gzipSync } from 'node:zlib';
import { finish, load, same } from './table.mjs';

const { demoTrace } = await load('model/demo');
const { durationScale, timeTicks } = await load('model/scale');
const { isSelected, scatter } = await load('model/scatter');
const { joinTerms, parseTerms } = await load('model/terms');
const { percentile } = await load('model/percentile');
const { coveredSeconds, red, redOf } = await load('model/red');
const { changeText, compareOperations } = await load('model/comparison');
const { baselineOf } = await load('comparison/baseline');
const { layout } = await load('graph/layout');
const { labelArea, placeLabels } = await load('graph/labels');
const { readTraces } = await load('files/read');
const { problemsOf } = await load('search/address');
const { storageText } = await load('shared/status');
const { buildTree } = await load('model/tree');
const { formatRate, formatShare } = await load('shared/words');

const span = (id, parentId, more) => ({ traceId: '1', id, parentId, timestamp: 1, duration: 1, ...more });
const web = { serviceName: 'web' };

// ---------------------------------------------------------------- search

for (const [rate, text] of [[0, '0/s'], [0.05, '3/min'], [0.254, '0.25/s'], [12.4, '12/s']]) same(`formatRate ${rate}`, formatRate(rate), text);
for (const [share, text] of [[0, '0%'], [0.0025, '0.25%'], [0.123, '12%'], [1, '100%']]) same(`formatShare ${share}`, formatShare(share), text);
for (const [text, terms] of [['', []], ['error and a=b and error', ['error', 'a=b']], [' x and ', ['x']], [undefined, []]]) {
  same(`parseTerms ${text}`, parseTerms(text), terms);
  same(`joinTerms ${text}`, parseTerms(joinTerms(terms)), terms);
}
for (const [query, problems] of [
  ['', 0], ['serviceName=web&minDuration=10ms&lookback=15m&limit=10&sort=longest', 0], ['minDuration=5000&maxDuration=1s', 0],
  ['lookback=millis&millis=5000&endTs=1', 0], ['minDuration=abc', 1], ['minDuration=2s&maxDuration=1s', 1], ['limit=none&sort=best&lookback=soon', 3],
  ['lookback=range&startTs=20&endTs=10', 1], ['endTs=yesterday', 1],
]) same(`problems of ${query}`, problemsOf(new URLSearchParams(query)).length, problems);
same('problem in words', problemsOf(new URLSearchParams('minDuration=abc'))[0].startsWith('minDuration: “abc” is not allowed; allowed: a duration'), true);
const noon = new Date(2026, 0, 2, 12, 0).getTime();
for (const [spans, oldest, text] of [
  [0, null, '0 of 500,000 spans, in memory'],
  [12345, noon - 60_000, '12,345 of 500,000 spans, since 11:59, in memory'],
  [1, noon - 86_400_000, '1 of 500,000 spans, since 2026-01-01 12:00, in memory'],
  [1, 0, '1 of 500,000 spans, in memory'],
]) same(`storage ${text}`, storageText({ spans, maxSpans: 500_000, oldest }, noon), text);
same('storage on disk', storageText({ spans: 1, maxSpans: 9, oldest: 0, evicted: { traces: 1200 }, path: '/var/lib/zipkin', diskBytes: 2_345_678, maxDiskBytes: 1_073_741_824 }, noon),
  '1 of 9 spans, on disk (2.3 of 1,073.7 MB in /var/lib/zipkin); 1,200 older traces evicted');

// ---------------------------------------------------------------- scales and points

same('no durations', durationScale([]).share(5), 0);
same('ticks', durationScale([20, 5000]).ticks, [10, 100, 1000]);
same('ticks below a power of ten', durationScale([1000, 2000]).ticks, [100, 1000]);
for (const [from, to, most, ticks] of [[0, 10, 5, [0, 2, 4, 6, 8]], [1, 61, 4, [15, 30, 45, 60]], [0, 7200, 3, [0, 3600, 7200]]]) {
  same(`timeTicks ${from} ${to}`, timeTicks(from * 1e6, to * 1e6, most, 0).map((tick) => tick / 1e6), ticks);
}
same('daily ticks begin at midnight', timeTicks(1e6, 3 * 86_400e6, 3, -60).map((tick) => tick / 1e6), [82_800, 169_200, 255_600]);

// A generator with a fixed seed, so that a failure can be repeated.
let seed = 1;
const random = () => { seed = (seed * 48_271) % 2_147_483_647; return seed / 2_147_483_647; };
const pick = (list) => list[Math.floor(random() * list.length)];
for (let round = 0; round < 50; round++) {
  const found = Array.from({ length: 1 + Math.floor(random() * 30) }, () => ({ start: 1e15 + random() * 10 ** (3 + random() * 8), duration: Math.round(10 ** (random() * 9)) }));
  const size = { width: 800, height: 150 };
  const plot = scatter([...found, { start: undefined }], size);
  const { points } = plot;
  same('each trace has a point within the plot', points.length === found.length && points.every(({ x, y }) => x >= 0 && x <= 800 && y >= 0 && y <= 150), true);
  same('points are in order of time', points.every(({ x }, i) => !i || x >= points[i - 1].x), true);
  same('a longer trace is not lower', [...points].sort((a, b) => a.summary.duration - b.summary.duration).every(({ y }, i, all) => !i || y <= all[i - 1].y + 1e-9), true);
  const everything = plot.selectionOf({ left: 0, right: 800, top: 0, bottom: 150 });
  same('the whole plot selects all', found.every((one) => isSelected(one, everything)), true);
  const rectangle = { left: 800 * random() * 0.5, right: 400 + 400 * random(), top: 10 + 60 * random(), bottom: 80 + 60 * random() };
  const selection = plot.selectionOf(rectangle);
  const near = (a, b) => Math.abs(a - b) < 1e-3;
  same('a selection has the points within the rectangle', points.every(({ summary, x, y }) => {
    if (near(x, rectangle.left) || near(x, rectangle.right) || near(y, rectangle.top) || near(y, rectangle.bottom)) return true;
    const inside = x > rectangle.left && x < rectangle.right && y > rectangle.top && y < rectangle.bottom;
    return inside === isSelected(summary, selection);
  }), true);
}

// ---------------------------------------------------------------- rate, errors, duration

for (const [share, value] of [[0, 1], [0.5, 5], [0.9, 9], [0.99, 10], [1, 10]]) same(`percentile ${share}`, percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share), value);
same('percentiles of few', [percentile([1, 2, 3, 4], 0.5), percentile([1, 2, 3, 4], 0.99), percentile([7], 0.5)], [2, 4, 7]);
same('percentile of nothing', percentile([], 0.5), undefined);
same('redOf', redOf([{ duration: 10, failed: true }, { duration: 30 }, { failed: false }, { duration: 20 }], 8), {
  count: 4, rate: 0.5, errors: 1, errorShare: 0.25, p50: 20, p90: 30, p99: 30,
});
const call = [
  span('1', undefined, { kind: 'CLIENT', name: 'check', duration: 100, localEndpoint: { serviceName: 'edge' } }),
  span('1', undefined, { kind: 'SERVER', shared: true, name: 'check', duration: 90, localEndpoint: web }),
  span('2', '1', { kind: 'CLIENT', name: 'query', duration: 40, localEndpoint: web, remoteEndpoint: { serviceName: 'db' }, tags: { error: 'x' } }),
];
const brief = ({ service, operation, parent, child, count: requests, errors, p50 }) => [service ?? parent, operation ?? child ?? '', requests, errors, p50].join(' ');
const calls = red([call, call], 10);
same('services', calls.services.map(brief), ['edge  2 0 100', 'web  2 0 90']);
same('operations', calls.operations.map(brief), ['edge check 2 0 100', 'web check 2 0 90']);
same('edges', calls.edges.map(brief), ['edge web 2 0 100', 'web db 2 2 40']);
same('rate', calls.services[0].rate, 0.2);
same('covers the window', coveredSeconds([call], { endTs: 90_000, lookback: 60_000 }, true), 60);
same('covers the time since the first', coveredSeconds([[{ timestamp: 80_000_000 }]], { endTs: 90_000, lookback: 60_000 }, false), 10);
const randomTraces = (length) => Array.from({ length }, () => [
  span('1', undefined, { kind: 'SERVER', name: pick(['a', 'b']), duration: 1 + Math.floor(random() * 1e6), localEndpoint: web, tags: random() < 0.2 ? { error: '' } : {} }),
  span('2', '1', { kind: 'SERVER', name: pick(['c', 'd']), duration: 1 + Math.floor(random() * 1e6), localEndpoint: { serviceName: pick(['x', 'y']) } }),
]);
const sum = (list, name) => list.reduce((total, one) => total + one[name], 0);
for (let round = 0; round < 20; round++) {
  const traces = randomTraces(1 + Math.floor(random() * 40));
  const all = red(traces, 60);
  for (const name of ['count', 'errors']) same(`operations add up to services: ${name}`, sum(all.operations, name), sum(all.services, name));
  same('percentiles are in order', all.operations.every(({ p50, p90, p99 }) => p50 <= p90 && p90 <= p99), true);
  same('errors are requests', all.services.every((one) => one.errors <= one.count && Math.abs(one.rate * 60 - one.count) < 1e-9), true);
  same('no change', compareOperations(traces, traces).every((one) => one.change === 0), true);
  const other = randomTraces(10);
  const keys = (list) => list.map(({ service, operation, change }) => `${service} ${operation} ${change.toFixed(9)}`).sort();
  same('the change has no direction', keys(compareOperations(traces, other)), keys(compareOperations(other, traces)));
  same('each side is complete', sum(compareOperations(traces, other).map((one) => one.before ?? { count: 0 }), 'count'), sum(all.operations, 'count'));
}
for (const [before, after, text] of [[100, 150, '+50%'], [100, 80, '−20%'], [100, 100, '±0%'], [0, 5, ''], [5, undefined, '']]) same(`changeText ${before} ${after}`, changeText(before, after), text);
const hour = { endTs: 10_000_000, lookback: 60_000 };
for (const [name, endTs] of [['previous', 9_940_000], ['1h', 6_400_000], ['7d', 1], ['5000', 65_000]]) same(`baseline ${name}`, baselineOf(hour, name), { endTs, lookback: 60_000 });

// ---------------------------------------------------------------- the graph's labels

for (let round = 0; round < 20; round++) {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const links = Array.from({ length: 12 }, () => ({ parent: pick(names), child: pick(names), callCount: 1 }))
    .filter((link, i, all) => all.findIndex((other) => other.parent === link.parent && other.child === link.child) === i);
  const { nodes, arrows } = layout(links);
  const labels = placeLabels(arrows.map(({ places }) => ({ texts: ['1234 calls, 12 failed', '1234'], places })), nodes);
  const areas = [...labels.filter(Boolean).map(labelArea), ...nodes.map(({ x, y }) => ({ left: x, right: x + 170, top: y, bottom: y + 40, isBox: true }))];
  const clash = areas.some((a, i) => areas.some((b, k) => k > i && !(a.isBox && b.isBox) && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
  same('labels overlap nothing', clash, false);
  same('an arrow has a place for its label', arrows.every(({ places }) => places.length > 0), true);
}
same('one label is in full', placeLabels([{ texts: ['400 calls', '400'], places: [{ x: 500, y: 500 }] }], []), [{ text: '400 calls', x: 500, y: 500 }]);
same('a label without room is left out', placeLabels([{ texts: ['1'], places: [{ x: 10, y: 10 }] }], [{ x: 0, y: 0 }]), [null]);

// ---------------------------------------------------------------- files

const demo = demoTrace(1_700_000_000_000, () => Array.from({ length: 16 }, () => pick([...'123456789abcdef'])).join(''));
same('the demo is one tree', buildTree(demo).filter((row) => !row.parent).length, 1);
same('the demo ends now', Math.max(...demo.map((one) => one.timestamp + one.duration)), 1_700_000_000_000_000);
const read = async (...parts) => {
  try {
    return (await readTraces(new Blob(parts))).map((spans) => `${spans[0].traceId}:${spans.length}`).join(' ');
  } catch (error) {
    return error.message;
  }
};
const one = { traceId: 'a1', id: '1', name: 'get' };
const jaeger = { data: [{ traceID: 'b1', processes: { p1: { serviceName: 'web', tags: [{ key: 'host', value: 'h1' }] } }, spans: [
  { traceID: 'b1', spanID: '1', operationName: 'get', startTime: 5, duration: 7, processID: 'p1', references: [], tags: [{ key: 'span.kind', value: 'server' }, { key: 'error', value: true }] },
  { traceID: 'b1', spanID: '2', operationName: 'db', startTime: 6, duration: 1, processID: 'p1', references: [{ refType: 'CHILD_OF', traceID: 'b1', spanID: '1' }],
    tags: [{ key: 'error', value: false }], logs: [{ timestamp: 6, fields: [{ key: 'event', value: 'retry' }, { key: 'n', value: 2 }] }] },
] }] };
const otlp = { resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'web' } }] }, scopeSpans: [{ scope: { name: 'lib' }, spans: [{
  traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'EEE19B7EC3C1B174', parentSpanId: '', name: 'get', kind: 3,
  startTimeUnixNano: '1544712660000001999', endTimeUnixNano: '1544712661000000000', status: { code: 2, message: 'bad' },
  attributes: [{ key: 'peer.service', value: { stringValue: 'db' } }, { key: 'n', value: { intValue: '7' } }, { key: 'list', value: { arrayValue: { values: [{ boolValue: true }] } } }],
  events: [{ timeUnixNano: '1544712660500000000', name: 'retry' }],
}] }] }] };
for (const [what, parts, result] of [
  ['Zipkin', [JSON.stringify([one])], 'a1:1'],
  ['lists of traces', [JSON.stringify([[one], [{ ...one, traceId: 'a2' }]])], 'a1:1 a2:1'],
  ['lines of spans', [`${JSON.stringify(one)}\n${JSON.stringify({ ...one, id: '2' })}\n`], 'a1:2'],
  ['lines of traces', [`${JSON.stringify([one])}\n\n${JSON.stringify([{ ...one, traceId: 'a2' }])}`], 'a1:1 a2:1'],
  ['gzip', [gzipSync(JSON.stringify([one]))], 'a1:1'],
  ['broken gzip', [gzipSync(JSON.stringify([one])).subarray(0, 12)], 'The file begins as gzip does, but can’t be decompressed.'],
  ['Jaeger', [JSON.stringify(jaeger)], 'b1:2'],
  ['OTLP', [JSON.stringify(otlp)], '5b8efff798038103d269b633813fc60c:1'],
  ['lines of OTLP', [`${JSON.stringify(otlp)}\n${JSON.stringify(otlp)}`], '5b8efff798038103d269b633813fc60c:2'],
  ['a broken line', [`${JSON.stringify(one)}\n{`], /^Line 2 is not valid JSON/],
  ['no JSON', ['hello\nworld'], /^Not valid JSON/],
  ['an invalid id', ['[{"traceId":"x","id":"1"}]'], 'Span 1 has no valid traceId (1 to 32 hex digits).'],
  ['another object', ['{}'], /^Expected a JSON array of spans/],
  ['an OTLP without ids', ['{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}'], /^(Span 1|The file)/],
]) {
  const got = await read(...parts);
  if (result instanceof RegExp) same(`file of ${what}: ${got}`, result.test(got), true);
  else same(`file of ${what}`, got, result);
}
const [[server, client]] = await readTraces(new Blob([JSON.stringify(jaeger)]));
same('span of Jaeger', server, { traceId: 'b1', id: '1', kind: 'SERVER', name: 'get', timestamp: 5, duration: 7, localEndpoint: { serviceName: 'web' }, annotations: [], tags: { host: 'h1', error: 'true' } });
same('child of Jaeger', [client.parentId, client.tags, client.annotations], ['1', { host: 'h1' }, [{ timestamp: 6, value: '"retry":{"n":"2"}' }]]);
const [[exported]] = await readTraces(new Blob([JSON.stringify(otlp)]));
same('span of OTLP', { ...exported, traceId: '' }, {
  traceId: '', id: 'EEE19B7EC3C1B174', kind: 'CLIENT', name: 'get', timestamp: 1_544_712_660_000_001, duration: 999_999, localEndpoint: { serviceName: 'web' },
  remoteEndpoint: { serviceName: 'db' }, annotations: [{ timestamp: 1_544_712_660_500_000, value: 'retry' }],
  tags: { 'otel.scope.name': 'lib', 'peer.service': 'db', n: '7', list: '[true]', 'otel.status_code': 'ERROR', error: 'bad' },
});

finish();
