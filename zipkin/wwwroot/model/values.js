// Recognizes what the value of a tag is.

/** Returns `{ kind, text }`: `json` with the text indented, `text` for several lines such as a stack trace, `url`, or `plain`. */
export function readValue(value) {
  const json = /^\s*[[{]/.test(value) ? indented(value) : null;
  if (json !== null) return { kind: 'json', text: json };
  if (/\n/.test(value.trim())) return { kind: 'text', text: value };
  // Some tracers write the line ends of a stack trace as two characters.
  if (/\\n(\\t|\s)*at /.test(value)) return { kind: 'text', text: value.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\\t', '  ') };
  return { kind: /^https?:\/\/\S+$/.test(value) ? 'url' : 'plain', text: value };
}

function indented(value) {
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return null;
  }
}
