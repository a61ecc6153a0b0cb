import { orAbort } from '../../base/abort.js';
import { byName } from '../../base/byName.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { ownerName, type OwnerTitles } from '../../model/reference.js';
import { defaultSpan, type Subject } from '../dashboards/subject.js';
import { serviceNames } from '../views/picture.js';
import type { Choice } from '../prompts.js';
import type { Connection } from '../session/connection.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import type { ServiceAsker } from './picks.js';
import { targetFrom } from './target.js';

/** Longest that the question waits for what the catalogue calls owners, ms. */
const namesWithinMs = 2_000;

/** Opens the dashboard of a service, or the golden path dashboard of an owner or a system. */
export const openDashboard: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, title());
  if (!connection) return;
  const { service } = target;
  const platform = connection.url;
  const subject: Subject | undefined =
    service === undefined
      ? await pickSubject(context, await ownersOf(context, connection), connection, asksForPath(argument))
      : { kind: 'service', platform, service };
  if (subject) context.dashboards.open(subject);
};

async function ownersOf(
  { session: { owners } }: Pick<CommandContext, 'session'>,
  connection: Connection,
): Promise<OwnerTitles> {
  return orAbort(owners.read(connection), AbortSignal.timeout(namesWithinMs)).catch(() =>
    owners.of(connection),
  );
}

function title(): string {
  return t('Open Dashboard');
}

function asksForPath(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'path' in argument && argument.path === true;
}

async function pickSubject(
  { prompts, workspaceServices }: ServiceAsker,
  owners: OwnerTitles,
  { url: platform, live }: Connection,
  pathOnly: boolean,
): Promise<Subject | undefined> {
  const services = [...live.snapshot.services.values()];
  const path = (by: 'owner' | 'system', names: readonly (string | undefined)[]): Choice<Subject>[] =>
    calledInOrder(names, owners).map(({ name, label }, index) => ({
      label,
      icon: by === 'owner' ? 'organization' : 'layers',
      description: by === 'owner' ? t('golden path of an owner') : t('golden path of a system'),
      ...(index === 0 && {
        heading: by === 'owner' ? t('Golden path by owner') : t('Golden path by system'),
      }),
      value: { kind: 'path', platform, by, name, days: defaultSpan },
    }));
  const paths = [
    ...path(
      'owner',
      services.map(({ owner }) => owner),
    ),
    ...path(
      'system',
      services.map(({ system }) => system),
    ),
  ];
  const names = pathOnly ? [] : serviceNames({ live: live.snapshot, workspace: new Set() });
  const ofService = (service: string): Choice<Subject> => ({
    label: service,
    icon: 'dashboard',
    value: { kind: 'service', platform, service },
  });
  const front = names.find((name) => name === workspaceServices.inFront?.name);
  const choices: Choice<Subject>[] = [
    ...(front === undefined ? [] : [{ ...ofService(front), description: t('of the open file') }]),
    ...paths,
    ...names
      .filter((name) => name !== front)
      .map((name, index) => ({ ...ofService(name), ...(index === 0 && { heading: t('Services') }) })),
  ];
  if (choices.length === 0) {
    throw new UserError(
      'dashboard.none',
      pathOnly
        ? t('No service names an owner or a system: set spec.owner in its manifest.')
        : t('Nothing is deployed yet. Deploy a service of this workspace first.'),
    );
  }
  return prompts.pick({ id: 'dashboard', title: title(), placeholder: t('Of what?'), choices });
}

/** Owners or systems with what people call them, each once. */
function calledInOrder(
  names: readonly (string | undefined)[],
  owners: OwnerTitles,
): readonly { readonly name: string; readonly label: string }[] {
  return [...new Set(names.filter((name) => name !== undefined))]
    .map((name) => ({ name, label: ownerName(name, owners) }))
    .sort((one, other) => byName(one.label, other.label));
}
