// Requests the trace that the address names while the browser still loads the modules. A script of its own, not a module:
// modules run once all of them are loaded. `api` takes the response from here.

(() => {
  const id = /^\/zipkin\/traces\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (!id) return;
  const address = `/zipkin/api/v2/trace/${id}`;
  const response = fetch(address, { headers: { accept: 'application/json' } });
  response.catch(() => {}); // reported by the view, which waits for it
  window.earlyResponse = { address, response };
})();
