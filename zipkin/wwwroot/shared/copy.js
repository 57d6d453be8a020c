// A button that copies a text.

import { el } from './dom.js';

/** Creates the button. `shown` is the element with the text, which is selected where the clipboard isn't available. */
export function copyButton(text, what, shown) {
  const button = el('button', { type: 'button', class: 'small copy', title: `Copy ${what}`, 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async (event) => {
    event.stopPropagation();
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    } catch {
      // The clipboard requires HTTPS or localhost. Elsewhere, select the text, ready for Ctrl+C.
      if (shown) getSelection().selectAllChildren(shown);
    }
  });
  return button;
}
