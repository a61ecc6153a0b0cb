import { delay, isAbort } from '../../base/abort.js';
import { Emitter, type Event } from '../../base/events.js';
import type { CallOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { OperationEvent } from '../../model/delivery.js';
import type { Log } from '../../model/log.js';
import type { Platform } from '../../model/platform.js';
import type { ConfigRepository } from './configRepository.js';
import { isDone, type GitChange } from './gitChange.js';
import type { Journal } from './journal.js';
import { observe } from './observe.js';

export interface FollowerOptions {
  readonly journal: Journal;
  readonly engine: Platform;
  readonly repositoryAt: (address: string) => ConfigRepository;
  readonly clock: Clock;
  readonly log: Log;
  /** Time between two looks at the same change, in ms. */
  readonly pace: (change: GitChange, now: number) => number;
}

/** A pull request may wait for days: the older the news, the rarer the looks. */
export function politePace({ state, createdAt, changedAt }: GitChange, now: number): number {
  // That a branch waits for another day is no news.
  const age = now - Date.parse(state === 'Blocked' ? createdAt : changedAt);
  if (age < 10 * 60_000) return 15_000;
  if (age < 2 * 3_600_000) return 60_000;
  return age < 24 * 3_600_000 ? 5 * 60_000 : 15 * 60_000;
}

/** Keeps changes up to date, however many ask for them. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #looks = new Map<string, Promise<GitChange>>();
  readonly #lookedAt = new Map<string, number>();
  readonly #changed = new Emitter<GitChange>();
  readonly onDidChange: Event<GitChange> = this.#changed.event;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Keeps a change and tells of it. */
  async keep(change: GitChange): Promise<void> {
    await this.#options.journal.keep(change);
    this.#changed.fire(change);
  }

  /** A change as it is by now, looked at anew if it is time; `undefined` for one that is not known. */
  async get(id: string): Promise<GitChange | undefined> {
    const { journal, clock, pace, log } = this.#options;
    const change = await journal.get(id);
    if (!change || isDone(change)) return change;
    const under = this.#looks.get(id);
    if (under) return under;
    if (clock.now() - (this.#lookedAt.get(id) ?? -Infinity) < pace(change, clock.now())) return change;
    const look = this.#look(change).catch((error: unknown) => {
      // It stays as it was known, and is looked at again.
      log.debug(`${change.id} could not be looked at: ${String(error)}`);
      return change;
    });
    this.#looks.set(id, look);
    return look.finally(() => {
      this.#lookedAt.set(id, clock.now());
      this.#looks.delete(id);
    });
  }

  /** What is known of all, newest first; whatever is due is looked at meanwhile. */
  async all(): Promise<readonly GitChange[]> {
    const changes = await this.#options.journal.all();
    for (const { id } of changes.filter((change) => !isDone(change))) void this.get(id);
    return changes;
  }

  /** Past events after `after`, then live ones until the change is done. */
  async *events(
    id: string,
    { after, signal }: CallOptions & { readonly after?: string } = {},
  ): AsyncGenerator<OperationEvent, void, undefined> {
    const { clock, pace } = this.#options;
    for (let told = Number(after ?? 0) || 0; ;) {
      signal?.throwIfAborted();
      const change = await this.get(id);
      for (const event of change?.events.slice(told) ?? []) {
        told += 1;
        yield event;
      }
      if (!change || isDone(change)) return;
      await this.#wait(id, pace(change, clock.now()), signal);
    }
  }

  /** Looks at all that is open again and again, until aborted. */
  async tend(signal: AbortSignal): Promise<void> {
    const { clock, pace } = this.#options;
    while (!signal.aborted) {
      const open = (await this.all()).filter((change) => !isDone(change));
      const waits = open.map((change) => pace(change, clock.now()));
      await delay(Math.min(...waits, 60_000), signal).catch(() => undefined);
    }
  }

  async #look(change: GitChange): Promise<GitChange> {
    const { engine, repositoryAt, clock } = this.#options;
    const repository = repositoryAt(change.source.repository);
    const next = await observe(change, { repository, engine, now: clock.now() }, { isUnattended: true });
    // Somebody else may have ended it meanwhile.
    const kept = await this.#options.journal.get(change.id);
    if (!kept || isDone(kept)) return kept ?? next;
    if (JSON.stringify(next) === JSON.stringify(change)) return change;
    await this.#options.journal.keep(next);
    if (next.changedAt !== change.changedAt) this.#changed.fire(next);
    return next;
  }

  /** Until it is time, or something is known. */
  async #wait(id: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    const woken = new AbortController();
    const listening = this.#changed.event((change) => {
      if (change.id === id) woken.abort();
    });
    const either = signal ? AbortSignal.any([signal, woken.signal]) : woken.signal;
    try {
      await delay(ms, either);
    } catch (error) {
      if (signal?.aborted || !isAbort(error)) throw error;
    } finally {
      listening.dispose();
    }
  }
}
