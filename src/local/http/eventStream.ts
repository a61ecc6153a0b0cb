import type { ServerResponse } from 'node:http';

const pingMs = 15_000;
/** A reader that is this far behind is cut off; it comes back with its last id. */
const maxBacklog = 4 * 1024 * 1024;

export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Server-sent events over one response. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #abort = new AbortController();
  readonly #ping: NodeJS.Timeout;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(': connected\n\n');
    this.#ping = setInterval(() => response.write(': ping\n\n'), pingMs);
    this.#ping.unref();
    response.once('close', () => this.end());
  }

  /** Aborts when the client leaves or the stream ends. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  send({ id, event, data }: StreamEvent): void {
    if (this.#abort.signal.aborted) return;
    this.#response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.#response.writableLength > maxBacklog) this.#response.destroy();
  }

  end(): void {
    if (this.#abort.signal.aborted) return;
    clearInterval(this.#ping);
    this.#abort.abort();
    this.#response.end();
  }

  /** Resolves when the client has left or the stream has ended. */
  async closed(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) =>
      this.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }
}
