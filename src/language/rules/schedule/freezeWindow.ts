import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { items, specOf } from '../mapped.js';

/** A freeze window that closes nothing: it ends before it begins, or is over. */
export function freezeWindow(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'FreezeWindow') return [];
  const { start, end, actions } = specOf(document);
  if (Array.isArray(actions) && items(actions).length === 0) {
    const message = t(
      'This window refuses no action. Name one, or take “actions” out for the standard ones.',
    );
    const mends = [
      { title: t('Remove “actions”'), changes: [{ remove: ['spec', 'actions'] }], isPreferred: true },
    ];
    return [
      finding('freeze-window/never-active', valueSpan(document, ['spec', 'actions']), message, {
        data: { mends },
      }),
    ];
  }
  const from = instant(start);
  const to = instant(end);
  if (from === undefined || to === undefined) return [];
  const span = valueSpan(document, ['spec', 'end']);
  if (to <= from) {
    const mends = [
      {
        title: t('Swap start and end'),
        changes: [
          { set: ['spec', 'start'], value: end },
          { set: ['spec', 'end'], value: start },
        ],
        isPreferred: true,
      },
    ];
    const related = { ...valueSpan(document, ['spec', 'start']), message: t('It begins here.') };
    const message = t('This window ends before it begins and is never active. Correct one of the two times.');
    return [
      finding('freeze-window/never-active', span, message, {
        related,
        ...(to < from && { data: { mends } }),
      }),
    ];
  }
  if (to > Date.now()) return [];
  const message = t('This window is over. It can be removed.');
  return [finding('freeze-window/past', span, message, { tags: ['unnecessary'] })];
}

function instant(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
