import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import type { Platform } from '../model/platform.js';

/**
 * Id of the release that runs in an environment, asked anew: what a picture shows may be a moment old. Throws `UserError`
 * when nothing runs there.
 */
export async function runningRelease(
  platform: Platform,
  service: string,
  environment: string,
  signal?: AbortSignal,
): Promise<string> {
  const call = { fresh: true, ...(signal && { signal }) };
  const { items } = await platform.listDeployments(service, { environment, pageSize: 50 }, call);
  const current = items.find(({ state }) => state === 'Deployed');
  if (current) return current.release.id;
  throw new UserError(
    'promote.gone',
    t('{0} does not run in {1}: there is nothing to promote from there.', service, environment),
  );
}
