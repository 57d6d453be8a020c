// Tables of the functions behind the views of a trace: flame graph, comparison, values, curl, the single file; and of the
// colours. Argument: the folder of the page's modules. Prints one line per difference, then a count.

import { readFileSync } from 'node:fs';
import { finish, holds, load, same } from './table.mjs';

const [folder] = process.argv.slice(2);
const { documentOf, importsOf, withPaths } = await load('model/bundle');
const { colourCount } = await load('model/colours');
const { comparisonOf, compareRows } = await load('model/tracepairs');
const { curlOf } = await load('model/curl');
const { flameOf, visibleFrames } = await load('model/flame');
const { buildTree } = await load('model/tree');
const { readValue } = await load('model/values');

const span = ([id, parentId, name, duration = 10]) => ({ traceId: '1', id, parentId, name, timestamp: 100 + Number(id), duration, localEndpoint: { serviceName: 's' } });
const rowsOf = (...spans) => buildTree(spans.map(span));

// ---- flame graph
const flame = flameOf(rowsOf(['1', , 'root', 100], ['2', '1', 'get', 30], ['3', '1', 'get', 20], ['4', '3', 'sql', 10], ['5', '1', 'put', 25]));
const frames = (root, from = 0, width = 1, least = 0) => visibleFrames(root, from, width, least).map(({ name, count, total, depth, left, width: wide }) => [name, count, total, depth, left, wide]);
same('flame graph', frames(flame), [['root', 1, 100, 0, 0, 1], ['get', 2, 50, 1, 0, 0.5], ['sql', 1, 10, 2, 0, 0.1], ['put', 1, 25, 1, 0.5, 0.25]]);
same('flame graph, narrow frames left out', frames(flame, 0, 1, 0.2).length, 3);
same('flame graph, zoomed in', frames(flame, 0.5, 0.25).map(([name]) => name), ['root', 'put']);
same('flame graph of parallel children', frames(flameOf(rowsOf(['1', , 'root', 10], ['2', '1', 'a', 10], ['3', '1', 'b', 30]))).map(([name, , , , left, wide]) => [name, left, wide]), [['root', 0, 1], ['b', 0, 0.75], ['a', 0.75, 0.25]]);
same('flame graph of a long chain', frames(flameOf(rowsOf(...Array.from({ length: 20_000 }, (_, i) => [String(i + 1), i ? String(i) : undefined, `n${i}`])))).length, 20_000);

// ---- comparison
const lines = compareRows(
  rowsOf(['1', , 'root'], ['2', '1', 'get'], ['3', '1', 'get'], ['4', '1', 'old'], ['5', '4', 'below old']),
  rowsOf(['1', , 'root'], ['2', '1', 'new'], ['3', '1', 'get'], ['4', '3', 'sql']));
same('comparison', lines.map(({ a, b, depth }) => `${depth} ${a?.name ?? '-'} ${b?.name ?? '-'}`), ['0 root root', '1 - new', '1 get get', '2 - sql', '1 get -', '1 old -', '2 below old -']);
same('comparison, counts', comparisonOf(lines), { both: 2, onlyA: 3, onlyB: 2, errors: 0 });
const wide = rowsOf(['1', , 'root'], ...Array.from({ length: 20_000 }, (_, i) => [String(i + 2), '1', `n${i % 7}`]));
same('comparison with itself', comparisonOf(compareRows(wide, wide)), { both: 20_001, onlyA: 0, onlyB: 0, errors: 0 });

// ---- values and curl
for (const [value, kind, text] of [
  ['{"a":[1]}', 'json', '{\n  "a": [\n    1\n  ]\n}'], ['[1', 'plain', '[1'], ['12', 'plain', '12'], ['a\nb', 'text', 'a\nb'],
  ['E: x\\n\\tat A.b()', 'text', 'E: x\n  at A.b()'], ['C:\\new', 'plain', 'C:\\new'], ['https://a/b', 'url', 'https://a/b'], ['javascript:alert(1)', 'plain', 'javascript:alert(1)'],
]) same(`value ${value}`, readValue(value), { kind, text });
for (const [tags, command] of [
  [{ 'http.url': 'http://a/b' }, 'curl http://a/b'],
  [{ 'http.url': 'http://a/b?c=1&d=2', 'http.method': 'post', user_agent: 'x y' }, "curl --request POST --user-agent 'x y' 'http://a/b?c=1&d=2'"],
  [{ 'url.full': "https://a/'", 'http.request.method': 'HEAD', user_agent: '-' }, "curl --head 'https://a/'\\'''"],
  [{ 'http.url': '/b' }, null], [{ 'http.url': '$(x)' }, null], [undefined, null],
  [{ 'http.url': 'http://a/$(x)`y`' }, "curl 'http://a/$(x)`y`'"], [{ 'http.url': 'http://a/', 'http.method': 'A;B' }, "curl --request 'A;B' http://a/"],
]) same(`curl ${JSON.stringify(tags)}`, curlOf(tags), command);

