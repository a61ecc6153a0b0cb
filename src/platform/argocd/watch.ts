import { abortReason, onAbort } from '../../base/abort.js';
import type { WatchEvent } from '../../model/platform.js';
import type { Changes, Feed } from './feed.js';

/** Above so many at once, one event says that everything is to be read again. */
const mostAtOnce = 300;

interface Listener {
  tell(changes: Changes): void;
  end(error: unknown): void;
  opened(): void;
}

type Told = Pick<WatchEvent, 'type' | 'subject'>;

function toldIn({ services, operations, environments }: Changes): readonly Told[] {
  return [
    ...(environments ? [{ type: 'platform.environment.changed' }] : []),
    ...services.map((subject) => ({ type: 'platform.service.changed', subject })),
    ...operations.map((subject) => ({ type: 'platform.operation.changed', subject })),
  ];
}

/** One stream of the server, whoever listens to it. It lasts while somebody does. */
export class Watch {
  readonly #feed: Feed;
  readonly #listeners = new Set<Listener>();
  #stop: AbortController | undefined;
  #isOpen = false;
  #count = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
    feed.onDidChange((changes) => {
      for (const listener of this.#listeners) listener.tell(changes);
    });
  }

  async *events(signal?: AbortSignal, opened: () => void = () => undefined): AsyncGenerator<WatchEvent> {
    signal?.throwIfAborted();
    const gathered = new Map<string, Told>();
    let failure: { readonly error: unknown } | undefined;
    let wake = (): void => undefined;
    const listener: Listener = {
      opened,
      tell: (changes) => {
        for (const told of toldIn(changes)) gathered.set(`${told.type} ${told.subject ?? ''}`, told);
        wake();
      },
      end: (error) => {
        failure = { error };
        wake();
      },
    };
    const leaving = signal && onAbort(signal, () => listener.end(abortReason(signal)));
    this.#join(listener);
    try {
      for (;;) {
        while (gathered.size === 0 && !failure) await new Promise<void>((resolve) => (wake = resolve));
        if (failure) throw failure.error;
        const all = [...gathered.values()];
        gathered.clear();
        if (all.length > mostAtOnce) yield { id: this.#next(), type: 'platform.catalog.reset' };
        else for (const told of all) yield { id: this.#next(), ...told };
      }
    } finally {
      leaving?.dispose();
      this.#leave(listener);
    }
  }

  dispose(): void {
    this.#stop?.abort();
  }

  #next(): string {
    return String(++this.#count);
  }

  #join(listener: Listener): void {
    this.#listeners.add(listener);
    if (this.#isOpen) listener.opened();
    if (!this.#stop) void this.#run((this.#stop = new AbortController()));
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isOpen = false;
  }

  async #run(stop: AbortController): Promise<void> {
    const opened = (): void => {
      this.#isOpen = true;
      for (const listener of this.#listeners) listener.opened();
    };
    await this.#feed.follow(stop.signal, opened).catch((error: unknown) => {
      // Whoever came after the last one had left listens to another stream.
      if (this.#stop !== stop) return;
      this.#isOpen = false;
      this.#stop = undefined;
      for (const listener of this.#listeners) listener.end(error);
    });
  }
}
