import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { isLoopback } from './url.js';
import type { Transport } from './transport.js';

const connectTimeoutMs = 5_000;

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The transport of terminals and tests. Proxies come from the environment; this machine is never reached through one. */
export function undiciTransport(): Transport {
  const options = { connect: { timeout: connectTimeoutMs }, headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent(options);
  let proxied: Dispatcher | undefined;
  return {
    async send({ method, url, headers, body, signal }) {
      const dispatcher = isLoopback(url.hostname) ? direct : (proxied ??= new EnvHttpProxyAgent(options));
      const response = await dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...headers },
        signal,
        ...(body !== undefined && { body }),
      });
      const header = (name: string): string | undefined => {
        const value = response.headers[name.toLowerCase()];
        return typeof value === 'object' ? value.join(', ') : value;
      };
      return {
        status: response.statusCode,
        header,
        body: decoded(response.body, header('content-encoding')),
      };
    },
    dispose() {
      void direct.destroy();
      void proxied?.destroy();
    },
  };
}

function decoded(body: Readable, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const decoder = decoders[encoding?.trim().toLowerCase() ?? '']?.();
  // The error of either end reaches the reader through the decoder.
  return decoder ? pipeline(body, decoder, () => undefined) : body;
}
