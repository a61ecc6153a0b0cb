import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Connection } from '../session/connection.js';

/** The configuration that a service runs with in an environment, as YAML with its secrets masked; else why there is none. */
export async function resolvedConfiguration(
  { platform }: Connection,
  service: string,
  environment: string,
): Promise<{ readonly yaml: string } | { readonly why: string }> {
  try {
    // The dry run of a restart tells what runs, and changes nothing.
    const { before } = await platform.planDeployment(service, { kind: 'Restart', environment });
    return before === undefined
      ? { why: t('The platform does not tell the configuration of {0}.', environment) }
      : { yaml: before };
  } catch (error) {
    if (PlatformError.is(error, 'invalid-request')) {
      return { why: t('Nothing is deployed in {0}.', environment) };
    }
    if (PlatformError.is(error, 'forbidden', 'not-implemented', 'not-found')) return { why: error.message };
    throw error;
  }
}
