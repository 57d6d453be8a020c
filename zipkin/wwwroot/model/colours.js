// Assigns colours to services.

export const colourCount = 24; // the number of colours in style.css

/**
 * Returns a colour per service: the one it is remembered with, or else one derived from its name. A new service gets a
 * colour that no remembered service has while there is one. No two of the services share a colour while colours are left.
 */
export function assignColours(services, remembered = new Map(), count = colourCount) {
  const colours = new Map();
  const taken = new Set();
  const take = (service, colour) => { colours.set(service, colour); taken.add(colour); };
  const names = [...new Set(services)].sort();
  for (const name of names) {
    const colour = remembered.get(name);
    if (colour < count && !taken.has(colour)) take(name, colour);
  }
  const known = new Set([...remembered.values(), ...taken]);
  for (const name of names) {
    if (colours.has(name)) continue;
    if (taken.size === count) taken.clear();
    const first = hash(name) % count;
    take(name, firstFree(first, known, count) ?? firstFree(first, taken, count));
    known.add(colours.get(name));
  }
  return colours;
}

/** Returns the first colour from `first` on that isn't taken, or undefined. */
function firstFree(first, taken, count) {
  for (let step = 0; step < count; step++) {
    const colour = (first + step) % count;
    if (!taken.has(colour)) return colour;
  }
  return undefined;
}

/** A 32-bit FNV-1a hash, with the high bits folded into the low ones. */
function hash(text) {
  let value = 2166136261;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 16777619);
  return (value ^ (value >>> 15)) >>> 0;
}
