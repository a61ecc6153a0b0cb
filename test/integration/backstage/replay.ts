import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { keyOf, readRecording, whoIs, type RecordedExchange } from './recording.js';

export interface Replay {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Answers as a backend did when it was recorded: the same request with the same answers in their order, the last one of
 * a read again. A read that asks whether something changed since another moment than the recorded ones, because this
 * machine was quicker or slower, gets all of it as it was last. What was never asked is refused, so that a test notices.
 */
export async function startReplay(name: string, token: string): Promise<Replay> {
  const { exchanges } = readRecording(name);
  const answers = new Map<string, RecordedExchange[]>();
  const lastWhole = new Map<string, RecordedExchange>();
  for (const exchange of exchanges) {
    const key = keyOf(exchange);
    answers.set(key, [...(answers.get(key) ?? []), exchange]);
    if (exchange.method === 'GET' && exchange.status === 200) {
      lastWhole.set(keyOf({ ...exchange, ifNoneMatch: '' }), exchange);
    }
  }
  let url = '';
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method = 'GET', url: target = '' } = request;
      const as = whoIs(request.headers.authorization, token);
      const ifNoneMatch = request.headers['if-none-match'] ?? '';
      const asked = { method, path: target, as, body: body.replaceAll(url, '{backend}'), ifNoneMatch };
      const queue = answers.get(keyOf(asked)) ?? [];
      const next = queue.length > 1 || method !== 'GET' ? queue.shift() : queue[0];
      const exchange = next ?? lastWhole.get(keyOf({ ...asked, ifNoneMatch: '' }));
      if (!exchange) {
        response.writeHead(418, { 'content-type': 'text/plain' });
        response.end(`Not in the recording "${name}": ${as} ${method} ${target} ${body}\n`);
        return;
      }
      response.writeHead(exchange.status, exchange.headers);
      response.write(exchange.answer.replaceAll('{backend}', url));
      if (exchange.isCut !== true) response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
