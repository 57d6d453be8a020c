// Builds elements.

/**
 * Creates an HTML element. Strings always become text nodes, so that nothing in a span
 * can become markup.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Creates an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') {
      // Through the CSSOM: the security policy forbids the attribute.
      for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
    }
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Runs an action after the next frame is shown, for work that the first view doesn't need. */
export const afterPaint = (action) => requestAnimationFrame(() => setTimeout(action));

/** Creates an input with a label above it. */
export const field = (text, input, css = '') => el('label', { class: `field ${css}` }, el('span', {}, text), input);

/** Creates an error message of a form, hidden until it is needed. */
export const fieldError = (text = '') => el('p', { class: 'field-error', role: 'alert', hidden: true }, text);

/** Fills a select with options. The selected value is added when the list lacks it. */
export function options(select, list, selected) {
  const all = list.some(([value]) => value === selected) || !selected ? list : [...list, [selected, selected]];
  select.replaceChildren(...all.map(([value, text]) => el('option', { value, selected: value === selected }, text)));
  return select;
}

/** Creates a message that takes the place of content: an error when `kind` is 'bad'. */
export function message(kind, title, ...body) {
  return el('section', { class: `message ${kind}`, role: kind === 'bad' ? 'alert' : 'status' },
    el('h2', {}, title), ...body);
}
