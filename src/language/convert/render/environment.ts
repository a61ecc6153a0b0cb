import { mergePatch } from '../../../model/mergePatch.js';
import { asMap } from '../../documents/yamlDocument.js';

type Plain = Readonly<Record<string, unknown>>;

/** A Service as it is in one environment. */
export interface ServiceThere {
  readonly manifest: Plain;
  /** The environment is one where it never runs. */
  readonly isDisabled: boolean;
  /** Whether the Service says anything of the environment. */
  readonly isNamed: boolean;
}

/** Merges what a Service says of an environment over what it says for all; without one, over nothing. */
export function inEnvironment(manifest: Plain, environment: string | undefined): ServiceThere {
  const { environments, ...spec } = asMap(manifest['spec']) ?? {};
  const all = asMap(environments) ?? {};
  const isNamed = environment !== undefined && Object.hasOwn(all, environment);
  const own = (isNamed && asMap(all[environment])) || {};
  const merged = (key: string, patch: unknown): Plain =>
    patch === undefined ? {} : { [key]: mergePatch(spec[key], patch) };
  return {
    manifest: {
      ...manifest,
      spec: {
        ...spec,
        ...merged('scaling', own['scaling']),
        ...merged('secrets', own['secrets']),
        ...merged('workload', own['overrides']),
      },
    },
    isDisabled: own['deploy'] === 'Disabled',
    isNamed,
  };
}
