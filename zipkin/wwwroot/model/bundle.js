// Puts modules, styles and spans into one HTML file.

const importPattern = /(\bfrom\s+|\bimport\s+)'(\.{1,2}\/[^']+)'/g;

const resolve = (specifier, path) => new URL(specifier, `http://page${path}`).pathname;

/** Returns the paths of the modules that a module imports. */
export const importsOf = (text, path) => [...text.matchAll(importPattern)].map((match) => resolve(match[2], path));

/** Replaces relative imports, which a module without a path can't resolve, by the paths that the import map has. */
export const withPaths = (text, path) => text.replace(importPattern, (_, keyword, specifier) => `${keyword}'page:${resolve(specifier, path)}'`);

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// Nothing in a span can end the element that it is in.
const json = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** Returns the file. `modules` has the source of each module by its path. */
export function documentOf({ title, styles, modules, entry, spans }) {
  const imports = Object.fromEntries([...modules].map(([path, text]) => [`page:${path}`, `data:text/javascript;charset=utf-8,${encodeURIComponent(withPaths(text, path))}`]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${styles.join('\n').replaceAll('</', '<\\/')}
</style>
<script type="importmap">${json({ imports })}</script>
</head>
<body>
<header class="top"><span class="brand">Zipkin mesh</span><button id="theme" type="button"></button></header>
<main id="view" tabindex="-1"></main>
<script type="application/json" id="spans">${json(spans)}</script>
<script type="module">import 'page:${entry}';</script>
</body>
</html>
`;
}