// ---- the single file
const source = "import { a } from '../b/c.js';\nimport './d.js';\nexport { e } from './f.js';\nconst from = 'x';\n";
same('imports', importsOf(source, '/zipkin/x/y.js'), ['/zipkin/b/c.js', '/zipkin/x/d.js', '/zipkin/x/f.js']);
same('imports with paths', withPaths(source, '/zipkin/x/y.js').split('\n').slice(0, 3), ["import { a } from 'page:/zipkin/b/c.js';", "import 'page:/zipkin/x/d.js';", "export { e } from 'page:/zipkin/x/f.js';"]);
const file = documentOf({ title: '</title><b>', styles: ['a{content:"</style>"}'], modules: new Map([['/a.js', "'</script>'"]]), entry: '/a.js', spans: [{ name: '</script><script>1' }] });
same('nothing ends its element', [file.match(/<\/script>/g).length, file.match(/<\/style>/g).length, file.match(/<\/title>/g).length, file.includes('<b>')], [3, 1, 1, false]);

// ---- colours: readable as text, and different from each other
const style = readFileSync(`${folder}/shared/style.css`, 'utf8');
const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const channels = (hex) => (hex.length === 4 ? [1, 2, 3].map((i) => hex[i] + hex[i]) : [1, 3, 5].map((i) => hex.slice(i, i + 2))).map((part) => linear(parseInt(part, 16) / 255));
const luminance = (hex) => channels(hex).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => { const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y); return (high + 0.05) / (low + 0.05); };
/** Returns the coordinates of a colour in Oklab, in which a distance of 0.02 is just noticeable. */
function oklab(hex) {
  const [r, g, b] = channels(hex);
  const [l, m, s] = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]].map(([x, y, z]) => Math.cbrt(x * r + y * g + z * b));
  return [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]].map(([x, y, z]) => x * l + y * m + z * s);
}
const pairOf = (name) => new RegExp(`${name} ?(?:\\{ --c)?: light-dark\\((#\\w+), (#\\w+)\\)`).exec(style).slice(1);
const colours = Array.from({ length: colourCount }, (_, i) => pairOf(`\\.c${i}`));
same('number of colours', new Set(colours.map(String)).size, 24);
for (const theme of [0, 1]) {
  for (const background of ['--bg', '--card', '--soft']) colours.forEach((colour, i) => holds(`contrast of .c${i} on ${background}, theme ${theme}`, contrast(colour[theme], pairOf(background)[theme]) >= 4.5));
  // The count in a label of a service, whose background has 9 % of the colour.
  const mixed = (a, b, share) => `#${[1, 3, 5].map((i) => Math.round(parseInt(a.slice(i, i + 2), 16) * share + parseInt(b.slice(i, i + 2), 16) * (1 - share)).toString(16).padStart(2, '0')).join('')}`;
  const card = pairOf('--card')[theme].replace('#fff', '#ffffff').slice(0, 7);
  colours.forEach((colour, i) => holds(`contrast of the count on .c${i}, theme ${theme}`, contrast(pairOf('--quiet')[theme], mixed(colour[theme], card, 0.09)) >= 4.5));
  colours.forEach((one, i) => colours.slice(0, i).forEach((other, j) => {
    const [p, q] = [oklab(one[theme]), oklab(other[theme])];
    holds(`.c${i} and .c${j} differ, theme ${theme}`, Math.hypot(...p.map((part, k) => part - q[k])) >= 0.06);
  }));
}

finish();
