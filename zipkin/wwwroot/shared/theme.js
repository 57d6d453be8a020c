// Switches between the light, the dark and the system's theme. The browser stores the choice.

import { store, stored } from './stored.js';

const key = 'theme';
const themes = ['system', 'light', 'dark'];
const icons = { system: '◐', light: '☀', dark: '☾' };

/** Makes the button cycle through the themes. A "theme" event on the window tells canvases to redraw. */
export function offerThemes(button) {
  let theme = themes.includes(stored(key)) ? stored(key) : 'system';
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = icons[theme];
    const text = `Theme: ${theme}. Click to change`;
    button.title = text;
    button.setAttribute('aria-label', text);
    dispatchEvent(new Event('theme'));
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    store(key, theme);
    apply();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('theme')));
  apply();
}
