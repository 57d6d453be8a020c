// Tables of inputs and results for the page's pure functions. Argument: the folder of the page's modules.
// Prints one line per difference, then a count.

import { finish, load, same } from './table.mjs';

const { buildTree, visibleRows } = await load('model/tree');
const { assignColours, colourCount } = await load('model/colours');
const { matchingRows, nextMatch, withAncestors } = await load('model/find');
const { linksOf } = await load('model/links');
const { cleanTraceId, decode, formatDuration, formatShift, parseDuration, parseLookback } = await load('shared/words');
const { skewBetween } = await load('model/skew');
const { fieldText, lookbackText, lookbackWords, rangeOf, rangeParameters, windowOf } = await load('shared/timerange');

for (const [micros, text] of [[0, '0ms'], [999, '999μs'], [3000, '3ms'], [3001, '3.001ms'], [1_000_000, '1.000s'], [90_000_000, '1min 30s'], [90_250_400, '1min 30.250s'], [59_999_999, '1min 0s'], [3_600_000_000, '60min 0s'], [-61_000_000, '-1min 1s'], [undefined, '–']]) {
  same(`formatDuration ${micros}`, formatDuration(micros), text);
}
for (const [micros, text] of [[5_000_000, '+5s'], [-580_000, '−580ms'], [1_500_000, '+1.500s']]) {
  same(`formatShift ${micros}`, formatShift(micros), text);
}
for (const [text, micros] of [['10', 10], ['10us', 10], ['10ms', 10_000], ['1.5s', 1_500_000], ['', undefined], ['x', null], ['0', null]]) {
  same(`parseDuration ${text}`, parseDuration(text), micros);
}
for (const [text, millis] of [['15m', 900_000], ['7d', 604_800_000], ['5000', 5000], ['soon', undefined]]) {
  same(`parseLookback ${text}`, parseLookback(text), millis);
}
for (const [text, id] of [[' 463AC35C9F6413AD ', '463ac35c9f6413ad'], ['0', null], ['xyz', null], ['<script>', null]]) {
  same(`cleanTraceId ${text}`, cleanTraceId(text), id);
}

same('decode', decode('a%2Fb'), 'a/b');
same('decode an invalid encoding', decode('%e0'), '%e0');

for (const [query, range] of [
  ['', { lookback: '15m' }],
  ['lookback=1h', { lookback: '1h' }],
  ['lookback=soon', { lookback: '15m' }],
  ['lookback=millis&millis=5000', { lookback: '5000' }],
  ['lookback=range&startTs=10&endTs=20', { lookback: 'range', start: 10, end: 20 }],
  ['lookback=range&startTs=20&endTs=10', { lookback: '15m' }],
  ['startTime=10&endTime=20', { lookback: 'range', start: 10, end: 20 }],
  ['lookback=15m&endTs=1000000', { lookback: 'range', start: 100_000, end: 1_000_000 }],
  ['endTs=x', { lookback: '15m' }],
]) same(`rangeOf ${query}`, rangeOf(new URLSearchParams(query), '15m'), range);
same('window of a lookback', windowOf({ lookback: '1h' }, 5), { endTs: 5, lookback: 3_600_000 });
same('window of a range', windowOf({ lookback: 'range', start: 10, end: 25 }, 99), { endTs: 25, lookback: 15 });
same('parameters of the default', rangeParameters({ lookback: '15m' }, '15m'), {});
same('parameters of a range', rangeParameters({ lookback: 'range', start: 1, end: 2 }, '15m'), { lookback: 'range', startTs: 1, endTs: 2 });
for (const [millis, text, inWords] of [[900_000, '15m', '15 minutes'], [3_600_000, '1h', '1 hour'], [5_400_000, '90m', '90 minutes'], [172_800_000, '2d', '2 days'], [1500, '1500', '1.5 seconds']]) {
  same(`lookbackText ${millis}`, lookbackText(millis), text);
  same(`lookbackWords ${text}`, lookbackWords(text), inWords);
}
same('fieldText', fieldText(new Date(2026, 0, 2, 3, 4, 5).getTime()), '2026-01-02T03:04:05');

