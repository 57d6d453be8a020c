// Writes the curl command for the request of a span.

const quote = (text) => (/^[\w@%+=:,./?&-]+$/.test(text) && !text.includes('&') && !text.includes('?') ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Returns the command, from the tags of Zipkin's and of OpenTelemetry's conventions; null without a URL. */
export function curlOf(tags = {}) {
  const url = [tags['http.url'], tags['url.full']].find((text) => /^https?:\/\//.test(text ?? ''));
  if (!url) return null;
  const method = (tags['http.method'] ?? tags['http.request.method'] ?? 'GET').toUpperCase();
  const agent = tags.user_agent ?? tags['user_agent.original'];
  return ['curl',
    ...(method === 'GET' ? [] : method === 'HEAD' ? ['--head'] : ['--request', quote(method)]),
    ...(agent && agent !== '-' ? ['--user-agent', quote(agent)] : []),
    quote(url)].join(' ');
}

/** Returns the command of a row: of the server, which knows the address best, or of the client. */
export function curlOfRow(row) {
  return [...row.records].reverse().map((record) => curlOf(record.tags)).find(Boolean) ?? null;
}
