// Compares results with expected ones. The first argument of the script is the folder of the page's modules.

import { pathToFileURL } from 'node:url';

const [folder] = process.argv.slice(2);

/** Loads a module of the page. */
export const load = (name) => import(pathToFileURL(`${folder}/${name}.js`));

let count = 0;
let failed = 0;

/** Prints a line when two values differ. */
export function same(what, got, wanted) {
  count++;
  const [a, b] = [got, wanted].map((value) => JSON.stringify(value));
  if (a === b) return;
  failed++;
  console.log(`${what}: ${a}, not ${b}`);
}

export const holds = (what, condition) => same(what, Boolean(condition), true);

/** Prints the count, and fails the script when there was a difference. */
export function finish() {
  console.log(`${count - failed} of ${count} rows agree`);
  process.exitCode = failed || !count ? 1 : 0;
}
