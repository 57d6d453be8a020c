// The server: its API, the page's settings, and the addresses of the views.

export const base = '/zipkin/';

/** The page's settings, with their defaults. Read before any view is shown. */
export const config = {
  environment: '', queryLimit: 10, defaultLookback: 900_000, searchEnabled: true, logsUrl: null, supportUrl: null,
  dependency: { enabled: true, lowErrorRate: 0.5, highErrorRate: 0.75 },
};

/** Reads the settings from the server. When that fails, the defaults remain. */
export async function loadConfig() {
  const response = await fetch(`${base}config.json`).catch(() => null);
  if (response?.ok) Object.assign(config, await response.json());
}

/**
 * Reads JSON from the API. An error from the server is thrown with the server's message.
 *
 * The server decides how long the browser may cache a response: it doesn't let it cache names while there are few
 * services, so that a first report shows at once, and allows 5 minutes after that. With `cache` set to 'reload', the
 * request bypasses the browser's cache and updates it; a search started by hand uses this to pick up new names.
 */
export async function api(path, parameters = {}, cache = 'default') {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const text = query.size ? `?${query}` : '';
  let response;
  try {
    const address = `${base}api/v2/${path}${text}`;
    response = await (takeEarly(address) ?? fetch(address, { cache, headers: { accept: 'application/json' } }));
  } catch {
    throw new Error('Can’t connect to the server. Is it still running?');
  }
  if (!response.ok) {
    const reason = (await response.text()).trim().slice(0, 500);
    const error = new Error(reason || `The server responded with status ${response.status}.`);
    error.status = response.status;
    throw error;
  }
  return response.json();
}

/** Takes the response that trace/early.js requested, once. */
function takeEarly(address) {
  const early = globalThis.earlyResponse;
  if (early?.address !== address) return null;
  globalThis.earlyResponse = undefined;
  return early.response;
}

export const traceLink = (traceId) => `${base}traces/${encodeURIComponent(traceId)}`;
export const searchLink = (parameters) => `${base}?${new URLSearchParams(parameters)}`;
