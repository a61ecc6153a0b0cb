import { SseParser } from '../../src/platform/http/sse.js';
import type { Transport, TransportResponse } from '../../src/platform/http/transport.js';
import type { ApiDocument } from './apiDocument.js';

/** Shows every answer to the judge before the client sees it. */
export function judgedTransport(inner: Transport, api: ApiDocument): Transport {
  return {
    async send(request) {
      const response = await inner.send(request);
      const at = request.url.pathname.replace(/^\/v1/, '') || '/';
      const contentType = response.header('content-type') ?? '';
      if (contentType.startsWith('text/event-stream')) {
        return {
          ...response,
          body: judgedEvents(response, (data) => api.judgeEvent(request.method, at, data)),
        };
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const { status } = response;
      api.judge({ method: request.method, path: at, status, contentType, body: bytes.toString() });
      return { ...response, body: once(bytes) };
    },
    dispose: () => inner.dispose(),
  };
}

async function* judgedEvents(
  response: TransportResponse,
  judge: (data: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    for (const { data } of parser.push(decoder.decode(chunk, { stream: true }))) {
      if (data !== '{}') judge(JSON.parse(data));
    }
    yield chunk;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
