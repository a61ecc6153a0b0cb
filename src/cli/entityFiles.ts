import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from '../base/l10n.js';
import type { EntityPort } from '../language/ports.js';
import type { CatalogFiles } from '../model/portal.js';

/** Entities of a catalogue as read-only files below a folder, for editors that show nothing else. `platform` is its URL. */
export function entityFiles(files: CatalogFiles, folder: string, platform: string): EntityPort {
  const own = createHash('sha256').update(platform).digest('hex').slice(0, 16);
  return {
    documentOf: async (ref) => {
      try {
        const { text } = await files.entity(ref);
        const file = path.join(folder, `entities-${own}`, ...ref.split(/[:/]/).map(encodeURIComponent));
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await rm(`${file}.yaml`, { force: true });
        const told = t('{0}, as {1} has it. It is not edited here.', ref, platform);
        await writeFile(`${file}.yaml`, `# ${told}\n${text}`, { mode: 0o400 });
        return pathToFileURL(`${file}.yaml`).href;
      } catch {
        return undefined;
      }
    },
  };
}
