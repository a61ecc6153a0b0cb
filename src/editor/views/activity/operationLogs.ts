import { delay, isAbort } from '../../../base/abort.js';
import { Emitter } from '../../../base/events.js';
import type { Disposable } from '../../../base/lifecycle.js';
import { plainLine } from '../../../base/plainText.js';
import type { OperationEvent } from '../../../model/delivery.js';
import type { Platform } from '../../../model/platform.js';

/** A line that an operation wrote. */
export interface OperationLine {
  readonly id: string;
  readonly step?: string;
  readonly level?: OperationEvent['level'];
  /** RFC 3339. */
  readonly time: string;
  readonly message: string;
}

/** Lines kept of one operation; the oldest go first. */
const mostLines = 500;
/** Rows are drawn again at most this often while lines arrive, ms. */
const gatherMs = 250;
/** A stream that broke is opened again after, ms, while its operation is open in the view. */
const retryMs = 3_000;

/** In ms; tests are in more of a hurry. */
interface ReadTiming {
  readonly gatherMs?: number;
  readonly retryMs?: number;
}

/** The platform and the operation that lines belong to. */
export interface LogPlace {
  readonly platform: Platform;
  readonly operation: string;
}

/** What operations wrote, read while somebody looks: from the first look at one until it is folded or ends. */
export class OperationLogs implements Disposable {
  readonly #changed = new Emitter<LogPlace>();
  readonly #readings = new Map<Platform, Map<string, Reading>>();
  readonly #timing: Required<ReadTiming>;

  /** Lines came. Gathered. */
  readonly onDidChange = this.#changed.event;

  constructor(timing: ReadTiming = {}) {
    this.#timing = { gatherMs, retryMs, ...timing };
  }

  /** The lines known by now, oldest first; reading them begins with the first question. */
  linesOf(place: LogPlace): readonly OperationLine[] {
    const readings = this.#readings.get(place.platform) ?? new Map<string, Reading>();
    this.#readings.set(place.platform, readings);
    const known = readings.get(place.operation);
    if (known) return known.lines;
    const reading = new Reading(() => this.#changed.fire(place), this.#timing);
    readings.set(place.operation, reading);
    void reading.run(place);
    return reading.lines;
  }

  /** Nobody looks any more: the stream is closed. What has come to its end stays known. */
  leave({ platform, operation }: LogPlace): void {
    const readings = this.#readings.get(platform);
    const reading = readings?.get(operation);
    if (!reading || reading.isAtEnd) return;
    reading.stop();
    readings?.delete(operation);
  }

  /** Forgets what was read of platforms that were left. */
  keepOnly(platforms: readonly Platform[]): void {
    for (const [platform, readings] of this.#readings) {
      if (platforms.includes(platform)) continue;
      for (const reading of readings.values()) reading.stop();
      this.#readings.delete(platform);
    }
  }

  dispose(): void {
    this.keepOnly([]);
    this.#changed.dispose();
  }
}

/** The stream of one operation. */
class Reading {
  readonly lines: OperationLine[] = [];
  isAtEnd = false;
  readonly #abort = new AbortController();
  readonly #tell: () => void;
  readonly #timing: Required<ReadTiming>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: () => void, timing: Required<ReadTiming>) {
    this.#tell = tell;
    this.#timing = timing;
  }

  /** Reads until the operation ends or nobody looks; a broken stream is taken up where it broke. Never rejects. */
  async run({ platform, operation }: LogPlace): Promise<void> {
    const { signal } = this.#abort;
    let last: string | undefined;
    while (!signal.aborted && !this.isAtEnd) {
      try {
        const call = last === undefined ? { signal } : { signal, after: last };
        for await (const event of platform.operationEvents(operation, call)) {
          last = event.id;
          this.#add(event);
        }
        this.isAtEnd = true;
      } catch (error) {
        if (isAbort(error)) return;
        await delay(this.#timing.retryMs, signal).catch(() => undefined);
      }
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  #add({ id, type, step, level, time, message }: OperationEvent): void {
    if (type !== 'log' || message === undefined) return;
    if (this.lines.length >= mostLines) this.lines.shift();
    this.lines.push({
      id,
      time,
      message: plainLine(message),
      ...(step !== undefined && { step }),
      ...(level !== undefined && { level }),
    });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, this.#timing.gatherMs);
  }
}
