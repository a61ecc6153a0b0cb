import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import { notDeployedLook } from './healthLook.js';
import type { Node } from './nodes.js';
import type { Row } from './row.js';

/** The row that loads the rest of a list; of a number that nobody knows with `hidden` 0. */
export function moreRow(hidden: number): Row {
  return {
    label: hidden === 0 ? t('Load more from the platform') : t('Load more ({0})', counted(hidden)),
    description: '',
    look: { icon: 'ellipsis' },
    spoken: hidden === 0 ? t('Load more from the platform') : t('Load more, {0} not shown', counted(hidden)),
    tags: ['more'],
    children: 'none',
  };
}

/** What is shown of a row without any picture. */
export function bareRow({ kind }: Node): Row {
  if (kind !== 'signIn') return goneRow();
  return {
    label: t('Sign In…'),
    description: '',
    look: { icon: 'sign-in' },
    spoken: t('Sign In…'),
    tags: [],
    children: 'none',
  };
}

/** A row that is drawn though what it stands for ended to be a moment ago. */
export function goneRow(): Row {
  return {
    label: t('no longer so'),
    description: '',
    look: notDeployedLook,
    spoken: t('no longer so'),
    tags: [],
    children: 'none',
  };
}
