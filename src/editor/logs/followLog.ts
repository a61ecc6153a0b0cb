import { delay, isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { LogLine, LogQuery } from '../../model/platform.js';
import { plainLine } from '../../base/plainText.js';

/** Lines are written together this often, so that a chatty service does not flood the editor. */
const batchMs = 100;
const firstLines = 500;
const retryMs = [1_000, 2_000, 5_000, 10_000] as const;

export interface LogFollowing {
  readonly read: (query: LogQuery, signal: AbortSignal) => AsyncIterable<LogLine>;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Writes a log and what is added to it until aborted. A broken connection is taken up where it broke. Never rejects. */
export async function followLog({ read, write, signal, log }: LogFollowing): Promise<void> {
  const batch = new LineBatch(write);
  let after: string | undefined;
  let failures = 0;
  try {
    for (;;) {
      try {
        const query = { follow: true, ...(after === undefined ? { tail: firstLines } : { after }) };
        for await (const line of read(query, signal)) {
          failures = 0;
          after = line.id;
          batch.add(lineText(line));
        }
        batch.add(t('— End of the log. —'));
        return;
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        log.error('a log stream broke', error);
        const message = error instanceof PlatformError ? error.message : t('The log cannot be read.');
        if (!isPassing(error)) {
          batch.add(t('— {0} —', message));
          return;
        }
        if (failures === 0) batch.add(t('— {0} Trying again. —', message));
        await delay(retryMs[Math.min(failures, retryMs.length - 1)] ?? 0, signal);
        failures++;
      }
    }
  } catch (error) {
    if (!isAbort(error)) log.error('a log view failed', error);
  } finally {
    batch.flush();
  }
}

function isPassing(error: unknown): boolean {
  return PlatformError.is(error, 'unreachable', 'timeout', 'unavailable', 'rate-limited', 'internal');
}

function lineText({ time, level, stream, message }: LogLine): string {
  const mark = level ?? (stream === 'stderr' ? 'stderr' : undefined);
  return `${time} ${mark === undefined ? '' : `[${mark}] `}${plainLine(message)}`;
}

class LineBatch {
  readonly #write: (text: string) => void;
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(line: string): void {
    this.#text += `${line}\n`;
    this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#write(text);
  }
}
