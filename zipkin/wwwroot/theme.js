// Light, dark, or what the system has; remembered in this browser.

const key = 'theme';
const themes = ['auto', 'light', 'dark'];
const signs = { auto: '◐', light: '☀', dark: '☾' };

// Where a browser keeps nothing, the choice lasts as long as the page.
const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
const remember = (theme) => { try { localStorage.setItem(key, theme); } catch { /* as above */ } };

/** The button goes through the three. Who draws with the theme's colours hears "theme" from the window. */
export function offerThemes(button) {
  let theme = themes.includes(remembered()) ? remembered() : 'auto';
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = signs[theme];
    button.title = `Colours: ${theme}`;
    button.setAttribute('aria-label', `Colours: ${theme}. Press for another`);
    dispatchEvent(new Event('theme'));
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    remember(theme);
    apply();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('theme')));
  apply();
}
