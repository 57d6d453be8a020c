// The view of one trace: its summary, its service graph and its waterfall, with the
// panel of the selected span from detail.js.

import { api, base, config, searchLink } from '../shared/api.js';
import { detail } from './detail.js';
import { el, message } from '../shared/dom.js';
import { graph } from '../graph/graph.js';
import { linksOf } from '../model/links.js';
import { summarise } from '../model/summary.js';
import { chip, serviceColours } from '../shared/services.js';
import { uploaded } from '../files/upload.js';
import { waterfall } from './waterfall.js';
import { formatDuration, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';

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
  const trace = summarise(spans);
  const colours = await serviceColours(trace.services.map(({ name }) => name));
  if (signal.aborted) return; // another view was opened meanwhile
  document.title = `${serviceLabel(trace.service)}: ${spanLabel(trace.name)} · Zipkin mesh`;
  const panel = el('aside', { class: 'detail', 'aria-label': 'Span details' });
  const spanRows = waterfall(trace, colours, (row) => panel.replaceChildren(...detail(row, trace, colours)), signal);
  view.replaceChildren(head(trace, colours, spans, file?.name), graphPart(trace, colours), el('div', { class: 'trace-body' }, spanRows.node, panel));
  spanRows.start();
  // For measurements of how long a large trace takes.
  requestAnimationFrame(() => performance.mark('trace-drawn'));
}

function notShown(error) {
  const missing = error.status === 404;
  return message('bad', missing ? 'Trace not found' : 'Can’t load this trace',
    el('p', {}, error.message),
    missing ? el('p', {}, 'A new trace takes a moment to arrive, and the oldest traces are evicted.') : '',
    el('p', {}, el('a', { href: location.pathname }, 'Try again'), ' or go ', el('a', { href: base }, 'back to traces'), '.'));
}

/** Creates the graph of the calls between the services of this trace, which is drawn when it is opened. */
function graphPart(trace, colours) {
  const links = linksOf(trace.rows);
  if (!links.length) return '';
  const part = el('details', { class: 'trace-graph' }, el('summary', {}, `Service graph (${plural(trace.services.length, 'service')})`));
  part.addEventListener('toggle', () => {
    if (part.open && part.children.length === 1) part.append(graph(links, colours, (serviceName) => searchLink({ serviceName })));
  });
  return part;
}

// ---------------------------------------------------------------- the head

function head(trace, colours, spans, file) {
  const fact = (name, ...value) => el('div', {}, el('dt', {}, name), el('dd', {}, ...value));
  const id = el('code', { class: 'trace-id' }, trace.traceId);
  return el('section', { class: 'trace-title', 'aria-label': 'Trace summary' },
    el('h1', {},
      el('span', { class: 'root-service' }, serviceLabel(trace.service)), ' ', spanLabel(trace.name),
      trace.headless ? el('span', { class: 'badge' }, 'root span missing') : null,
      trace.errors ? el('span', { class: 'badge bad' }, plural(trace.errors, 'error')) : null),
    el('dl', { class: 'facts' },
      fact('Duration', el('b', {}, formatDuration(trace.duration))),
      fact('Start time', formatTime(trace.start)),
      fact('Services', String(trace.services.length)),
      fact('Depth', String(trace.depth)),
      fact('Spans', String(trace.rows.length),
        // A call reported by both sides is one span from two reports.
        trace.reports > trace.rows.length ? el('small', {}, ` from ${trace.reports} reports`) : null),
      fact('Trace ID', id, ' ', copyButton(trace.traceId, id)),
      fact('Raw data', ...rawLinks(trace, spans, file))),
    file ? el('p', { class: 'note' }, `Opened from ${file}. The trace is only in this tab and is lost when you reload it.`) : null,
    el('p', { class: 'chips' }, trace.services.map(({ name, count }) => chip(colours, name, count))));
}

function rawLinks(trace, spans, file) {
  const raw = `${base}api/v2/trace/${encodeURIComponent(trace.traceId)}`;
  // From the page's own copy, since the server doesn't have the trace of a file.
  const save = (event) => {
    event.preventDefault();
    const address = URL.createObjectURL(new Blob([JSON.stringify(spans, null, 2)], { type: 'application/json' }));
    el('a', { href: address, download: `${trace.traceId}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  const download = el('a', { href: raw, class: 'download', download: `${trace.traceId}.json`, onclick: save }, 'Download JSON');
  const logs = config.logsUrl ? [' · ', el('a', { href: config.logsUrl.replaceAll('{traceId}', trace.traceId), rel: 'noreferrer' }, 'View logs')] : [];
  return [...(file ? [] : [el('a', { href: raw }, 'View JSON'), ' · ']), download, ...logs];
}

function copyButton(text, shown) {
  const button = el('button', { type: 'button', class: 'small', title: 'Copy trace ID' }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    } catch {
      // The clipboard requires HTTPS or localhost. Elsewhere, select the ID, ready for Ctrl+C.
      getSelection().selectAllChildren(shown);
    }
  });
  return button;
}
