// The view of one trace: its head, one of the views of its spans, and the panel of the selected span.

import { api, base } from '../shared/api.js';
import { el, message } from '../shared/dom.js';
import { serviceColours } from '../shared/services.js';
import { serviceLabel, spanLabel } from '../shared/words.js';
import { joinHops } from '../model/hops.js';
import { attemptsOf } from '../model/proxy.js';
import { summarise } from '../model/summary.js';
import { uploaded } from '../files/upload.js';
import { head, menus } from './head.js';
import { panel } from './panel.js';
import { views } from './views.js';

export async function showTrace(view, traceId, signal) {
  document.title = `Trace ${traceId} · Zipkin mesh`;
  const file = uploaded.get(traceId);
  let spans = file?.spans;
  try {
    spans ??= await api(`trace/${encodeURIComponent(traceId)}`);
    if (!spans.length) throw new Error('This trace has no spans.');
  } catch (error) {
    if (!signal.aborted) view.replaceChildren(notShown(error));
    return;
  }
  if (!signal.aborted) showSpans(view, spans, { file: file?.name }, signal);
}

/** Shows the spans of a trace. `source` is where they come from: the server, a file, or the page itself. */
export function showSpans(view, spans, source, signal) {
  const trace = readTrace(spans, source);
  document.title = `${serviceLabel(trace.service)}: ${spanLabel(trace.name)} · Zipkin mesh`;
  const selected = panel(trace);
  const shown = views(trace, selected.show, signal);
  selected.onFollow(shown.reveal);
  shown.addMenus(...menus(trace, shown));
  view.replaceChildren(head(trace, shown), el('div', { class: 'trace-body' }, shown.node, selected.node));
  shown.start();
  // For measurements of how long a large trace takes.
  requestAnimationFrame(() => performance.mark('trace-drawn'));
}

/** Summarises a trace, with the two sides of each call in one row. */
export function readTrace(spans, source = {}) {
  const trace = summarise(spans);
  const count = trace.rows.length;
  const rows = joinHops(trace.rows);
  return {
    ...trace, rows, count, spans, source,
    attempts: attemptsOf(rows),
    colours: serviceColours(trace.services.map(({ name }) => name)),
    orphans: rows.filter((row) => row.orphan).length,
    shifted: [...new Set(rows.flatMap((row) => (row.shifted ? row.records.filter((record) => record.shift).map((record) => record.localEndpoint?.serviceName ?? '') : [])))],
  };
}

function notShown(error) {
  const missing = error.status === 404;
  return message('bad', missing ? 'Trace not found' : 'Can’t load this trace',
    el('p', {}, error.message),
    missing ? el('p', {}, 'A new trace takes a moment to arrive, and the oldest traces are evicted.') : '',
    el('p', {}, el('a', { href: location.pathname }, 'Try again'), ' or go ', el('a', { href: base }, 'back to traces'), '.'));
}
