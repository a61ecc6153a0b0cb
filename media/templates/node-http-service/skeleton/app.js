import http from 'node:http';

/** One line of JSON per event, for whatever collects logs. */
export function log(level, message, fields = {}) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}

/** What is served: add routes here. A handler returns the status and the body. */
const routes = {
  'GET /': () => ({ status: 200, body: { service: {{json name}} } }),
  'GET /livez': () => ({ status: 200, body: { status: 'alive' } }),
  'GET /readyz': () => ({ status: 200, body: { status: 'ready' } }),
};

export function createApp() {
  return http.createServer((request, response) => {
    const started = performance.now();
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const handler = routes[`${request.method} ${path}`];
    const { status, body } = handler ? handler(request) : { status: 404, body: { error: 'not found' } };
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (path !== '/livez' && path !== '/readyz') {
      log('info', 'request', { method: request.method, path, status, ms: Math.round(performance.now() - started) });
    }
  });
}
