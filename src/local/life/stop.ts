import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { callPlatform } from './api.js';
import { findPlatform, isHeld } from './find.js';

/** The processes have 10 s to end, then they are made to. */
const stopTimeoutMs = 20_000;
const pollMs = 100;

/** Stops the platform of a folder and all it runs; false when none runs. Rejects with `UserError`. */
export async function stopPlatform(dataDir: string, signal?: AbortSignal): Promise<boolean> {
  const found = await findPlatform(dataDir, signal);
  if (!found) return false;
  await callPlatform(found.connection, 'POST', '/local/stop', signal);
  const deadline = Date.now() + stopTimeoutMs;
  while (await isHeld(dataDir)) {
    if (Date.now() > deadline) {
      throw new UserError(
        'local.not-stopped',
        t('The local platform (process {0}) does not stop.', found.record.pid),
      );
    }
    await delay(pollMs, signal);
  }
  return true;
}
