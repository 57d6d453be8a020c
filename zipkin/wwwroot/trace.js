// One trace: what it was, and its waterfall. The panel of the chosen row is in detail.js.

import { api, base, chip, clock, colourClass, decode, el, message, serviceColours } from './dom.js';
import { axisTicks, formatDuration, serviceOf, summarise, visibleRows } from './model.js';
import { detail } from './detail.js';

export async function showTrace(view, traceId) {
  document.title = `Trace ${traceId} · Zipkin mesh`;
  let spans;
  try {
    spans = await api(`trace/${encodeURIComponent(traceId)}`);
    if (!spans.length) throw new Error('The trace has no spans.');
  } catch (error) {
    view.replaceChildren(message('bad', error.status === 404 ? 'There is no such trace' : 'The trace cannot be shown',
      el('p', {}, error.message),
      el('p', {}, 'A fresh trace takes a moment to arrive, and the oldest ones are dropped. ',
        el('a', { href: location.pathname }, 'Try again'), ' or go ', el('a', { href: base }, 'back to the traces'), '.')));
    return;
  }
  const trace = summarise(spans);
  const map = await serviceColours(trace.services.map(({ name }) => name));
  document.title = `${trace.service}: ${trace.name} · Zipkin mesh`;
  const panel = el('aside', { class: 'detail', 'aria-label': 'Details of the chosen span' });
  const fall = waterfall(trace, map, (row) => panel.replaceChildren(...detail(row, trace, map)));
  view.replaceChildren(head(trace, map), el('div', { class: 'trace-body' }, fall.node, panel));
  fall.chooseFirst();
}

// ---------------------------------------------------------------- the head

function head(trace, map) {
  const raw = `${base}api/v2/trace/${encodeURIComponent(trace.traceId)}`;
  const fact = (name, ...value) => el('div', {}, el('dt', {}, name), el('dd', {}, ...value));
  const id = el('code', { class: 'trace-id' }, trace.traceId);
  return el('section', { class: 'trace-title', 'aria-label': 'The trace' },
    el('h1', {},
      el('span', { class: 'root-service' }, trace.service || '(no service)'), ' ', trace.name || '(no name)',
      trace.headless ? el('span', { class: 'badge' }, 'root missing') : null,
      trace.errors ? el('span', { class: 'badge bad' }, `${trace.errors} error${trace.errors === 1 ? '' : 's'}`) : null),
    el('dl', { class: 'facts' },
      fact('Duration', el('b', {}, formatDuration(trace.duration))),
      fact('Started', clock(trace.start)),
      fact('Services', String(trace.services.length)),
      fact('Depth', String(trace.depth)),
      fact('Spans', String(trace.rows.length),
        // A call seen from both ends is one span with two reports.
        trace.reports > trace.rows.length ? el('small', {}, ` from ${trace.reports} reports`) : null),
      fact('Trace id', id, ' ', copyButton(trace.traceId, id)),
      fact('Raw data', el('a', { href: raw }, 'JSON'), ' · ', el('a', { href: raw, download: `${trace.traceId}.json` }, 'Download'))),
    el('p', { class: 'chips' }, trace.services.map(({ name, count }) => chip(map, name, count))));
}

function copyButton(text, shown) {
  const button = el('button', { type: 'button', class: 'small' }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    } catch {
      // Without https or localhost there is no clipboard: leave it chosen, ready for Ctrl+C.
      getSelection().selectAllChildren(shown);
    }
  });
  return button;
}

// ---------------------------------------------------------------- the waterfall

