import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { actorName } from '../../model/reference.js';
import type { Choice } from '../prompts.js';
import { shortAge } from '../views/age.js';

/** A deployment as one line to choose from: version, age and person; what it was, its newest commit, its warnings. */
export function deploymentChoice(deployment: Deployment): Omit<Choice<never>, 'value'> {
  const at = deployment.finishedAt ?? deployment.startedAt ?? deployment.createdAt;
  const by = actorName(deployment.createdBy);
  const message = deployment.release.commit?.message?.split('\n', 1)[0];
  const warnings = deployment.rollback?.warnings ?? [];
  return {
    label: deployment.release.version,
    icon: 'history',
    description: [shortAge(at, Date.now()), by].filter((word) => word).join(' · '),
    detail: [whatItWas(deployment), message, ...warnings].filter((word) => word).join(' · '),
  };
}

/** The kinds of the contract in words; a platform's own kind is shown as it is. */
export function whatItWas({ kind, promotedFrom }: Deployment): string {
  switch (kind) {
    case 'Deploy':
      return t('Deployed');
    case 'Promote':
      return promotedFrom === undefined ? t('Promoted') : t('Promoted from {0}', promotedFrom);
    case 'Rollback':
      return t('Rolled back to');
    case 'Restart':
      return t('Restarted');
    default:
      return kind;
  }
}
