import { delay, isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { offers, type CapabilityName } from '../../contract/capabilities.js';
import type { CallOptions } from '../../model/call.js';
import { systemClock, type Clock } from '../../model/clock.js';
import { PlatformError, type PlatformErrorCode } from '../../model/errors.js';
import type { PartHealth, PartState, PartType } from '../../model/partHealth.js';
import type { PlatformInfo } from '../../model/platform.js';

/** What a part is called, before anything is known of it. */
export interface PartName {
  readonly name: string;
  readonly type: PartType;
  readonly title: string;
  readonly url: string;
}

export interface PartTiming {
  readonly clock?: Clock;
  /** How long a read waits for an engine, in ms. */
  readonly patienceMs?: number;
  /** How long a part that failed is left alone, in ms. */
  readonly restMs?: number;
}

/** One system among several: asked in time, left alone for a while when it fails, and how it is. */
export class Part {
  readonly name: string;
  readonly #told: PartName;
  readonly #readInfo: ((call?: CallOptions) => Promise<PlatformInfo>) | undefined;
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #restMs: number;
  readonly #changed: () => void;
  #info: PlatformInfo | undefined;
  #state: PartState = 'Unknown';
  #fault: PlatformError | undefined;
  #restUntil = -Infinity;
  #held: PlatformError | undefined;
  /** Reads that took too long and may still come. */
  #overdue = 0;

  /** `changed` is called when it comes back, goes away, or answers late. `readInfo` is absent for what is no platform. */
  constructor(
    told: PartName,
    readInfo: ((call?: CallOptions) => Promise<PlatformInfo>) | undefined,
    changed: () => void,
    { clock = systemClock, patienceMs = 5_000, restMs = 10_000 }: PartTiming = {},
  ) {
    this.name = told.name;
    this.#told = told;
    this.#readInfo = readInfo;
    this.#changed = changed;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#restMs = restMs;
  }

  get type(): PartType {
    return this.#told.type;
  }

  get title(): string {
    return this.#told.title;
  }

  get health(): PartHealth {
    const sentence = this.#fault?.message;
    return { ...this.#told, state: this.#state, ...(sentence !== undefined && { sentence }) };
  }

  /** What it failed with last; `undefined` while it is well. */
  get fault(): PlatformError | undefined {
    return this.#fault;
  }

  /** Whether it failed, and nobody waits for it or listens for its return. */
  get isLeftAlone(): boolean {
    return this.#fault !== undefined && !this.#held && this.#overdue === 0;
  }

  /** What it said of itself last; `undefined` when it never did. */
  get info(): PlatformInfo | undefined {
    return this.#info;
  }

  offers(capability: CapabilityName, level?: 'Write'): boolean {
    return this.#info !== undefined && offers(this.#info, capability, level);
  }

  /** Reads what it says of itself. Rejects as `ask` does. */
  async introduce(call: CallOptions = {}): Promise<PlatformInfo | undefined> {
    const read = this.#readInfo;
    if (!read) return undefined;
    // Some say so without a token: it says nothing of whether they take it.
    const isShut = this.#state === 'SignedOut' || this.#state === 'Forbidden';
    const introduction = async (): Promise<PlatformInfo> => (this.#info = await read(call));
    return isShut ? introduction() : this.#inTime(introduction, call.signal, this.#patienceMs);
  }

  /**
   * Waits for a read only so long; one that comes later counts for the next. Rejects with `PlatformError`, at once while
   * the part is left alone, or with `AbortError`.
   */
  async ask<T>(read: () => Promise<T>, signal?: AbortSignal, patienceMs = this.#patienceMs): Promise<T> {
    if (this.#held) throw this.#held;
    if (this.#fault && (this.#overdue > 0 || this.#clock.now() < this.#restUntil)) throw this.#fault;
    return this.#inTime(read, signal, patienceMs);
  }

  /**
   * It is away, whatever it remembers: it is not asked until it is taken up again. `undefined`: it is there. An engine
   * that keeps a picture answers from that, so only who listens to it notices.
   */
  hold(fault: PlatformError | undefined): void {
    if (fault?.code === this.#held?.code) return;
    this.#held = fault;
    if (fault) this.#failed(fault, false);
    else this.#came(false);
  }

  async #inTime<T>(read: () => Promise<T>, signal: AbortSignal | undefined, patienceMs: number): Promise<T> {
    const answer = read();
    let isLate = false;
    const told = answer.then(
      (value) => {
        this.#came(isLate);
        return value;
      },
      (error: unknown) => {
        this.#failed(error, isLate);
        throw error;
      },
    );
    if (patienceMs === Infinity) return told;
    const patience = new AbortController();
    try {
      const timedOut = delay(patienceMs, patience.signal).then(() => {
        isLate = true;
        this.#overdue++;
        const fault = lateness(this.title, patienceMs);
        this.#failed(fault, false);
        throw fault;
      });
      return await Promise.race([told, timedOut]);
    } finally {
      patience.abort();
      told.catch(() => undefined);
      signal?.throwIfAborted();
    }
  }

  #came(isLate: boolean): void {
    if (isLate) this.#overdue--;
    if (this.#held) return;
    const wasWell = this.#state === 'Ok' || this.#state === 'Unknown';
    this.#fault = undefined;
    this.#state = 'Ok';
    if (!wasWell || isLate) this.#changed();
  }

  #failed(error: unknown, isLate: boolean): void {
    if (isLate) this.#overdue--;
    if (isAbort(error) || isOfTheQuestion(error)) return;
    const fault =
      error instanceof PlatformError
        ? error
        : new PlatformError('internal', t('{0} failed: {1}', this.title, String(error)), { cause: error });
    const before = this.#state;
    this.#fault = fault;
    this.#state = stateOf(fault.code);
    this.#restUntil = this.#clock.now() + Math.max(this.#restMs, fault.retryAfterMs ?? 0);
    if (before === 'Ok' && before !== this.#state) this.#changed();
  }
}

function lateness(title: string, ms: number): PlatformError {
  const seconds = Math.round(ms / 100) / 10;
  return new PlatformError(
    'timeout',
    t('{0} did not answer within {1} s. What it knows is shown as soon as it comes.', title, seconds),
  );
}

/** What was asked is at fault, not the part. */
function isOfTheQuestion(error: unknown): boolean {
  return PlatformError.is(error) && !isAway(error);
}

/** Whether the fault is that of a part, not of what it was asked. */
export function isAway(error: unknown): boolean {
  return PlatformError.is(error) && (stateOf(error.code) !== 'Failed' || ownFaults.includes(error.code));
}

const ownFaults: readonly PlatformErrorCode[] = ['not-a-platform', 'too-large', 'internal'];

function stateOf(code: PlatformErrorCode): PartState {
  switch (code) {
    case 'unauthenticated':
      return 'SignedOut';
    case 'forbidden':
      return 'Forbidden';
    case 'unreachable':
    case 'timeout':
    case 'unavailable':
    case 'rate-limited':
      return 'Unreachable';
    default:
      return 'Failed';
  }
}
