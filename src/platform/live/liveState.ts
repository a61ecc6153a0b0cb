import { abortReason, delay, onAbort } from '../../base/abort.js';
import { offers } from '../../contract/capabilities.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { LiveSnapshot, LiveState, LiveStatus } from '../../model/live.js';
import { silentLog, type Log } from '../../model/log.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import { isLoopback } from '../http/url.js';
import { DirtySet } from './dirty.js';
import { readAll, readDirty } from './reader.js';
import { LiveStore } from './store.js';
import { Wakeup } from './wakeup.js';
import { defaultTiming, loopbackReconnectCapMs, reconnectWaitMs, type LiveTiming } from './timing.js';

export interface LiveOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly random?: () => number;
  readonly timing?: Partial<LiveTiming>;
}

/** Keeps one picture of the platform true until disposed. The platform itself stays the caller's. */
export function createLiveState(platform: Platform, options: LiveOptions = {}): LiveState {
  return new PlatformLiveState(platform, options);
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

class PlatformLiveState implements LiveState {
  readonly #platform: Platform;
  readonly #timing: LiveTiming;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #random: () => number;
  readonly #store: LiveStore;
  readonly #end = new AbortController();
  readonly #dirty = new DirtySet();
  readonly #wakeup = new Wakeup();
  #waiters: Waiter[] = [];
  /** Whether this connection gave a picture. */
  #hasRead = false;

  constructor(platform: Platform, { clock, log, random, timing }: LiveOptions) {
    this.#platform = platform;
    const cap = isLoopback(new URL(platform.url).hostname) ? { reconnectCapMs: loopbackReconnectCapMs } : {};
    this.#timing = { ...defaultTiming, ...cap, ...timing };
    this.#clock = clock ?? systemClock;
    this.#log = log ?? silentLog;
    this.#random = random ?? Math.random;
    this.#store = new LiveStore(this.#timing.changeMs);
    void this.#run();
  }

  get snapshot(): LiveSnapshot {
    return this.#store.snapshot;
  }

  get onDidChange(): LiveState['onDidChange'] {
    return this.#store.onDidChange;
  }

  refresh(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    if (this.#end.signal.aborted) return Promise.resolve();
    this.#dirty.addAll();
    this.#wakeup.wake();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (signal) onAbort(signal, () => reject(abortReason(signal)));
    });
  }

  dispose(): void {
    this.#end.abort();
    this.#settle();
    this.#store.dispose();
  }

  /** Connects again and again until disposed. */
  async #run(): Promise<void> {
    for (let failures = 0; ;) {
      const started = this.#clock.now();
      try {
        await this.#connect();
      } catch (error) {
        if (this.#end.signal.aborted) return;
        if (this.#hasRead) this.#confirm();
        const wasSteady = this.#hasRead && this.#clock.now() - started >= this.#timing.steadyMs;
        failures = wasSteady ? 0 : failures + 1;
        // The end of a good connection says little; the next try tells whether the platform is gone.
        if (!wasSteady || !PlatformError.is(error, 'unreachable')) this.#fail(error);
      }
      await this.#wakeup.rest(reconnectWaitMs(failures, this.#timing, this.#random), this.#end.signal);
    }
  }

  /** One connection, from its first read to its end; always rejects in the end. */
  async #connect(): Promise<never> {
    this.#hasRead = false;
    const session = new AbortController();
    const ending = onAbort(this.#end.signal, () => session.abort());
    try {
      const info = await this.#platform.getInfo({ signal: session.signal });
      return await (offers(info, 'watch')
        ? this.#follow(info, session.signal)
        : this.#poll(info, session.signal));
    } finally {
      ending.dispose();
      session.abort();
    }
  }

  /** Listens first and reads then, so that nothing that changes during the first read is missed. */
  async #follow(info: PlatformInfo, signal: AbortSignal): Promise<never> {
    let open = (): void => undefined;
    const opening = new Promise<void>((resolve) => (open = resolve));
    const listening = this.#listen(() => {
      open();
      this.#dirty.addAll();
      this.#wakeup.wake();
    }, signal);
    const patience = delay(this.#timing.openMs, signal);
    await Promise.race([opening, listening, patience]);
    this.#dirty.addAll();
    return await Promise.race([listening, this.#keepReading(info, signal)]);
  }

  async #listen(opened: () => void, signal: AbortSignal): Promise<never> {
    for await (const event of this.#platform.watch({ signal, opened })) {
      this.#dirty.add(event);
      this.#wakeup.wake();
    }
    throw new PlatformError('unreachable', 'The stream of changes ended.');
  }

  async #keepReading(info: PlatformInfo, signal: AbortSignal): Promise<never> {
    for (;;) {
      while (this.#dirty.isEmpty) {
        await this.#wakeup.rest(undefined, signal);
        signal.throwIfAborted();
      }
      await this.#readOnce(info, signal);
      await delay(this.#timing.gatherMs, signal);
    }
  }

  async #poll(info: PlatformInfo, signal: AbortSignal): Promise<never> {
    for (;;) {
      this.#dirty.addAll();
      await this.#readOnce(info, signal);
      await this.#wakeup.rest(this.#timing.pollMs * (0.8 + 0.4 * this.#random()), signal);
      signal.throwIfAborted();
    }
  }

  async #readOnce(info: PlatformInfo, signal: AbortSignal): Promise<void> {
    const dirty = this.#dirty.take();
    const waiters = dirty.all ? this.#waiters.splice(0) : [];
    try {
      const before = this.snapshot;
      let picture = dirty.all ? await readAll(this.#platform, before, signal) : before;
      // Operations come with the next events; those named beside a full read are read as well.
      const rest = dirty.all ? { ...dirty, services: [], environments: false } : dirty;
      picture = await readDirty(this.#platform, picture, rest, signal);
      signal.throwIfAborted();
      const { services, environments, operations } = picture;
      this.#dirty.addServices(servicesOfEnded(operations, dirty.operations));
      this.#store.set({ status: 'live', info, services, environments, operations, asOf: this.#clock.now() });
      this.#hasRead = true;
      for (const waiter of waiters) waiter.resolve();
    } catch (error) {
      // They hear of the failure with everyone else.
      this.#waiters.push(...waiters);
      throw error;
    }
  }

  /** The picture was true until now. */
  #confirm(): void {
    this.#store.set({ ...this.snapshot, asOf: this.#clock.now() });
  }

  #fail(thrown: unknown): void {
    const error =
      thrown instanceof PlatformError
        ? thrown
        : new PlatformError('internal', thrown instanceof Error ? thrown.message : String(thrown), {
            cause: thrown,
          });
    this.#log.debug(`live: ${error.code}: ${error.message}`);
    this.#store.set({ ...this.snapshot, status: statusOf(error), error });
    this.#settle(error);
  }

  #settle(error?: PlatformError): void {
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      if (error) reject(error);
      else resolve();
    }
  }
}

/** A deployment that ended changed its service, whether or not the platform says so. */
function servicesOfEnded(operations: ReadonlyMap<string, Operation>, ids: readonly string[]): string[] {
  const ended = ids.map((id) => operations.get(id)).filter((operation) => operation?.done === true);
  return ended.flatMap((operation) => operation?.service ?? []);
}

const unanswered: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'rate-limited',
  'internal',
]);

function statusOf(error: PlatformError): LiveStatus {
  if (unanswered.has(error.code)) return 'stale';
  return error.code === 'unauthenticated' ? 'unauthenticated' : 'failed';
}
