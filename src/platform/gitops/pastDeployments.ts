import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Deployment } from '../../model/delivery.js';
import type { ConfigSource } from '../../model/engine.js';
import type { Platform } from '../../model/platform.js';
import { UserError } from '../../model/errors.js';
import type { ConfigRepository } from './configRepository.js';
import { checkedSource } from './configSources.js';
import { imagesOf } from './gitPlan.js';
import { RanVersions } from './ranVersions.js';
import { restoredFrom } from './restoredFrom.js';

/** What Git knows of deployments beyond their engine: that a pull request can restore them, and their versions. */
export class PastDeployments {
  readonly #engine: Platform;
  readonly #repositoryAt: (address: string) => ConfigRepository;
  readonly #versions = new RanVersions();

  constructor(engine: Platform, repositoryAt: (address: string) => ConfigRepository) {
    this.#engine = engine;
    this.#repositoryAt = repositoryAt;
  }

  async told(
    service: string,
    deployments: readonly Deployment[],
    call?: CallOptions,
  ): Promise<readonly Deployment[]> {
    const past = deployments.filter(({ state }) => state !== 'Deployed');
    const environments = [...new Set(past.map(({ environment }) => environment))];
    const known = new Map(
      await Promise.all(
        environments.map(async (name) => {
          const source = await restoredFrom(this.#engine, service, name, call);
          const here = past.filter(({ environment }) => environment === name);
          return [
            name,
            source && { source, versions: await this.#versionsIn(service, source, here, call) },
          ] as const;
        }),
      ),
    );
    return deployments.map((deployment) => {
      const found = past.includes(deployment) ? known.get(deployment.environment) : undefined;
      return found ? restorable(versioned(deployment, found.versions), found.source) : deployment;
    });
  }

  async #versionsIn(
    service: string,
    source: ConfigSource,
    deployments: readonly Deployment[],
    call?: CallOptions,
  ): Promise<ReadonlyMap<string, string>> {
    const commits = [...new Set(deployments.filter(isBare).map(({ release }) => release.id))];
    if (commits.length === 0) return new Map();
    try {
      const checked = checkedSource(source);
      const repository = this.#repositoryAt(checked.repository);
      return await this.#versions.of(service, checked, repository, commits, call);
    } catch (error) {
      // A plan says what is wrong with it.
      if (error instanceof UserError) return new Map();
      throw error;
    }
  }
}

/** Its engine knows the commit of its configuration and no version. */
function isBare({ release: { id, version } }: Deployment): boolean {
  return /^[\da-f]{40,64}$/.test(id) && version !== '' && id.startsWith(version);
}

function versioned(deployment: Deployment, versions: ReadonlyMap<string, string>): Deployment {
  const version = versions.get(deployment.release.id);
  return version === undefined ? deployment : { ...deployment, release: { ...deployment.release, version } };
}

/** What the engine does not restore by itself, a pull request can, where Git still has it. */
function restorable(deployment: Deployment, { history }: ConfigSource): Deployment {
  const { id, release, rollback } = deployment;
  const isKept = history?.some((each) => each.deployment === id) ?? imagesOf(release).length > 0;
  if (rollback?.eligible === true || !isKept) return deployment;
  return { ...deployment, rollback: { eligible: true, warnings: [t('By a pull request.')] } };
}
