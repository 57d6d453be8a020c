// One trace: what it was, and its waterfall. The panel of the chosen row is in detail.js.

import { api, base, chip, clock, config, el, message, searchLink, serviceColours } from './dom.js';
import { drawing } from './dependencies.js';
import { linksOf, summarise } from './model.js';
import { formatDuration } from './words.js';
import { detail } from './detail.js';
import { uploaded } from './upload.js';
import { waterfall } from './waterfall.js';

export async function showTrace(view, traceId, signal) {
  document.title = `Trace ${traceId} · Zipkin mesh`;
  const file = uploaded.get(traceId);
  let spans = file?.spans;
  try {
    spans ??= await api(`trace/${encodeURIComponent(traceId)}`);
    if (!spans.length) throw new Error('The trace has no spans.');
  } catch (error) {
    if (signal.aborted) return;
    view.replaceChildren(message('bad', error.status === 404 ? 'There is no such trace' : 'The trace cannot be shown',
      el('p', {}, error.message),
      el('p', {}, 'A fresh trace takes a moment to arrive, and the oldest ones are dropped. ',
        el('a', { href: location.pathname }, 'Try again'), ' or go ', el('a', { href: base }, 'back to the traces'), '.')));
    return;
  }
  const trace = summarise(spans);
  const map = await serviceColours(trace.services.map(({ name }) => name));
  if (signal.aborted) return; // another view was opened meanwhile
  document.title = `${trace.service}: ${trace.name} · Zipkin mesh`;
  const panel = el('aside', { class: 'detail', 'aria-label': 'Details of the chosen span' });
  const fall = waterfall(trace, map, (row) => panel.replaceChildren(...detail(row, trace, map)), signal);
  view.replaceChildren(head(trace, map, spans, file?.name), graphPart(trace, map), el('div', { class: 'trace-body' }, fall.node, panel));
  fall.start();
  // Told to whoever measures how long a big trace takes.
  requestAnimationFrame(() => performance.mark('trace-drawn'));
}

/** The calls between the services of this trace, drawn when it is asked for. */
function graphPart(trace, map) {
  const links = linksOf(trace.rows);
  if (!links.length) return '';
  const part = el('details', { class: 'trace-graph' }, el('summary', {}, `Graph of its ${trace.services.length} services`));
  part.addEventListener('toggle', () => {
    if (part.open && part.children.length === 1) part.append(drawing(links, map, (serviceName) => searchLink({ serviceName })));
  });
  return part;
}

// ---------------------------------------------------------------- the head

function head(trace, map, spans, file) {
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
      fact('Raw data', ...rawLinks(trace, spans, file))),
    file ? el('p', { class: 'note' }, `From the file ${file}: it is only in this page, and gone after a reload.`) : null,
    el('p', { class: 'chips' }, trace.services.map(({ name, count }) => chip(map, name, count))));
}

function rawLinks(trace, spans, file) {
  const raw = `${base}api/v2/trace/${encodeURIComponent(trace.traceId)}`;
  // The same bytes for a trace of a file, which the server does not have.
  const save = (event) => {
    event.preventDefault();
    const address = URL.createObjectURL(new Blob([JSON.stringify(spans, null, 2)], { type: 'application/json' }));
    el('a', { href: address, download: `${trace.traceId}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  const download = el('a', { href: raw, class: 'download', download: `${trace.traceId}.json`, onclick: save }, 'Download');
  const logs = config.logsUrl ? [' · ', el('a', { href: config.logsUrl.replaceAll('{traceId}', trace.traceId), rel: 'noreferrer' }, 'Logs')] : [];
  return [...(file ? [] : [el('a', { href: raw }, 'JSON'), ' · ']), download, ...logs];
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
