import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whoIs, writeRecording, type RecordedExchange } from './recording.js';

export interface RecorderOptions {
  readonly upstream: string;
  readonly token: string;
  /** Texts of this machine, and what stands for them in the recording. */
  readonly masks: readonly (readonly [text: string, mask: string])[];
}

export interface Recorder {
  readonly url: string;
  /** Ends it and writes what was asked and answered. */
  stop(name: string): Promise<void>;
}

const kept = ['content-type', 'etag', 'retry-after', 'location'];

/** Passes everything on to a backend and keeps what it answers. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const exchanges: RecordedExchange[] = [];
  const server = http.createServer((request, response) => {
    pass(request, response, options, exchanges).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(name) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      writeRecording(name, exchanges);
    },
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { upstream, token, masks }: RecorderOptions,
  exchanges: RecordedExchange[],
): Promise<void> {
  const body = await textOf(request);
  const url = new URL(`${upstream}${request.url ?? ''}`);
  const headers: http.OutgoingHttpHeaders = { ...request.headers, host: url.host };
  delete headers['accept-encoding'];
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = http.request(url, { method: request.method, headers });
    asked.on('response', resolve).on('error', reject).end(body);
    response.once('close', () => asked.destroy());
  });
  const given = Object.fromEntries(
    kept.flatMap((name) =>
      answer.headers[name] === undefined ? [] : [[name, String(answer.headers[name])]],
    ),
  );
  const ifNoneMatch = request.headers['if-none-match'];
  // In the order in which they were answered first: a stream may last while others come and go.
  const at = exchanges.push(undefined as never) - 1;
  const keep = (text: string, isCut: boolean): void => {
    exchanges[at] = {
      method: request.method ?? 'GET',
      path: request.url ?? '',
      as: whoIs(request.headers.authorization, token),
      ...(body !== '' && { body: masked(body, masks) }),
      ...(ifNoneMatch !== undefined && { ifNoneMatch }),
      status: answer.statusCode ?? 500,
      headers: given,
      answer: masked(compact(text), masks),
      ...(isCut && { isCut }),
    };
  };
  response.writeHead(answer.statusCode ?? 500, given);
  let text = '';
  keep(text, true);
  answer.setEncoding('utf8');
  try {
    for await (const chunk of answer as AsyncIterable<string>) {
      text += chunk;
      response.write(chunk);
    }
    keep(text, false);
    response.end();
  } catch {
    keep(text, true);
  }
}

/** JSON without the spaces that the backend adds in development, and without who wrote which field of a cluster's objects. */
function compact(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value, (key, part: unknown) => (key === 'managedFields' ? undefined : part));
  } catch {
    return text;
  }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) text += chunk;
  return text;
}

/** Without stacks, tokens, and names of this machine. */
function masked(text: string, masks: RecorderOptions['masks']): string {
  return masks
    .reduce((masking, [known, mask]) => masking.replaceAll(known, mask), text)
    .replace(/"stack":\s*"(?:[^"\\]|\\.)*"/g, '"stack":"Error: left out\\n    at left (/out:1:1)"')
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ-left-out');
}
