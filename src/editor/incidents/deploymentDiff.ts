import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { CommandContext } from '../commands/context.js';
import { commitsOf } from '../delivery/historyPage.js';
import type { Connection } from '../session/connection.js';

/**
 * Shows what a deployment changed: its commits, and the configuration before and after it where the platform can tell
 * it from a dry run of going back.
 */
export async function showDeploymentDiff(
  { planPreview }: Pick<CommandContext, 'planPreview'>,
  { platform }: Connection,
  deployment: Deployment,
): Promise<void> {
  const { service, environment, release, replaces } = deployment;
  const back = replaces === undefined ? undefined : await planBack(platform, deployment, replaces);
  const before = t('{0} in {1} (before)', service, environment);
  const after = t('{0} in {1} ({2})', service, environment, release.version);
  const commits = commitsOf(deployment).map((commit) => `# ${commit}\n`);
  const heading = commits.length > 0 ? `# ${t('Commits that it brought:')}\n${commits.join('')}` : '';
  await planPreview.compare(
    {
      name: before,
      text: back?.after ?? `# ${t('The platform does not tell the configuration before it.')}\n`,
    },
    { name: after, text: `${heading}${back?.before ?? ''}` },
    t('What {0} changed: {1} in {2}', release.version, service, environment),
  );
}

async function planBack(
  platform: Connection['platform'],
  { service, environment }: Deployment,
  toDeployment: string,
): Promise<{ readonly before?: string; readonly after?: string } | undefined> {
  try {
    return await platform.planDeployment(service, { kind: 'Rollback', environment, toDeployment });
  } catch (error) {
    if (PlatformError.is(error, 'invalid-request', 'forbidden', 'not-found', 'not-implemented', 'blocked')) {
      return undefined;
    }
    throw error;
  }
}
