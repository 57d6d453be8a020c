// Writes one HTML file with a trace, the modules that show it and their styles. It needs no server and loads nothing.

import { base } from '../../shared/api.js';
import { documentOf, importsOf } from '../../model/bundle.js';
import { serviceLabel, spanLabel } from '../../shared/words.js';

const entry = `${base}trace/share/offline.js`;

export async function singleFile(trace) {
  const styles = await Promise.all([...document.querySelectorAll('link[rel=stylesheet]')].map((link) => read(link.getAttribute('href'))));
  const title = `${serviceLabel(trace.service)}: ${spanLabel(trace.name)}`;
  return documentOf({ title, styles, modules: await modulesFrom(entry), entry, spans: trace.spans });
}

/** Reads a module and those that it imports, directly or not. */
async function modulesFrom(first) {
  const modules = new Map();
  const visit = async (path) => {
    if (modules.has(path)) return;
    modules.set(path, '');
    const text = await read(path);
    modules.set(path, text);
    await Promise.all(importsOf(text, path).map(visit));
  };
  await visit(first);
  return modules;
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`Can’t read ${path}: status ${response.status}.`);
  return response.text();
}
