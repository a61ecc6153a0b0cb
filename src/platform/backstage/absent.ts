import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { PlatformError } from '../../model/errors.js';

/** What a Backstage is asked in vain. */
export function absent(
  detail = t('Backstage keeps the catalogue and the templates, not deployments, logs or health.'),
): PlatformError {
  const remediation = { text: t('Connect the engine that runs the services beside it.') };
  return refusalError(501, problemOf('not-implemented', { detail, remediation }), undefined);
}
