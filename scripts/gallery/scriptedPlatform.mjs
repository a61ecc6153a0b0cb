/** A platform whose answers are data, for pictures of the views in every state. It does nothing. */
import { createServer } from 'node:http';

/**
 * Serves `answers` (JSON by path below the API's root; a function is called with the URL) on loopback.
 *   refuse    status with which every call is answered instead
 *   silent    no call is ever answered
 *   page      HTML that every call is answered with instead: something else lives at the address
 * Gives `{url, close}`.
 */
export async function servePlatform({ answers = {}, events = {}, refuse, silent = false, page } = {}) {
  const server = createServer((request, response) => {
    if (silent) return;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = decodeURIComponent(url.pathname.replace(/^\/v1/, '')).replace(/(?<=.)\/$/, '') || '/';
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      return;
    }
    if (refuse !== undefined && path !== '/') {
      problem(response, refuse);
      return;
    }
    if (path === '/watch' || events[path]) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
      for (const event of events[path] ?? []) {
        response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      return;
    }
    const answer = answers[path];
    if (answer === undefined) {
      problem(response, 404);
      return;
    }
    const body = typeof answer === 'function' ? answer(url) : answer;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const problems = {
  401: { type: 'unauthenticated', title: 'Sign in first', status: 401 },
  403: { type: 'forbidden', title: 'Not allowed', status: 403 },
  404: { type: 'not-found', title: 'Not found', status: 404 },
};

function problem(response, status) {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify(problems[status]));
}
