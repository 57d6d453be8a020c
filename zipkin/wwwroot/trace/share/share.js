// Ways to pass a trace on: as JSON, and as one HTML file that shows it without a server.

import { base } from '../../shared/api.js';
import { el } from '../../shared/dom.js';
import { singleFile } from './singlefile.js';

export function shareItems(trace) {
  const raw = `${base}api/v2/trace/${encodeURIComponent(trace.traceId)}`;
  const { file, offline } = trace.source;
  // From the page's own copy, since the server doesn't have the trace of a file.
  const download = el('button', {
    type: 'button', class: 'link download',
    onclick: () => save(`${trace.traceId}.json`, 'application/json', JSON.stringify(trace.spans, null, 2)),
  }, 'Download JSON');
  const page = el('button', {
    type: 'button', class: 'link share-html',
    onclick: async () => save(`${trace.traceId}.html`, 'text/html', await singleFile(trace)),
  }, 'Download as HTML page');
  return [file || offline ? null : el('a', { href: raw }, 'View JSON'), download, offline ? null : page];
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
