import type { Sync } from '../../model/catalog.js';
import type { ReleaseRecord } from '../store/state.js';
import { contentDigest } from './contentDigest.js';
import { inspectSource } from './inspectSource.js';
import { listSourceFiles } from './sourceFiles.js';

/** Does the folder hold what the release was made of? `Unknown` when it cannot be read. */
export async function sourceSync(release: ReleaseRecord): Promise<Sync> {
  if (release.folder === undefined) return 'Unknown';
  try {
    const now = await inspectSource(release.folder);
    if (release.tree !== undefined && now.cleanTree === release.tree) return 'Synced';
    const files = await listSourceFiles(now.folder, now.top !== undefined);
    return (await contentDigest(now.folder, files)) === release.contentDigest ? 'Synced' : 'OutOfSync';
  } catch {
    return 'Unknown';
  }
}
