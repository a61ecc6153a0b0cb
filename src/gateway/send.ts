import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../model/problem.js';
import type { Answer, Sent } from './endpoint.js';

const pingMs = 15_000;

/** Rejects with what the platform behind rejects with, as long as nothing was sent. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  if ('events' in answer) {
    await sendEvents(response, answer.events);
  } else if (answer.status === undefined && request.method === 'GET') {
    sendTagged(request, response, answer.body);
  } else {
    response
      .writeHead(answer.status ?? 200, {
        'Content-Type': 'application/json; charset=utf-8',
        ...answer.headers,
      })
      .end(JSON.stringify(answer.body));
  }
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response
    .writeHead(problem.status, { 'Content-Type': 'application/problem+json; charset=utf-8' })
    .end(JSON.stringify({ ...problem, requestId: `req_${randomUUID()}` }));
}

/** Unpacked and not kept anywhere: an event must not wait in a buffer. */
async function sendEvents(response: ServerResponse, events: AsyncIterable<Sent>): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write(': connected\n\n');
  const ping = setInterval(() => response.write(': ping\n\n'), pingMs);
  try {
    for await (const { id, event, data } of events) {
      response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    response.end();
  } finally {
    clearInterval(ping);
  }
}

function sendTagged(request: IncomingMessage, response: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  const headers = { ETag: etag, 'Cache-Control': 'no-cache, private' };
  if (known.includes(etag) || known.includes('*')) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' }).end(text);
}