const at = (timestamp, duration, ipv4) => ({ timestamp, duration, localEndpoint: { ipv4 } });
for (const [what, client, server, skew] of [
  ['middle', at(1000, 600, 'a'), at(500, 400, 'b'), -600],
  ['longer server', at(1000, 300, 'a'), at(500, 900, 'b'), -501],
  ['no duration', at(1000, undefined, 'a'), at(500, undefined, 'b'), -501],
  ['same address', at(1000, 600, 'a'), at(500, 400, 'a'), 0],
  ['no address', at(1000, 600), at(500, 400, 'b'), 0],
  ['after', at(1000, 600, 'a'), at(1700, 400, 'b'), 0],
]) same(`skewBetween ${what}`, skewBetween(client, server), skew);

const span = (id, parentId, more) => ({ traceId: '1', id, parentId, timestamp: 1, duration: 1, ...more });
const ids = (rows) => rows.map((row) => row.id).join(' ');
same('cycle', ids(buildTree([span('1', '2'), span('2', '1')])), '1 2');
same('own parent', ids(buildTree([span('1', '1')])), '1');
const tree = buildTree([span('1'), span('2', '1', { tags: { colour: 'Red' } }), span('3', '2'), span('4', '1')]);
same('collapsed', ids(visibleRows(tree, new Set([tree[1]]))), '1 2 4');
same('find by tag', ids([...matchingRows(tree, 'colour=red', '')]), '2');
same('find by id', ids([...matchingRows(tree, '3', '')]), '3');
same('find with ancestors', ids(withAncestors(tree, matchingRows(tree, 'colour', ''))), '1 2');
same('find nothing', matchingRows(tree, ' ', ''), null);
for (const [from, step, next] of [[0, 1, '3'], [2, 1, '3'], [3, 1, '3'], [0, -1, '3']]) same(`next match ${from} ${step}`, nextMatch(tree, tree[from], (row) => row.id === '3', step).id, next);
same('next match of none', nextMatch(tree, tree[0], () => false), undefined);
const chain = Array.from({ length: 20_000 }, (_, i) => span(String(i + 1), i ? String(i) : undefined));
same('long chain', buildTree(chain).at(-1).depth, 19_999);
const web = { serviceName: 'web' };
same('links', linksOf(buildTree([
  span('1', undefined, { kind: 'SERVER', localEndpoint: web }),
  span('2', '1', { kind: 'CLIENT', localEndpoint: web }),
  span('2', '1', { kind: 'SERVER', shared: true, localEndpoint: { serviceName: 'app' }, tags: { error: '' } }),
  span('3', '2', { kind: 'CLIENT', localEndpoint: { serviceName: 'app' }, remoteEndpoint: { serviceName: 'db' } }),
])), [{ parent: 'web', child: 'app', callCount: 1, errorCount: 1 }, { parent: 'app', child: 'db', callCount: 1, errorCount: 0 }]);
same('colours differ', new Set(assignColours(['a', 'b', 'c', 'd'], new Map(), 4).values()).size, 4);
same('colours by name', [...assignColours(['b', 'a'])], [...assignColours(['a', 'b', 'a'])]);
same('a remembered colour', assignColours(['a'], new Map([['a', 3]]), 4).get('a'), 3);
same('a colour that isn’t remembered', assignColours(['e'], new Map([['a', 0], ['b', 1], ['c', 3]]), 4).get('e'), 2);
same('two remembered with one colour', new Set(assignColours(['a', 'b'], new Map([['a', 1], ['b', 1]]), 4).values()).size, 2);
same('more services than colours', assignColours(['a', 'b', 'c', 'd', 'e'], new Map(), 4).size, 5);
same('colours of a full trace', new Set(assignColours(Array.from({ length: colourCount }, (_, i) => `s${i}`)).values()).size, colourCount);

finish();
