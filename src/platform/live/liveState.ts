import { abortReason, delay, onAbort } from '../../base/abort.js';
import type { Disposable } from '../../base/lifecycle.js';
import { offers } from '../../contract/capabilities.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Audience, LiveSnapshot, LiveState, LiveStatus, ServicesWanted } from '../../model/live.js';
import { silentLog, type Log } from '../../model/log.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import { isLoopback } from '../http/url.js';
import { DirtySet } from './dirty.js';
import { Keeper } from './keeper.js';
import type { LastGood } from './lastGood.js';
import { readAll, readDirty, type Picture } from './reader.js';
import { ServiceWindow } from './serviceWindow.js';
import { SleepWatch } from './sleepWatch.js';
import { LiveStore } from './store.js';
import { Wakeup } from './wakeup.js';
import { defaultTiming, loopbackTiming, reconnectWaitMs, type LiveTiming } from './timing.js';

export interface LiveOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly random?: () => number;
  readonly timing?: Partial<LiveTiming>;
  /** The last good picture: shown until there is a new one, and kept up to date. */
  readonly last?: LastGood;
  /** Without it, somebody looks all the time. */
  readonly audience?: Audience;
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
  readonly #window: ServiceWindow;
  readonly #sleep: SleepWatch;
  readonly #keeper: Keeper | undefined;
  readonly #audience: Audience | undefined;
  readonly #listening: Disposable | undefined;
  /** Until the kept picture is on show, if there is one. */
  #loading: Promise<void> | undefined;
  #waiters: Waiter[] = [];
  /** Whether this connection gave a picture. */
  #hasRead = false;
  /** Whether the stream of this connection opened. */
  #isOpen = false;
  /** Streams that did not open, one after the other. */
  #unopened = 0;
  /** Ends the connection of now: the machine slept. */
  #interrupt: (() => void) | undefined;

  constructor(platform: Platform, { clock, log, random, timing, last, audience }: LiveOptions) {
    this.#platform = platform;
    this.#window = new ServiceWindow(platform.servicesAtOnce);
    const near = isLoopback(new URL(platform.url).hostname) ? loopbackTiming : {};
    this.#timing = { ...defaultTiming, ...near, ...timing };
    this.#clock = clock ?? systemClock;
    this.#log = log ?? silentLog;
    this.#random = random ?? Math.random;
    this.#store = new LiveStore(this.#timing.changeMs);
    this.#sleep = new SleepWatch(this.#clock, this.#timing.wakeTickMs);
    this.#sleep.onDidWake(() => this.#woke());
    this.#audience = audience;
    this.#listening = audience?.onDidChangeAttention(() => this.#wakeup.wake());
    if (last) {
      const keeper = new Keeper(last, () => this.snapshot, this.#timing.keepMs);
      this.#keeper = keeper;
      this.#store.onDidChange(() => keeper.touch());
      this.#loading = this.#showLast(last).finally(() => (this.#loading = undefined));
    }
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

  show(wanted: ServicesWanted): void {
    if (this.#window.want(wanted)) this.refresh().catch(() => undefined);
  }

  dispose(): void {
    this.#end.abort();
    this.#listening?.dispose();
    this.#settle();
    this.#keeper?.dispose();
    this.#sleep.dispose();
    this.#store.dispose();
  }

  /** What was known last time is better than nothing, as long as nothing was read. */
  async #showLast(last: LastGood): Promise<void> {
    const kept = await last.load();
    const { status, asOf, services } = this.snapshot;
    const isRead = status === 'live' || asOf !== undefined || services.size > 0;
    if (!kept || this.#end.signal.aborted || isRead) return;
    this.#store.set({ ...this.snapshot, ...kept });
  }

  /** What is open died in the sleep without a word. */
  #woke(): void {
    this.#log.debug('live: the machine slept; everything is read again');
    this.#interrupt?.();
    this.#wakeup.wake();
  }

  /** Connects again and again until disposed. */
  async #run(): Promise<void> {
    for (let failures = 0; ;) {
      const started = this.#clock.now();
      let asked = 0;
      try {
        await this.#connect();
      } catch (error) {
        // What a fault does to the picture depends on whether there is one.
        if (this.#loading) await Promise.race([this.#loading, this.#pause(this.#timing.openMs)]);
        if (this.#end.signal.aborted) return;
        if (error instanceof Slept) {
          failures = 0;
          await this.#pause(this.#timing.wakeRestMs * (0.2 + 0.8 * this.#random()));
          continue;
        }
        if (error instanceof StreamDue) {
          failures = 0;
          continue;
        }
        if (this.#hasRead) this.#confirm();
        const wasSteady = this.#hasRead && this.#clock.now() - started >= this.#timing.steadyMs;
        failures = wasSteady ? 0 : failures + 1;
        // The end of a good connection says little; the next try tells whether the platform is gone.
        if (!wasSteady || !PlatformError.is(error, 'unreachable')) this.#fail(error);
        asked = PlatformError.is(error) ? (error.retryAfterMs ?? 0) : 0;
      }
      const wait = Math.max(asked, reconnectWaitMs(failures, this.#timing, this.#random));
      await this.#wakeup.rest(wait, this.#end.signal);
    }
  }

  /** Resolves after so long, or at the end. */
  async #pause(ms: number): Promise<void> {
    await delay(ms, this.#end.signal).catch(() => undefined);
  }

  /** One connection, from its first read to its end; always rejects in the end. */
  async #connect(): Promise<never> {
    this.#hasRead = false;
    this.#isOpen = false;
    const session = new AbortController();
    const ending = onAbort(this.#end.signal, () => session.abort());
    this.#interrupt = () => session.abort(new Slept());
    try {
      const info = await this.#platform.getInfo({ signal: session.signal });
      return await (offers(info, 'watch')
        ? this.#follow(info, session.signal)
        : this.#poll(info, session.signal));
    } finally {
      this.#interrupt = undefined;
      ending.dispose();
      session.abort();
    }
  }

  /** Listens first and reads then, so that nothing that changes during the first read is missed. */
  async #follow(info: PlatformInfo, signal: AbortSignal): Promise<never> {
    let open = (): void => undefined;
    const opening = new Promise<void>((resolve) => (open = resolve));
    const listening = this.#listen(() => {
      this.#isOpen = true;
      this.#unopened = 0;
      open();
      this.#dirty.begin();
      this.#wakeup.wake();
    }, signal);
    const patience = delay(this.#timing.openMs, signal);
    try {
      await Promise.race([opening, listening, patience]);
      this.#dirty.addAll();
      return await Promise.race([listening, this.#keepReading(info, signal)]);
    } catch (error) {
      if (this.#isOpen || signal.aborted || !PlatformError.is(error)) throw error;
      this.#log.debug(`live: the stream does not open (${error.code}); polling`);
      const { reconnectMs, streamRetryMs } = this.#timing;
      // It may have been a moment of the network; a proxy that lets no stream through is asked seldom.
      return await this.#poll(info, signal, Math.min(streamRetryMs, reconnectMs * 4 ** this.#unopened++));
    }
  }

  async #listen(opened: () => void, signal: AbortSignal): Promise<never> {
    for await (const event of this.#platform.watch({ signal, opened })) {
      this.#dirty.add(event);
      this.#wakeup.wake();
    }
    throw new PlatformError('unreachable', 'The stream of changes ended.');
  }

  async #keepReading(info: PlatformInfo, signal: AbortSignal): Promise<never> {
    for (let due = this.#clock.now() + this.#timing.reconcileMs; ;) {
      await this.#untilDirty(() => due, signal);
      // A thousand events do not arrive in one piece: what follows at once is read with them.
      await delay(this.#timing.gatherMs / 2, signal);
      // Whatever no event told of is found from time to time.
      if (this.#clock.now() >= due && this.#isWatched) this.#dirty.addAll();
      if (await this.#readOnce(info, signal)) due = this.#clock.now() + this.#timing.reconcileMs;
      await delay(this.#timing.gatherMs, signal);
    }
  }

  /** Rests until there is something to read, or it is time to look without being told, for who looks then. */
  async #untilDirty(due: () => number, signal: AbortSignal): Promise<void> {
    while (this.#dirty.isEmpty) {
      const left = this.#isWatched ? due() - this.#clock.now() : undefined;
      if (left !== undefined && left <= 0) return;
      await this.#wakeup.rest(left, signal);
      signal.throwIfAborted();
    }
  }

  get #isWatched(): boolean {
    return this.#audience?.attention !== 'none';
  }

  /** Reads everything again and again; with `forMs` only so long, then rejects with `StreamDue`. */
  async #poll(info: PlatformInfo, signal: AbortSignal, forMs = Infinity): Promise<never> {
    for (const end = this.#clock.now() + forMs; ;) {
      this.#dirty.addAll();
      await this.#readOnce(info, signal);
      const [read, spread] = [this.#clock.now(), 0.8 + 0.4 * this.#random()];
      await this.#untilDirty(() => Math.min(end, read + this.#pauseMs() * spread), signal);
      if (this.#clock.now() >= end) throw new StreamDue();
    }
  }

  #pauseMs(): number {
    const { pollMs, backgroundPollMs } = this.#timing;
    return this.#audience?.attention === 'background' ? Math.max(pollMs, backgroundPollMs) : pollMs;
  }

  /** Reads what is dirty; gives whether that was everything. */
  async #readOnce(info: PlatformInfo, signal: AbortSignal): Promise<boolean> {
    const dirty = this.#dirty.take();
    const waiters = dirty.all ? this.#waiters.splice(0) : [];
    try {
      const before = this.snapshot;
      const first = before.asOf === undefined ? (seen: Picture) => this.#showPart(info, seen) : undefined;
      const picture = dirty.all
        ? await readAll(this.#platform, info, this.#window, before, dirty, signal, first)
        : await readDirty(this.#platform, info, before, dirty, signal);
      signal.throwIfAborted();
      this.#dirty.addServices(servicesOfEnded(picture.operations, dirty.operations.ids));
      // What was known when reading began is what the names that were read differ from.
      const read = dirty.all || before.services !== this.snapshot.services ? undefined : dirty.services;
      this.#show(info, picture, read);
      this.#hasRead = true;
      for (const waiter of waiters) waiter.resolve();
      return dirty.all;
    } catch (error) {
      // They hear of the failure with everyone else.
      this.#waiters.push(...waiters);
      throw error;
    }
  }

  #show(info: PlatformInfo, picture: Picture, read?: readonly string[]): void {
    this.#store.set({ status: 'live', info, ...picture, asOf: this.#clock.now() }, read);
  }

  /** The first of what there is: the rest is on its way, so nothing is confirmed by it. */
  #showPart(info: PlatformInfo, picture: Picture): void {
    this.#store.set({ status: 'loading', info, ...picture });
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
    this.#store.set({ ...this.snapshot, status: statusOf(error, this.snapshot.asOf !== undefined), error });
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

/** The machine slept while the connection was open. */
class Slept extends Error {}

/** It is time to try the stream of changes again. */
class StreamDue extends Error {}

const unanswered: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'rate-limited',
  'internal',
]);

/** Once there is a picture it stays, also while something else answers in the platform's place. */
function statusOf(error: PlatformError, isKnown: boolean): LiveStatus {
  if (error.code === 'unauthenticated') return 'unauthenticated';
  return isKnown || unanswered.has(error.code) ? 'stale' : 'failed';
}
