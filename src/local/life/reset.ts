import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { outsideFolder } from '../resources/unprivileged.js';
import { reapGroups } from '../runtime/reaper.js';
import { isHeld } from './find.js';

/** Files that a data folder of ours has; a folder without any of them is somebody else's. */
const ours = ['state.json', 'token', 'platform.log'];

/** Deletes all that a platform that does not run keeps, and ends what it left running. Throws `UserError`. */
export async function resetPlatform(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  if (await isHeld(dataDir)) {
    throw new UserError('local.running', t('A local platform still runs on {0}: stop it first.', dataDir));
  }
  const names = readdirSync(dataDir);
  if (names.length > 0 && !ours.some((name) => names.includes(name))) {
    throw new UserError(
      'local.not-ours',
      t('{0} is not a folder of the local platform: nothing is deleted.', dataDir),
    );
  }
  const groups = names.filter((name) => /^groups-.*\.json$/.test(name));
  await Promise.all(groups.map((name) => reapGroups(path.join(dataDir, name))));
  for (const folder of [dataDir, outsideFolder(dataDir)]) await rm(folder, { recursive: true, force: true });
}
