// Assigns colours to services.

/**
 * Returns one of `slots` colours per service: the one it already has, or one derived from
 * its name, so that a service keeps its colour on every page. No two services share a
 * colour while free ones remain.
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

/** A 32-bit FNV-1a hash, with the high bits folded into the low ones. */
function hash(text) {
  let value = 2166136261;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 16777619);
  return (value ^ (value >>> 15)) >>> 0;
}
