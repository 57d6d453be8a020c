// A trace of a file, shown like a stored one. It never leaves the browser.

import { el, message, traceLink } from './dom.js';

/** By trace id: the spans and the name of the file. */
export const uploaded = new Map();

/** The traces of a file's text; throws with words that say what is wrong. */
export function readTraces(text) {
  let list;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${error.message}`);
  }
  if (!Array.isArray(list)) throw new Error('A trace is a list of spans: the file should begin with [.');
  const traces = new Map();
  list.flat().forEach((span, index) => {
    const bad = problem(span);
    if (bad) throw new Error(`Span ${index + 1} of the file ${bad}.`);
    const traceId = span.traceId.toLowerCase();
    // Some report half of a long id: the low 64 bits are the same.
    const key = traceId.slice(-16);
    const spans = traces.get(key) ?? [];
    spans.push({ ...span, traceId });
    traces.set(key, spans);
  });
  if (!traces.size) throw new Error('There is no span in this file.');
  return [...traces.values()];
}

function problem(span) {
  if (typeof span !== 'object' || span === null || Array.isArray(span)) return 'is no object';
  if (Array.isArray(span.binaryAnnotations) || span.annotations?.some?.((note) => note?.endpoint)) {
    return 'is of the old format (v1), which is not read; only v2 is';
  }
  if (typeof span.traceId !== 'string' || !/^[0-9a-f]{1,32}$/i.test(span.traceId)) return 'has no traceId of up to 32 hex digits';
  if (typeof span.id !== 'string' || !/^[0-9a-f]{1,16}$/i.test(span.id)) return 'has no id of up to 16 hex digits';
  for (const name of ['parentId', 'name', 'kind']) {
    if (span[name] !== undefined && span[name] !== null && typeof span[name] !== 'string') return `has a ${name} that is no text`;
  }
  for (const name of ['timestamp', 'duration']) {
    if (span[name] !== undefined && span[name] !== null && !Number.isFinite(span[name])) return `has a ${name} that is no number`;
  }
  if (span.annotations !== undefined && !(Array.isArray(span.annotations)
    && span.annotations.every((note) => note && Number.isFinite(note.timestamp) && typeof note.value === 'string'))) return 'has annotations without time or value';
  for (const name of ['tags', 'localEndpoint', 'remoteEndpoint']) {
    if (span[name] !== undefined && (typeof span[name] !== 'object' || Array.isArray(span[name]))) return `has a ${name} that is no object`;
  }
  return '';
}

/** Reads a file and goes to its trace; of several, one is picked by hand. */
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
    view.replaceChildren(message('', `${traces.length} traces are in ${file.name}`,
      el('ul', { class: 'picks' }, traces.slice(0, 200).map((spans) => el('li', {},
        el('button', { type: 'button', class: 'small', onclick: () => go(spans) }, spans[0].traceId), ` ${spans.length} spans`)))));
  } catch (error) {
    view.replaceChildren(message('bad', `${file.name} cannot be shown`, el('p', {}, error.message)));
  }
}

/** Lets a file be chosen with the field, or dropped anywhere on the page. */
export function acceptFiles(field, view, show) {
  field.addEventListener('change', () => {
    const [file] = field.files;
    field.value = ''; // the same file can be chosen again
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
