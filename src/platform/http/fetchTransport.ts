import type { Transport } from './transport.js';

const nothing: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // An answer without a body.
  },
};

/** The transport of the editor: the global `fetch`, which knows the editor's proxy and certificates. */
export function fetchTransport(): Transport {
  return {
    async send({ method, url, headers, body, signal }) {
      const response = await fetch(url, {
        method,
        headers: { ...headers },
        signal,
        redirect: 'manual',
        credentials: 'omit',
        ...(body !== undefined && { body }),
      });
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: response.body ?? nothing,
      };
    },
    dispose: () => undefined,
  };
}
