// Places the labels of the arrows so that they overlap neither each other nor a box. Pure functions.

import { box } from './layout.js';

const lineHeight = 17;
const charWidth = 6.9;

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Returns the text and the position of each label, or null when there is no room for it. A label is `{ texts, places }`: its texts from the
 * longest to the shortest, and the places it may have, the best first.
 */
export function placeLabels(labels, nodes) {
  const taken = nodes.map(({ x, y }) => ({ left: x, right: x + box.width, top: y, bottom: y + box.height }));
  return labels.map(({ texts, places }) => {
    for (const text of texts) {
      for (const { x, y } of places) {
        const area = labelArea({ text, x, y });
        if (taken.some((other) => overlap(area, other))) continue;
        taken.push(area);
        return { text, x, y };
      }
    }
    return null;
  });
}

/** Returns the area of a label around its position. */
export function labelArea({ text, x, y }) {
  const half = (text.length * charWidth) / 2 + 3;
  return { left: x - half, right: x + half, top: y - lineHeight / 2, bottom: y + lineHeight / 2 };
}
