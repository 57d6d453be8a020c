// Opens traces from a JSON file. They are shown like stored ones and never leave the browser.

import { traceLink } from '../shared/api.js';
import { el, message } from '../shared/dom.js';
import { plural } from '../shared/words.js';

const mostListed = 200;

/** The opened traces by trace ID, each with its spans and the name of its file. */
export const uploaded = new Map();

/** Parses the text of a file into traces. Throws an error that says what is wrong with it. */
function readTraces(text) {
  let list;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new Error(`Not valid JSON: ${error.message}`);
  }
  if (!Array.isArray(list)) throw new Error('Expected a JSON array of spans.');
  const traces = new Map();
  list.flat().forEach((span, index) => {
    const problem = problemOf(span);
    if (problem) throw new Error(`Span ${index + 1} ${problem}.`);
    const traceId = span.traceId.toLowerCase();
    // Some tracers report only the low 64 bits of a 128-bit ID.
    const key = traceId.slice(-16);
    const spans = traces.get(key) ?? [];
    spans.push({ ...span, traceId });
    traces.set(key, spans);
  });
  if (!traces.size) throw new Error('The file contains no spans.');
  return [...traces.values()];
}

function problemOf(span) {
  if (typeof span !== 'object' || span === null || Array.isArray(span)) return 'is not an object';
  if (Array.isArray(span.binaryAnnotations) || span.annotations?.some?.((note) => note?.endpoint)) {
    return 'uses the Zipkin v1 format; only v2 is supported';
  }
  if (typeof span.traceId !== 'string' || !/^[0-9a-f]{1,32}$/i.test(span.traceId)) return 'has no valid traceId (1 to 32 hex digits)';
  if (typeof span.id !== 'string' || !/^[0-9a-f]{1,16}$/i.test(span.id)) return 'has no valid id (1 to 16 hex digits)';
  for (const name of ['parentId', 'name', 'kind']) {
    if (span[name] !== undefined && span[name] !== null && typeof span[name] !== 'string') return `has a ${name} field that is not a string`;
  }
  for (const name of ['timestamp', 'duration']) {
    if (span[name] !== undefined && span[name] !== null && !Number.isFinite(span[name])) return `has a ${name} field that is not a number`;
  }
  if (span.annotations !== undefined && !(Array.isArray(span.annotations)
    && span.annotations.every((note) => note && Number.isFinite(note.timestamp) && typeof note.value === 'string'))) return 'has an annotation without a timestamp or value';
  for (const name of ['tags', 'localEndpoint', 'remoteEndpoint']) {
    if (span[name] !== undefined && (typeof span[name] !== 'object' || Array.isArray(span[name]))) return `has a ${name} field that is not an object`;
  }
  return '';
}

/** Reads a file and shows its trace, or a list to choose from when there are several. */
async function open(file, view, show) {
  try {
    const traces = readTraces(await file.text());
    const go = (spans) => {
      const { traceId } = spans[0];
      uploaded.set(traceId, { spans, name: file.name });
      history.pushState(null, '', traceLink(traceId));
      return show();
    };
    if (traces.length === 1) { await go(traces[0]); return; }
    view.replaceChildren(message('', `${file.name} contains ${traces.length} traces`,
      traces.length > mostListed ? el('p', {}, `Only the first ${mostListed} are listed.`) : '',
      el('ul', { class: 'picks' }, traces.slice(0, mostListed).map((spans) => el('li', {},
        el('button', { type: 'button', class: 'small', onclick: () => go(spans) }, spans[0].traceId), ` ${plural(spans.length, 'span')}`)))));
  } catch (error) {
    view.replaceChildren(message('bad', `Can’t open ${file.name}`, el('p', {}, error.message)));
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