function waterfall(trace, map, onChoose) {
  const folded = new Set();
  const nodes = new Map();
  let chosen = null;
  const length = Math.max(1, trace.duration ?? 1);
  const percent = (time) => ((time - trace.start) / length) * 100;

  const body = el('div', { class: 'rows', role: 'presentation' });
  const grid = el('div', { class: 'waterfall', role: 'treegrid', 'aria-label': 'Spans by time', 'aria-rowcount': trace.rows.length },
    axis(length), gridLines(length), body);

  const choose = (row, focus, byHand = true) => {
    if (chosen) mark(chosen, false);
    chosen = row;
    const node = mark(row, true);
    if (focus) node.focus();
    node.scrollIntoView({ block: 'nearest' });
    // The address names the span, so that a link can point at it.
    if (byHand) history.replaceState(null, '', `#${encodeURIComponent(row.id)}`);
    onChoose(row);
  };
  const mark = (row, on) => {
    const node = nodes.get(row);
    node.setAttribute('aria-selected', String(on));
    node.tabIndex = on ? 0 : -1;
    return node;
  };
  const redraw = () => {
    const shown = new Set(visibleRows(trace.rows, folded));
    for (const row of trace.rows) {
      const node = nodes.get(row);
      node.hidden = !shown.has(row);
      if (!row.children.length) continue;
      const open = !folded.has(row.id);
      node.setAttribute('aria-expanded', String(open));
      const button = node.querySelector('.fold');
      button.textContent = open ? '▾' : '▸';
      button.title = `${open ? 'Fold' : 'Unfold'} ${row.below} below`;
    }
  };
  const fold = (row, on) => {
    if (on) folded.add(row.id); else folded.delete(row.id);
    redraw();
    if (chosen && nodes.get(chosen).hidden) choose(row, true);
  };
  const foldAll = (on) => {
    folded.clear();
    if (on) for (const row of trace.rows) if (row.children.length && row.parent) folded.add(row.id);
    redraw();
    if (chosen && nodes.get(chosen).hidden) {
      let row = chosen;
      while (nodes.get(row).hidden) row = row.parent;
      choose(row, false);
    }
  };
  const reveal = (row) => {
    for (let above = row.parent; above; above = above.parent) folded.delete(above.id);
    redraw();
    choose(row, true);
  };

  for (const row of trace.rows) {
    const node = rowNode(row, map, percent);
    node.addEventListener('click', (event) => {
      if (event.target.closest('.fold')) fold(row, !folded.has(row.id));
      else choose(row, true);
    });
    nodes.set(row, node);
  }
  body.append(...nodes.values());
  redraw();
  grid.addEventListener('keydown', (event) => onKey(event, { trace, folded, chosen, choose, fold }));

  const toolbar = el('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Waterfall' },
    el('button', { type: 'button', class: 'small', onclick: () => foldAll(false) }, 'Unfold all'),
    el('button', { type: 'button', class: 'small', onclick: () => foldAll(true) }, 'Fold all'),
    trace.errors ? el('button', { type: 'button', class: 'small', onclick: () => reveal(nextError(trace.rows, chosen)) }, 'Next error') : null,
    el('span', { class: 'legend', 'aria-hidden': 'true' },
      el('span', { class: 'key client' }), 'caller', el('span', { class: 'key server' }), 'callee', el('span', { class: 'key tick' }), 'annotation'));

  return {
    node: el('section', { class: 'waterfall-box', 'aria-label': 'Waterfall' }, toolbar, grid),
    chooseFirst() {
      const wanted = decode(location.hash.slice(1));
      choose(trace.rows.find((row) => row.id === wanted) ?? trace.rows[0], false, false);
    },
  };
}

function nextError(rows, chosen) {
  const failed = rows.filter((row) => row.error);
  return failed.find((row) => rows.indexOf(row) > rows.indexOf(chosen)) ?? failed[0];
}

