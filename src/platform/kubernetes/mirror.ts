import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import { systemClock, type Clock } from '../../model/clock.js';
import { PlatformError } from '../../model/errors.js';
import { backoffMs } from '../http/policy.js';
import { isObject } from '../json.js';
import { watchCall } from './calls.js';
import { isGone, type Cluster } from './cluster.js';
import { readLines } from './lines.js';
import { decodeObject, outlineOf, type Kind, type KubeObject } from './objects.js';
import { statusProblem } from './refusal.js';

/** What became of an object: absent before it was made, absent after it was deleted. */
export type Changed = (kind: Kind, before: KubeObject | undefined, after: KubeObject | undefined) => void;

/** A list that nobody follows counts for so long. */
const freshMs = 5_000;
/** A kind that the server does not have is looked for again after so long. */
const absentMs = 60_000;
/** A watch ends by itself after so long, as those of kubectl do, and is taken up again. */
const watchSeconds = 300;
/** Bookmarks come about each minute: a watch without any for so long is dead. */
const silenceMs = 150_000;
const mostFailures = 5;

/** All objects of one kind in one scope: one list, then, while somebody watches, one watch. */
export class Mirror {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly #namespace: string | undefined;
  readonly #changed: Changed;
  readonly #clock: Clock;
  #objects = new Map<string, KubeObject>();
  #version = '';
  #listing: Promise<void> | undefined;
  #readAt = -Infinity;
  #isLive = false;
  /** Why nothing may be seen here, or nothing is there. */
  #refusal: PlatformError | undefined;

  constructor(
    cluster: Cluster,
    kind: Kind,
    namespace: string | undefined,
    { changed, clock = systemClock }: { readonly changed: Changed; readonly clock?: Clock | undefined },
  ) {
    this.cluster = cluster;
    this.kind = kind;
    this.#namespace = namespace;
    this.#changed = changed;
    this.#clock = clock;
  }

  get objects(): Iterable<KubeObject> {
    return this.#objects.values();
  }

  /** Set where the user may not see the kind here. */
  get refusal(): PlatformError | undefined {
    return this.#refusal;
  }

  /** Makes sure that the objects are those of now; without a request while they are followed. */
  async read({ fresh = false, signal }: CallOptions = {}): Promise<void> {
    const isAbsent = this.#refusal !== undefined && !PlatformError.is(this.#refusal, 'forbidden');
    const goodMs = isAbsent ? absentMs : fresh ? 0 : freshMs;
    const isFresh = this.#isLive || this.#clock.now() - this.#readAt < goodMs;
    if (!isFresh) await this.#list();
    signal?.throwIfAborted();
  }

  /** What was read is not of now: somebody has changed it. */
  expire(): void {
    this.#readAt = -Infinity;
  }

  /** Follows every change until `signal` aborts; rejects when it cannot be taken up again. */
  async follow(signal: AbortSignal, opened: () => void): Promise<void> {
    try {
      await this.#list();
      signal.throwIfAborted();
      opened();
      for (let failures = 0; ;) {
        failures = await this.#followOnce(signal, failures);
        await delay(failures === 0 ? 0 : backoffMs(failures, 500, 10_000), signal);
      }
    } finally {
      this.#isLive = false;
    }
  }

  /** One watch to its end; gives how many in a row have brought nothing. */
  async #followOnce(signal: AbortSignal, failures: number): Promise<number> {
    const before = this.#version;
    try {
      if (this.#refusal) await this.#lookLater(signal);
      else if (before === '') await this.#list();
      if (this.#refusal) return 0;
      await this.#watch(signal);
      return this.#version === before ? failures + 1 : 0;
    } catch (error) {
      signal.throwIfAborted();
      this.#isLive = false;
      if (PlatformError.is(error, 'forbidden')) {
        // Who may list and not watch looks from time to time.
        await this.#lookLater(signal);
        return 1;
      }
      if (PlatformError.is(error, 'unauthenticated') || failures >= mostFailures) throw error;
      const hasMoved = this.#version !== before;
      if (isGone(error)) this.#version = '';
      return hasMoved ? 1 : failures + 1;
    }
  }

  /** A right may be given, and a server that has just started refuses what it allows a moment later. */
  async #lookLater(signal: AbortSignal): Promise<void> {
    await delay(6 * this.cluster.client.policy.pollCapMs, signal);
    await this.#list();
  }

  /** Joined by whoever asks at the same time: nobody's signal ends it for the others. */
  #list(): Promise<void> {
    return (this.#listing ??= this.#listNow().finally(() => (this.#listing = undefined)));
  }

  async #listNow(): Promise<void> {
    const before = this.#objects;
    try {
      const namespace = this.#namespace;
      const { items, resourceVersion } = await this.cluster.list(
        this.kind,
        { namespace },
        { fresh: true },
        outlineOf,
      );
      this.#objects = new Map(items.map((object) => [keyOf(object), object]));
      this.#version = resourceVersion;
      this.#refusal = undefined;
    } catch (error) {
      // Of a kind that is only sometimes there, a group may be and the kind not.
      const isAbsent =
        PlatformError.is(error, 'not-found', 'not-a-platform') && this.kind.group.includes('.');
      if (!isAbsent && !PlatformError.is(error, 'forbidden')) throw error;
      this.#objects = new Map();
      this.#refusal = error;
    }
    this.#readAt = this.#clock.now();
    this.#tell(before);
  }

  #tell(before: ReadonlyMap<string, KubeObject>): void {
    for (const [key, object] of this.#objects) {
      const old = before.get(key);
      if (old?.metadata.resourceVersion !== object.metadata.resourceVersion || !old) {
        this.#changed(this.kind, old, object);
      }
    }
    for (const [key, old] of before) if (!this.#objects.has(key)) this.#changed(this.kind, old, undefined);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const call = watchCall(this.kind, this.#namespace, this.#version, watchSeconds);
    this.#isLive = true;
    for await (const line of readLines(this.cluster.client, call, { signal, silenceMs })) {
      this.#readAt = this.#clock.now();
      this.#take(eventOf(line));
    }
  }

  #take({ type, object }: WatchLine): void {
    this.#version = object.metadata.resourceVersion ?? this.#version;
    if (type === 'BOOKMARK') return;
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (type === 'DELETED') this.#objects.delete(key);
    else this.#objects.set(key, outlineOf(object));
    this.#changed(this.kind, before, this.#objects.get(key));
  }
}

interface WatchLine {
  readonly type: string;
  readonly object: KubeObject;
}

/** Throws `PlatformError` for an error that the server tells in the stream. */
function eventOf(line: string): WatchLine {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new PlatformError('unreachable', t('The stream of changes broke in the middle of a line.'), {
      cause,
    });
  }
  if (!isObject(event)) {
    throw new PlatformError('unreachable', t('The stream of changes broke in the middle of a line.'));
  }
  if (event['type'] === 'ERROR') {
    const problem = statusProblem(event['object']);
    throw new PlatformError(
      'unavailable',
      problem?.detail ?? t('The cluster ended the stream of changes.'),
      problem ? { problem } : {},
    );
  }
  // A bookmark has no name, only how far the stream is.
  const object = event['type'] === 'BOOKMARK' ? named(event['object']) : event['object'];
  return { type: String(event['type']), object: decodeObject(object) };
}

function named(bookmark: unknown): unknown {
  const metadata = isObject(bookmark) && isObject(bookmark['metadata']) ? bookmark['metadata'] : {};
  return { metadata: { name: '', ...metadata } };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
