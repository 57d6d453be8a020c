// The view of the traces of a file.

import { el, message } from '../shared/dom.js';
import { lastFile } from './upload.js';
import { traceResults } from '../search/results.js';
import { summarise } from '../model/summary.js';
import { plural } from '../shared/words.js';

/** Lists the traces of the last opened file, the newest first. `show` shows the view of the address. */
export async function showFile(view, show) {
  document.title = 'File · Zipkin mesh';
  const { name, traces } = lastFile;
  if (!traces.length) {
    view.replaceChildren(el('h1', { class: 'unseen' }, 'Traces of a file'), message('', 'No file is open', el('p', {},
      'Open a file of traces with the button above, or drop it on the page: JSON of Zipkin, Jaeger or OpenTelemetry, or lines of it, also as gzip. It never leaves the browser.')));
    return;
  }
  const summaries = traces.map(summarise).sort((a, b) => (b.start ?? 0) - (a.start ?? 0));
  const results = traceResults();
  const section = el('section', { 'aria-label': 'Traces of the file' }, results.count, results.nodes);
  // The file stays open only as long as the page does, so its traces are shown in this page.
  section.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, '', link.getAttribute('href'));
    show();
  });
  view.replaceChildren(el('h1', { class: 'file-name' }, `${name} contains ${plural(traces.length, 'trace')}`), section);
  await results.show({ plotted: summaries, listed: summaries });
}
