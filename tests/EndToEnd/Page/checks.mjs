// Counts comparisons and prints those that fail.

let count = 0;
let failed = 0;

export function same(what, got, wanted) {
  count++;
  const [a, b] = [got, wanted].map((value) => JSON.stringify(value));
  if (a === b) return;
  failed++;
  console.log(`${what}: ${a}, not ${b}`);
}

export const holds = (what, condition) => same(what, Boolean(condition), true);

/** Prints the count, and sets the exit code. */
export function finish() {
  console.log(`${count - failed} of ${count} rows agree`);
  process.exitCode = failed || !count ? 1 : 0;
}
