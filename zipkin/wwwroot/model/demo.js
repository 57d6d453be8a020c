// A trace to try the page with, without any service.

/**
 * Returns the spans of an order in a shop that ended at `now`, in milliseconds. `id` returns a new ID of 16 hex digits.
 */
export function demoTrace(now, id) {
  const traceId = id() + id();
  const start = now * 1000 - 180_000;
  const spans = [];
  const add = (parentId, kind, name, service, remote, offset, duration, tags) => {
    const span = {
      traceId, id: id(), parentId, kind, name, timestamp: start + offset * 1000, duration: duration * 1000, localEndpoint: { serviceName: service },
      remoteEndpoint: remote && { serviceName: remote }, tags,
    };
    spans.push(span);
    return span.id;
  };
  const root = add(undefined, 'SERVER', 'post /orders', 'demo-frontend', undefined, 0, 180, { 'http.method': 'POST', 'http.status_code': '201' });
  const cart = add(root, 'CLIENT', 'get /cart', 'demo-frontend', 'demo-cart', 8, 42, { 'http.status_code': '200' });
  const cartServer = add(cart, 'SERVER', 'get /cart', 'demo-cart', undefined, 11, 36, { 'http.status_code': '200' });
  add(cartServer, 'CLIENT', 'hgetall', 'demo-cart', 'redis', 16, 9, undefined);
  const failed = add(root, 'CLIENT', 'post /payments', 'demo-frontend', 'demo-payment', 55, 30, { 'http.status_code': '503', error: '503' });
  add(failed, 'SERVER', 'post /payments', 'demo-payment', undefined, 58, 24, { 'http.status_code': '503', error: 'the card service is unavailable' });
  const again = add(root, 'CLIENT', 'post /payments', 'demo-frontend', 'demo-payment', 95, 78, { 'http.status_code': '200', 'http.request.resend_count': '1' });
  add(again, 'SERVER', 'post /payments', 'demo-payment', undefined, 98, 70, { 'http.status_code': '200' });
  return spans;
}
