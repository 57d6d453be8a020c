// Where the boxes and arrows of the dependency graph go. Pure functions.

/**
 * A column for each service: callers left of those they call. A call back along a
 * circle would push its target to the right for ever, so such links do not count.
 */
export function columns(links) {
  const names = [...new Set(links.flatMap((link) => [link.parent, link.child]))].sort();
  const callees = new Map(names.map((name) => [name, []]));
  const called = new Set();
  for (const { parent, child } of links) {
    if (parent === child) continue;
    callees.get(parent).push(child);
    called.add(child);
  }
  const state = new Map();
  const order = [];
  const back = new Set();
  const visit = (start) => {
    const stack = [[start, 0]];
    state.set(start, 'open');
    while (stack.length) {
      const top = stack.at(-1);
      const [name, next] = top;
      const child = callees.get(name)[next];
      if (child === undefined) {
        state.set(name, 'done');
        order.push(name);
        stack.pop();
        continue;
      }
      top[1]++;
      if (state.get(child) === 'open') back.add(`${name}\n${child}`);
      else if (!state.has(child)) {
        state.set(child, 'open');
        stack.push([child, 0]);
      }
    }
  };
  for (const name of [...names.filter((n) => !called.has(n)), ...names]) if (!state.has(name)) visit(name);

  const column = new Map(names.map((name) => [name, 0]));
  for (const name of order.reverse()) {
    for (const child of callees.get(name)) {
      if (!back.has(`${name}\n${child}`)) column.set(child, Math.max(column.get(child), column.get(name) + 1));
    }
  }
  return column;
}

export const box = { width: 150, height: 40, gapX: 130, gapY: 34, margin: 30 };

/** Positions of the boxes, ordered in each column near those that call them. */
export function layout(links) {
  const column = columns(links);
  const lanes = [];
  for (const [name, at] of column) (lanes[at] ??= []).push(name);
  const rank = new Map();
  const number = () => lanes.forEach((lane) => lane.forEach((name, i) => rank.set(name, i - (lane.length - 1) / 2)));
  number();
  const near = (name, left) => {
    const others = links.filter((l) => l.parent !== l.child && (left ? l.child : l.parent) === name)
      .map((l) => rank.get(left ? l.parent : l.child));
    return others.length ? others.reduce((a, b) => a + b, 0) / others.length : rank.get(name);
  };
  for (const left of [true, false, true]) {
    for (const lane of lanes) {
      const wish = new Map(lane.map((name) => [name, near(name, left)]));
      lane.sort((a, b) => wish.get(a) - wish.get(b) || (a < b ? -1 : 1));
    }
    number();
  }
  const tallest = Math.max(1, ...lanes.map((lane) => lane.length));
  // Arrows that go back run below the boxes: some room for them.
  const goesBack = links.some((l) => l.parent !== l.child && column.get(l.child) <= column.get(l.parent));
  const inner = tallest * (box.height + box.gapY) - box.gapY + 2 * box.margin;
  const height = inner + (goesBack ? 24 : 0);
  const nodes = new Map();
  lanes.forEach((lane, at) => lane.forEach((name) => nodes.set(name, {
    name,
    x: box.margin + at * (box.width + box.gapX),
    y: inner / 2 - box.height / 2 + rank.get(name) * (box.height + box.gapY),
  })));
  const width = 2 * box.margin + lanes.length * (box.width + box.gapX) - box.gapX;
  return { nodes, width: Math.max(width, box.width + 2 * box.margin), height };
}

/** The path of an arrow, and where its label stands. */
export function arrow(from, to) {
  const { width, height } = box;
  if (from === to) {
    const x = from.x + width / 2;
    return { path: `M ${x - 24} ${from.y} C ${x - 30} ${from.y - 30}, ${x + 30} ${from.y - 30}, ${x + 24} ${from.y - 3}`, x, y: from.y - 20 };
  }
  if (to.x > from.x) {
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x - 3, to.y + height / 2];
    const bend = (x2 - x1) / 2;
    return { path: `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  }
  // Back to an earlier column: below the boxes, so that it is not taken for a forward call.
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y + height + 3];
  const low = Math.max(y1, y2) + 34;
  return { path: `M ${x1} ${y1} C ${x1} ${low}, ${x2} ${low}, ${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 8 + low * 0.75 };
}
