// Opens traces from a file. They are shown like stored ones and never leave the browser.

import { base, traceLink } from '../shared/api.js';
import { el, message } from '../shared/dom.js';
import { readTraces } from './read.js';

/** The opened traces by trace ID, each with its spans and the name of its file. */
export const uploaded = new Map();

/** The last opened file: its name and its traces. */
export const lastFile = { name: '', traces: [] };

/** Reads a file and shows its trace, or a list to choose from when there are several. */
async function open(file, view, show) {
  try {
    const traces = await readTraces(file);
    Object.assign(lastFile, { name: file.name, traces });
    for (const spans of traces) uploaded.set(spans[0].traceId, { spans, name: file.name });
    history.pushState(null, '', traces.length === 1 ? traceLink(traces[0][0].traceId) : `${base}traceViewer`);
    await show();
  } catch (error) {
    view.replaceChildren(el('h1', { class: 'unseen' }, 'Traces of a file'), message('bad', `Can’t open ${file.name}`, el('p', {}, error.message)));
  }
}

/** Accepts a file that is selected with the input or dropped anywhere on the page. */
export function acceptFiles(field, view, show) {
  field.addEventListener('change', () => {
    const [file] = field.files;
    field.value = ''; // allows the same file to be selected again
    if (file) open(file, view, show);
  });
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
  addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!carriesFile(event)) return;
    event.preventDefault();
    open(event.dataTransfer.files[0], view, show);
  });
}
