import { delay, isAbort } from '../../base/abort.js';
import { breather } from '../../base/breather.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { LogLine, LogQuery } from '../../model/platform.js';

const firstLines = 2_000;
const retryMs = [1_000, 2_000, 5_000, 10_000] as const;

/** Whether lines come: they do, not for now, never again, or not before the platform is back. */
export type LogState = 'following' | 'interrupted' | 'ended' | 'disconnected';

export interface LogCall {
  readonly signal: AbortSignal;
  /** Lines arrive from now on. */
  readonly opened: () => void;
}

export interface LogFollowing {
  readonly read: (query: LogQuery, call: LogCall) => AsyncIterable<LogLine>;
  readonly line: (line: LogLine) => void;
  /** A remark between the lines: why there are no more, or not now, or that they come again. */
  readonly remark: (sentence: string, state: LogState) => void;
  /** Goes on after this line instead of with the last ones. */
  readonly after?: string | undefined;
  /** RFC 3339: begins here instead of with the last lines. */
  readonly since?: string;
  /** It was told that no lines come: it is told when they do. */
  readonly isAgain?: boolean;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Hands on a log and what is added to it until aborted. A broken connection is taken up where it broke. Gives way to
 * the rest of the editor however fast lines come. Never rejects.
 */
export async function followLog(following: LogFollowing): Promise<void> {
  const { read, line, remark, since, signal, log } = following;
  const breathe = breather();
  let { after, isAgain: isInterrupted = false } = following;
  let failures = 0;
  const opened = (): void => {
    if (isInterrupted) remark(t('The log goes on.'), 'following');
    isInterrupted = false;
  };
  try {
    for (;;) {
      try {
        const begin =
          after === undefined ? { tail: firstLines, ...(since !== undefined && { since }) } : { after };
        for await (const next of read({ follow: true, ...begin }, { signal, opened })) {
          opened();
          failures = 0;
          after = next.id;
          line(next);
          await breathe();
        }
        remark(t('End of the log.'), 'ended');
        return;
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        log.error('a log stream broke', error);
        const message = error instanceof PlatformError ? error.message : t('The log cannot be read.');
        if (!isPassing(error)) {
          remark(message, 'ended');
          return;
        }
        if (!isInterrupted) remark(t('{0} Trying again.', message), 'interrupted');
        isInterrupted = true;
        await delay(retryMs[Math.min(failures, retryMs.length - 1)] ?? 0, signal);
        failures++;
      }
    }
  } catch (error) {
    if (!isAbort(error)) log.error('a log view failed', error);
  }
}

function isPassing(error: unknown): boolean {
  return PlatformError.is(error, 'unreachable', 'timeout', 'unavailable', 'rate-limited', 'internal');
}
