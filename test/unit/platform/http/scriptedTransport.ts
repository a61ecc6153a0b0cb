import type {
  Transport,
  TransportRequest,
  TransportResponse,
} from '../../../../src/platform/http/transport.js';

export type Script = (request: TransportRequest) => Promise<TransportResponse> | TransportResponse;

/** A transport in memory: the n-th request meets the n-th script, further ones the last. */
export class ScriptedTransport implements Transport {
  readonly seen: TransportRequest[] = [];
  /** Requests without an answer now, and the most there were. */
  open = 0;
  mostOpen = 0;
  #scripts: readonly Script[] = [];

  will(...scripts: readonly Script[]): void {
    this.seen.length = 0;
    this.#scripts = scripts;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal.throwIfAborted();
    const script = this.#scripts[Math.min(this.seen.length, this.#scripts.length - 1)];
    this.seen.push(request);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    try {
      return await new Promise<TransportResponse>((resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error), {
          once: true,
        });
        Promise.resolve(script?.(request) ?? Promise.reject(new Error('No script.'))).then(resolve, reject);
      });
    } finally {
      this.open--;
    }
  }

  dispose(): void {
    // Holds nothing.
  }
}

export function answer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Script {
  const all: Readonly<Record<string, string>> = {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...headers,
  };
  return () => ({
    status,
    header: (name) => all[name.toLowerCase()],
    body: bytes(JSON.stringify(value)),
  });
}

export const refused: Script = () =>
  Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

export const hangs: Script = () => new Promise(() => undefined);

/** Answers when `go` is called. */
export function gated(script: Script): { readonly script: Script; readonly go: () => void } {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  return { script: (request) => gate.then(() => script(request)), go: () => go() };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
