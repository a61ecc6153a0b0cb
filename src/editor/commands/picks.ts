import { t } from '../../base/l10n.js';
import type { Environment, ServiceEnvironment } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Prompts } from '../prompts.js';
import { healthLook, healthWord, notDeployedLook } from '../views/healthLook.js';
import { deployedState, environmentsInOrder, serviceNames } from '../views/picture.js';

/** Asks for one of the services that are deployed somewhere. Throws `UserError` when there is none. */
export async function pickDeployedService(
  prompts: Prompts,
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
  return prompts.pick({
    id: 'service',
    title,
    placeholder: t('Which service?'),
    choices: names.map((name) => {
      const owner = live.services.get(name)?.owner;
      return { label: name, value: name, ...(owner !== undefined && { description: owner }) };
    }),
  });
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
