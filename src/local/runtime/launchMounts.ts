import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { member, text } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';
import type { Mount } from './launch.js';
import { itemsOf } from './launchFiles.js';

/** Where a container sees it, and where it is. */
export function mountMove({ target, folder }: Mount): readonly [string, string] {
  return [target, folder];
}

/** The volumes of a container; what cannot be mounted becomes a block. */
export function readMounts(
  name: string,
  container: unknown,
  resolve: (path: readonly string[]) => Resolved,
  blocks: Block[],
): readonly Mount[] {
  return itemsOf(member(container, 'volumes')).flatMap(([target, volume]) => {
    const { text: folder, problems } = expand(text(member(volume, 'source')) ?? '', resolve);
    const below = text(member(volume, 'path')) ?? '';
    const leaves = below.split(/[\\/]/).includes('..');
    const [problem = leaves ? t('its path leaves the volume') : undefined] = problems;
    if (problem !== undefined || folder === '') {
      const message = t(
        'The volume {0} of "{1}" cannot be mounted: {2}.',
        target,
        name,
        problem ?? t('it has no source'),
      );
      if (problem !== undefined) blocks.push({ reason: 'InputRequired', name, message });
      return [];
    }
    const readOnly = member(volume, 'readOnly') === true;
    return [{ target, folder: below === '' ? folder : `${folder}/${below}`, readOnly }];
  });
}
