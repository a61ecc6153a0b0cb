import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { Drift } from '../../model/drift.js';
import { PlatformError } from '../../model/errors.js';
import { resolvedConfiguration } from '../delivery/resolved.js';
import { knownService } from '../delivery/servicePlace.js';
import type { Connection } from '../session/connection.js';
import type { Choice } from '../prompts.js';
import { deployedState, environmentNames } from '../views/picture.js';
import { withNotification } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { pickWorkspaceService, resolveManifest, sourceOf } from './deploySource.js';
import { targetFrom } from './target.js';

/** What runs against the manifest, and the service against the template it came from. */
export const showDrift: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const title = t('Show Drift');
  const place = await knownService(context, target, title);
  if (!place) return;
  const { connection, service } = place;
  const { snapshot } = connection.live;
  const known = snapshot.services.get(service);
  const drift = await templateDrift(connection, service);
  const isHere = (await context.workspaceServices.refresh()).some(({ name }) => name === service);
  const environments = environmentNames(snapshot, known).filter(
    (name) => deployedState(known, name)?.current && (target.environment ?? name) === name,
  );
  const choices: Choice<() => Promise<void>>[] = [
    ...environments.map((environment) => ({
      label: t('{0} against the manifest', environment),
      icon: 'git-compare',
      description: syncWords(deployedState(known, environment)?.sync),
      ...(!isHere && { detail: t('The manifest is not in this workspace: what runs is shown alone.') }),
      value: () => againstManifest(context, connection, service, environment, isHere),
    })),
    ...(drift?.template
      ? [
          {
            label: t('The service against its template'),
            icon: 'repo',
            description: driftWords(drift),
            value: () => againstTemplate(context, service, drift),
          },
        ]
      : []),
  ];
  const way =
    choices.length === 1
      ? choices[0]?.value
      : await context.prompts.pick({
          id: 'drift',
          title: t('Drift of {0}', service),
          placeholder: t('What is to be compared?'),
          choices,
        });
  await way?.();
};

async function againstManifest(
  context: CommandContext,
  connection: Connection,
  service: string,
  environment: string,
  isHere: boolean,
): Promise<void> {
  const resolved = isHere ? await manifestOf(context, service) : undefined;
  if (isHere && !resolved) return;
  const name = t('{0} in {1}', service, environment);
  if (!resolved) {
    const running = await resolvedConfiguration(connection, service, environment);
    const text = 'yaml' in running ? running.yaml : `# ${running.why}\n`;
    await context.planPreview.compare(
      { name: t('{0} (the manifest is not here)', name), text: '' },
      { name: t('{0} (what runs)', name), text },
      t('What runs: {0}', name),
    );
    return;
  }
  const { platform } = connection;
  const source = await sourceOf(connection, resolved);
  const plan = await withNotification(t('Comparing {0} with its manifest', name), async (_report, signal) => {
    const write = { signal, idempotencyKey: crypto.randomUUID() };
    // A release is what a manifest comes to; nothing runs it.
    const release = await platform.createRelease(service, { manifest: resolved.manifest, source }, write);
    return platform.planDeployment(service, { kind: 'Deploy', environment, release: release.id }, { signal });
  });
  await context.planPreview.compare(
    { name: t('{0} (what runs)', name), text: plan.before ?? '' },
    { name: t('{0} (as the manifest says)', name), text: plan.after ?? '' },
    t('Drift: {0}', name),
  );
}

async function manifestOf(context: CommandContext, service: string) {
  const found = await pickWorkspaceService(context, { service }, t('Show Drift'));
  return found && resolveManifest(context, found);
}

async function againstTemplate(
  { planPreview, prompts }: CommandContext,
  service: string,
  { template, files = [], unifiedDiff, status }: Drift,
): Promise<void> {
  const version = [template?.ref, template?.version].filter((word) => word).join(' ');
  if (files.length === 0 && !unifiedDiff) {
    const latest = template?.latestVersion;
    prompts.tell(
      'info',
      status === 'UpdateAvailable' && latest !== undefined
        ? t(
            '{0} comes from the template {1}; {2} is the newest. The platform names no files.',
            service,
            version,
            latest,
          )
        : t(
            '{0} and its template {1}: {2}. The platform names no files.',
            service,
            version,
            statusWords(status),
          ),
    );
    return;
  }
  const listed = files.map(({ path, action }) => `${action} ${path}`).join('\n');
  await planPreview.compare(
    { name: t('{0} (its template {1})', service, version), text: sideOf(unifiedDiff, '-') ?? '' },
    { name: t('{0} (as it is)', service), text: sideOf(unifiedDiff, '+') ?? listed },
    t('Template drift: {0}', service),
  );
}

/** One side of a unified diff: its context and the lines of that side, with the names of the files. */
function sideOf(diff: string | undefined, side: '-' | '+'): string | undefined {
  const other = side === '-' ? '+' : '-';
  return diff
    ?.split('\n')
    .filter((line) => !line.startsWith(other) && !line.startsWith('@@'))
    .map((line) => (/^[-+]{3} /.test(line) ? `# ${line.slice(4)}` : line.slice(1)))
    .join('\n');
}

/** `undefined` where the platform knows of no template. */
async function templateDrift({ platform }: Connection, service: string): Promise<Drift | undefined> {
  try {
    return await platform.drift?.get(service);
  } catch (error) {
    if (PlatformError.is(error, 'not-found', 'not-implemented', 'forbidden')) return undefined;
    throw error;
  }
}

function syncWords(sync: string | undefined): string {
  if (sync === 'Synced') return t('as last deployed');
  return sync === 'OutOfSync' ? t('out of sync') : '';
}

function statusWords(status: Drift['status']): string {
  switch (status) {
    case 'InStep':
      return t('in step');
    case 'Drifted':
      return t('drifted');
    case 'UpdateAvailable':
      return t('behind its template');
    default:
      return status === 'Unknown' ? t('not known') : status;
  }
}

function driftWords({ status, template, files = [] }: Drift): string {
  const { version, latestVersion } = template ?? {};
  return [
    statusWords(status),
    ...(version !== undefined && latestVersion !== undefined && version !== latestVersion
      ? [t('{0}, newest is {1}', version, latestVersion)]
      : []),
    ...(files.length > 0 ? [t('{0} files', counted(files.length))] : []),
  ].join(' · ');
}