function onKey(event, { trace, folded, chosen, choose, fold }) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const shown = visibleRows(trace.rows, folded);
  const at = shown.indexOf(chosen);
  const hasChildren = chosen.children.length > 0;
  const open = hasChildren && !folded.has(chosen.id);
  const keys = {
    ArrowDown: () => shown[at + 1] && choose(shown[at + 1], true),
    ArrowUp: () => shown[at - 1] && choose(shown[at - 1], true),
    Home: () => choose(shown[0], true),
    End: () => choose(shown.at(-1), true),
    ArrowRight: () => { if (hasChildren && !open) fold(chosen, false); else if (open) choose(chosen.children[0], true); },
    ArrowLeft: () => { if (open) fold(chosen, true); else if (chosen.parent) choose(chosen.parent, true); },
    Enter: () => choose(chosen, true),
    ' ': () => hasChildren && fold(chosen, open),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function axis(length) {
  const ticks = axisTicks(length);
  return el('div', { class: 'row axis', role: 'row' },
    el('span', { role: 'columnheader' }, 'Service and span'),
    el('span', { role: 'columnheader', class: 'row-duration' }, 'Duration'),
    el('span', { role: 'columnheader', class: 'lane', 'aria-label': `Time, up to ${formatDuration(length)}` },
      ticks.map((tick) => el('span', { class: `tick-label${tick / length > 0.93 ? ' last' : ''}`, style: { left: `${(tick / length) * 100}%` } },
        formatDuration(tick)))));
}

function gridLines(length) {
  return el('div', { class: 'row lines', 'aria-hidden': 'true' }, el('span'), el('span'),
    el('span', { class: 'lane' }, axisTicks(length).map((tick) => el('i', { style: { left: `${(tick / length) * 100}%` } }))));
}

function rowNode(row, map, percent) {
  const [caller, callee] = row.services;
  const who = [el('b', { class: `service ${colourClass(map, caller)}` }, caller ?? '(no service)')];
  const other = callee ?? (row.remote !== caller ? row.remote : undefined);
  if (other) {
    // A service that only the other side names has sent no report of its own: drawn paler.
    const inward = !callee && row.kind === 'SERVER';
    who.push(el('span', { class: 'arrow' }, inward ? ' ← ' : ' → '),
      el('b', { class: callee ? `service ${colourClass(map, callee)}` : 'service remote' }, other));
  }
  const node = el('div', {
    class: `row span-row${row.error ? ' has-error' : ''}`, role: 'row', tabindex: -1, 'aria-level': row.depth + 1, 'aria-selected': 'false',
  },
  el('span', { class: 'row-name', role: 'gridcell', style: { paddingLeft: `${Math.min(row.depth, 24) * 14}px` } },
    row.children.length ? el('button', { type: 'button', class: 'fold', tabindex: -1, 'aria-label': `Fold or unfold ${row.below} spans` }) : el('span', { class: 'leaf' }),
    row.error ? el('span', { class: 'error-mark', role: 'img', 'aria-label': 'error' }, '!') : null,
    el('span', { class: 'row-text', title: `${row.services.join(' → ')} ${row.name}` }, ...who, ' ', el('span', { class: 'row-span' }, row.name || '(no name)'))),
  el('span', { class: 'row-duration', role: 'gridcell' }, formatDuration(row.duration)),
  el('span', { class: 'lane', role: 'gridcell', 'aria-hidden': 'true' }, bars(row, map, percent)));
  return node;
}

/** The caller's time as a pale bar, the callee's inside it; a span seen from one side is one full bar. */
function bars(row, map, percent) {
  if (row.start === undefined) return [];
  const marks = row.records.filter((record) => record.timestamp).map((record, index) => {
    const outer = row.records.length > 1 && index === 0;
    const width = ((record.duration ?? 0) / Math.max(1, row.end - row.start)) * (percent(row.end) - percent(row.start));
    const failed = Object.hasOwn(record.tags ?? {}, 'error');
    return el('span', {
      class: `bar ${outer ? 'outer' : row.records.length > 1 ? 'inner' : 'only'} ${colourClass(map, serviceOf(record))}${failed ? ' failed' : ''}`,
      title: `${serviceOf(record)} ${record.kind ?? ''} ${formatDuration(record.duration)}`,
      style: { left: `${percent(record.timestamp)}%`, width: `${width}%` },
    });
  });
  const notes = row.records.flatMap((record) => record.annotations ?? []).map((note) => el('span', {
    class: `note-mark${note.value === 'error' ? ' failed' : ''}`, title: note.value, style: { left: `${Math.min(100, Math.max(0, percent(note.timestamp)))}%` },
  }));
  return [...marks, ...notes];
}
