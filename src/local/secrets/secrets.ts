import type { components } from '../../contract/generated/wire.js';
import type { Permission } from '../../model/catalog.js';
import { readSecretValues } from '../manifest/secretValues.js';
import { inspectSource } from '../releases/inspectSource.js';
import { secretsFile } from '../releases/sourceFiles.js';
import { secretKeys } from '../runtime/launchVariables.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import type { ServiceRecord } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { SecretEntry, SecretVault } from './secretVault.js';

type WireSecret = components['schemas']['Secret'];

/** A value by its variable, else by its key in the file beside the service. */
export type FindSecret = (key: string, variable?: string) => string | undefined;

/** Where the values of a service's secrets come from: those that were given to the platform count first. */
export class Secrets {
  readonly vault: SecretVault;
  readonly #store: Store;
  readonly #runtime: Runtime;

  constructor(vault: SecretVault, store: Store, runtime: Runtime) {
    this.vault = vault;
    this.#store = store;
    this.#runtime = runtime;
  }

  async valuesFor({ service, environment }: Place, folder: string | undefined): Promise<FindSecret> {
    const source = folder === undefined ? undefined : await inspectSource(folder).catch(() => undefined);
    const fromFile = await readSecretValues(folder, source?.top);
    return (key, variable) =>
      (variable === undefined ? undefined : this.entry({ service, environment }, variable)?.value) ??
      fromFile(key);
  }

  /** What was given for a place; an ephemeral environment takes what was given for the one it is based on. */
  entry(place: Place, variable: string): SecretEntry | undefined {
    const own = this.vault.find(place, variable);
    const environment = this.settingsOf(place.environment);
    return own ?? this.vault.find({ ...place, environment }, variable);
  }

  /** The environment whose settings count: an ephemeral one takes those of another. */
  settingsOf(environment: string): string {
    const { previews } = this.#store.state;
    return previews.find((preview) => preview.environment.name === environment)?.basedOn ?? environment;
  }

  /** The secrets that a service asks for in an environment, without their values. */
  async list(
    record: ServiceRecord,
    environment: string,
    permissions: readonly Permission[],
  ): Promise<readonly WireSecret[]> {
    const place = { service: record.name, environment };
    const find = await this.valuesFor(place, record.folder);
    return secretKeys(record.manifest, this.settingsOf(environment)).map(([name, key]) => {
      const entry = this.entry(place, name);
      const value = entry?.value ?? find(key);
      const running = this.#runtime.current(place);
      return {
        name,
        key,
        ...(value !== undefined && {
          store: entry ? 'platform' : secretsFile,
          version: this.vault.version(value),
        }),
        state: value === undefined ? 'Missing' : 'Set',
        rotatable: true,
        pending: running !== undefined && running.launch.secrets[name] !== value,
        ...(entry && { updatedAt: entry.updatedAt, updatedBy: entry.updatedBy }),
        permissions: [...permissions],
      };
    });
  }
}
