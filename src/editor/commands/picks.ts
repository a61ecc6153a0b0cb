import { t } from '../../base/l10n.js';
import type { Environment, ServiceEnvironment } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { LiveSnapshot } from '../../model/live.js';
import { shortReference } from '../../model/reference.js';
import type { Choice, Prompts } from '../prompts.js';
import { healthLook, healthWord, notDeployedLook } from '../views/healthLook.js';
import { deployedState, environmentsInOrder, serviceNames } from '../views/picture.js';
import type { CommandContext } from './context.js';

/** What a question for a service needs to know. */
export type ServiceAsker = Pick<CommandContext, 'prompts' | 'workspaceServices'>;

/** Asks for one of several services; that of the file in front comes first. */
export function pickService(
  { prompts, workspaceServices }: ServiceAsker,
  title: string,
  choices: readonly Choice<string>[],
): Promise<string | undefined> {
  return prompts.pick({
    id: 'service',
    title,
    placeholder: t('Which service?'),
    choices: inFrontFirst(choices, ({ label }) => label === workspaceServices.inFront?.name),
  });
}

/** The one that is in front before the others, and marked as such. */
export function inFrontFirst<T>(
  choices: readonly Choice<T>[],
  isInFront: (choice: Choice<T>) => boolean,
): readonly Choice<T>[] {
  const front = choices.find(isInFront);
  if (!front) return choices;
  const words = [front.description, t('of the open file')].filter((word) => word).join(' · ');
  return [{ ...front, description: words }, ...choices.filter((choice) => choice !== front)];
}

/** Asks for one of the services that are deployed somewhere. Throws `UserError` when there is none. */
export async function pickDeployedService(
  asker: ServiceAsker,
  live: LiveSnapshot,
  title: string,
): Promise<string | undefined> {
  const names = serviceNames({ live, workspace: new Set() }).filter((name) =>
    live.services.get(name)?.environments?.some((state) => state.current),
  );
  if (names.length === 0) {
    throw new UserError(
      'service.none',
      t('Nothing is deployed yet. Deploy a service of this workspace first.'),
    );
  }
  if (names.length === 1) return names[0];
  const choices = names.map((name) => {
    const owner = live.services.get(name)?.owner;
    return { label: name, value: name, ...(owner !== undefined && { description: shortReference(owner) }) };
  });
  return pickService(asker, title, choices);
}

/** Asks for one of the environments the service is deployed in and that `fits`. Throws `UserError` when there is none. */
export async function pickDeployedEnvironment(
  prompts: Prompts,
  live: LiveSnapshot,
  service: string,
  title: string,
  fits: (state: ServiceEnvironment) => boolean = () => true,
): Promise<string | undefined> {
  const states = (live.services.get(service)?.environments ?? []).filter(
    (state) => state.current && fits(state),
  );
  if (states.length === 0) {
    throw new UserError(
      'environment.none',
      t('{0} is not deployed in an environment where this works.', service),
    );
  }
  if (states.length === 1) return states[0]?.environment;
  return prompts.pick({
    id: 'environment',
    title,
    placeholder: t('In which environment?'),
    choices: states.map((state) => ({
      label: state.environment,
      icon: healthLook(state.health).icon,
      description: `${healthWord(state.health)} · ${state.current?.version ?? ''}`,
      value: state.environment,
    })),
  });
}

/** Asks for any environment, in promotion order, with what runs there now. */
export async function pickEnvironment(
  prompts: Prompts,
  live: LiveSnapshot,
  service: string,
  title: string,
  placeholder = t('To which environment?'),
): Promise<string | undefined> {
  const environments = environmentsInOrder(live);
  if (environments.length === 0) {
    throw new UserError('environment.none', t('The platform has no environments to deploy to.'));
  }
  return prompts.pick({
    id: 'environment',
    title,
    placeholder,
    choices: environments.map((environment) => {
      const state = deployedState(live.services.get(service), environment.name);
      return {
        label: environment.title ?? environment.name,
        icon: (state ? healthLook(state.health) : notDeployedLook).icon,
        description: environmentWords(environment, state),
        value: environment.name,
      };
    }),
  });
}

function environmentWords(environment: Environment, state: ServiceEnvironment | undefined): string {
  return [
    ...(environment.production ? [t('production')] : []),
    state?.current ? `${healthWord(state.health)} · ${state.current.version}` : t('not deployed'),
    ...(environment.freeze?.closed ? [t('frozen')] : []),
  ].join(' · ');
}
