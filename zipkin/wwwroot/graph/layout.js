// The layout of the service graph: positions of its boxes, its arrows and the places for their labels. Pure functions.

/**
 * Returns the column of each service, with callers to the left of their callees. Calls
 * that close a cycle are ignored: they would push their target to the right forever.
 */
function columns(links) {
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

export const box = { width: 170, height: 40, gapX: 170, gapY: 34, margin: 30 };

const isLoop = (link) => link.parent === link.child;

/**
 * Returns the positions of the boxes and the arrows between them. Each column is ordered
 * so that a box is near its callers. An arrow that spans several columns gets a free
 * place in each of them, so that it never runs behind a box.
 */
export function layout(links) {
  const column = columns(links);
  const lanes = [];
  for (const [name, at] of column) (lanes[at] ??= []).push({ name });
  const places = new Map(lanes.flat().map((place) => [place.name, place]));
  const routes = links.map((link) => {
    const [from, to] = [places.get(link.parent), places.get(link.child)];
    const between = [];
    for (let at = column.get(link.parent) + 1; at < column.get(link.child); at++) {
      const gap = { name: `${link.parent}\n${link.child}`, gap: true };
      lanes[at].push(gap);
      between.push(gap);
    }
    return { link, stops: [from, ...between, to] };
  });
  settle(lanes, routes);

  const tallest = Math.max(1, ...lanes.map((lane) => lane.length));
  const inner = tallest * (box.height + box.gapY) - box.gapY + 2 * box.margin;
  lanes.forEach((lane, at) => lane.forEach((place) => {
    place.x = box.margin + at * (box.width + box.gapX);
    place.y = inner / 2 - box.height / 2 + place.rank * (box.height + box.gapY);
  }));
  // Backward arrows run below the boxes and need room there.
  const goesBack = links.some((link) => !isLoop(link) && column.get(link.child) <= column.get(link.parent));
  return {
    nodes: [...places.values()],
    arrows: routes.map(({ link, stops }) => ({ link, ...arrow(stops) })),
    width: 2 * box.margin + Math.max(1, lanes.length) * (box.width + box.gapX) - box.gapX,
    height: inner + (goesBack ? 24 : 0),
  };
}

/** Sorts each column by the mean position of its neighbours, in sweeps from left to right and back. */
function settle(lanes, routes) {
  const number = (lane) => lane.forEach((place, i) => { place.rank = i - (lane.length - 1) / 2; });
  const before = new Map();
  const after = new Map();
  for (const { link, stops } of routes) {
    if (isLoop(link)) continue;
    for (let i = 1; i < stops.length; i++) {
      before.set(stops[i], [...(before.get(stops[i]) ?? []), stops[i - 1]]);
      after.set(stops[i - 1], [...(after.get(stops[i - 1]) ?? []), stops[i]]);
    }
  }
  lanes.forEach(number);
  for (const [order, near] of [[lanes, before], [[...lanes].reverse(), after], [lanes, before]]) {
    for (const lane of order) {
      const wish = new Map(lane.map((place) => {
        const others = near.get(place) ?? [];
        return [place, others.length ? others.reduce((sum, other) => sum + other.rank, 0) / others.length : place.rank];
      }));
      lane.sort((a, b) => wish.get(a) - wish.get(b) || (a.name < b.name ? -1 : 1));
      number(lane);
    }
  }
}

/** Returns the path of an arrow along its stops, and the places for its label, the best first. */
function arrow(stops) {
  const { width, height } = box;
  const [from, to] = [stops[0], stops.at(-1)];
  if (from === to) {
    const x = from.x + width / 2;
    return { path: `M ${x - 24} ${from.y} C ${x - 30} ${from.y - 30}, ${x + 30} ${from.y - 30}, ${x + 24} ${from.y - 3}`, places: [{ x, y: from.y - 20 }] };
  }
  if (to.x > from.x) {
    let path = `M ${from.x + width} ${from.y + height / 2}`;
    const places = stops.filter((stop) => stop.gap).map((gap) => ({ x: gap.x + width / 2, y: gap.y + height / 2 }));
    for (let i = 1; i < stops.length; i++) {
      const [x1, y1, y2] = [stops[i - 1].x + width, stops[i - 1].y + height / 2, stops[i].y + height / 2];
      const x2 = stops[i].x - (stops[i].gap ? 0 : 3);
      const bend = (x2 - x1) / 2;
      path += ` C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
      places.push(...along.map((t) => pointAt(t, [x1, x1 + bend, x2 - bend, x2], [y1, y1, y2, y2])));
      if (stops[i].gap) path += ` H ${x2 + width}`;
    }
    return { path, places };
  }
  // A backward arrow runs below the boxes, so that it isn't mistaken for a forward call.
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y + height + 3];
  const low = Math.max(y1, y2) + 34;
  return { path: `M ${x1} ${y1} C ${x1} ${low}, ${x2} ${low}, ${x2} ${y2}`, places: along.map((t) => pointAt(t, [x1, x1, x2, x2], [y1, low, low, y2])) };
}

// The shares of a curve at which a label may be, the best first.
const along = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/** Returns the point of a Bézier curve at a share of it. */
function pointAt(t, xs, ys) {
  const at = ([a, b, c, d]) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  return { x: at(xs), y: at(ys) };
}
