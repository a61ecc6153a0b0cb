import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Part } from '../../webview/dashboards/model.js';
import { sentenceOf } from '../commands/fault.js';

/** Whether the connected platform says that it offers something. Nothing is known of one that has not answered yet. */
export function offers({ info }: Pick<LiveSnapshot, 'info'>, capability: string): boolean {
  return info === undefined || Object.hasOwn(info.capabilities, capability);
}

/**
 * Reads one section. What was there stays while it is read again, and where it cannot be, with the reason. Rejects with
 * an `AbortError` only.
 */
export async function readPart<T>(before: Part<T>, read: (() => Promise<T>) | undefined): Promise<Part<T>> {
  if (!read) return { state: 'absent' };
  try {
    return { state: 'ready', value: await read() };
  } catch (error) {
    if (isAbort(error)) throw error;
    if (PlatformError.is(error, 'not-implemented')) return { state: 'absent' };
    const message = sentenceOf(error);
    if (before.state !== 'ready' || PlatformError.is(error, 'forbidden', 'not-found', 'unauthenticated')) {
      return { state: 'failed', message };
    }
    return { ...before, stale: t('This could not be read again: {0}', message) };
  }
}
