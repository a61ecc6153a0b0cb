import { t } from '../../../base/l10n.js';
import type { CallOptions } from '../../../model/call.js';
import type { Permission, Service, ServiceEnvironment } from '../../../model/catalog.js';
import type { Deployment } from '../../../model/delivery.js';
import { environmentIn, environmentsNamed, type EnvironmentRules } from '../../../model/engine.js';
import { applicationOf } from '../../argocd/application.js';
import { Applications } from '../../argocd/applications.js';
import { Commits } from '../../argocd/commits.js';
import { deploymentsOf } from '../../argocd/deployments.js';
import { environmentsOf } from '../../argocd/status.js';
import type { Client } from '../../http/client.js';
import type { ArgoBackend, FoundApp } from './argoBackends.js';
import { readOnly, shownDeployment, shownPlace, type Look } from './plugin.js';

const title = 'Argo CD';

export interface ArgoSight {
  readonly service: Service;
  readonly apps: readonly FoundApp[];
  readonly rules: EnvironmentRules;
  readonly client: Client;
  /** By the name of an instance; filled here. */
  readonly commits: Map<string, Commits>;
  readonly backend?: ArgoBackend;
}

/** The Applications of one Argo CD, and what their environments are called among those of all. */
interface Instance {
  readonly name: string;
  readonly index: Applications;
  readonly places: readonly ServiceEnvironment[];
  /** By what the Applications alone would tell. */
  readonly named: ReadonlyMap<string, string>;
}

/** What a plugin answered of one service, told as Argo CD itself would. */
export class ArgoLook implements Look {
  readonly environments: readonly ServiceEnvironment[];
  readonly whole: readonly ServiceEnvironment[];
  readonly #sight: ArgoSight;
  readonly #instances: readonly Instance[];

  constructor(sight: ArgoSight) {
    this.#sight = sight;
    this.#instances = instancesOf(sight);
    this.whole = this.environments = this.#instances.flatMap(({ places }) => places);
  }

  async deployments(environment?: string, call?: CallOptions): Promise<readonly Deployment[]> {
    const { service } = this.#sight;
    const all = this.#instances.map(async ({ name, index, named }) => {
      const places = index.of(service.name).map((bound) => ({
        service: service.name,
        environment: named.get(bound.environment) ?? bound.environment,
        app: bound.app,
      }));
      const wanted = places.filter((place) => environment === undefined || place.environment === environment);
      const page = await deploymentsOf(wanted, { pageSize: 200 }, this.#commitsOf(name), call);
      return page.items;
    });
    return (await Promise.all(all)).flat().map((deployment) => shownDeployment(deployment, title));
  }

  #commitsOf(instance: string): Commits {
    const { client, backend, commits } = this.#sight;
    const known = commits.get(instance);
    if (known) return known;
    const made = new Commits(
      client,
      backend && ((app, revision) => backend.revision(instance, app, revision)),
    );
    commits.set(instance, made);
    return made;
  }
}

/** It could bring logs of Argo CD, and does not. */
function shown(): readonly Permission[] {
  return [
    ...readOnly(title),
    { name: 'logs', state: 'Denied', reason: t('The plugin for Argo CD brings no logs.') },
  ];
}

/** Applications of the same name in several Argo CDs are told apart by where they are. */
function instancesOf({ service, apps, rules }: ArgoSight): readonly Instance[] {
  const taken = new Set<string>();
  return [...new Set(apps.map(({ instance }) => instance))].map((name) => {
    const found = apps.filter(({ instance }) => instance === name);
    const index = new Applications(rules);
    for (const { json } of found) {
      const app = applicationOf(json, true);
      if (app) index.set(app);
    }
    const { annotations = {} } = service;
    index.bind([{ service: service.name, annotations }]);
    const environments = environmentsNamed(index.environments(), rules).map((one) => one.name);
    const named = new Map(
      environments.map((one) => [one, taken.has(one) ? (environmentIn(name, rules) ?? name) : one]),
    );
    for (const one of named.values()) taken.add(one);
    const context = { index, page: found[0]?.url ?? '', environments: () => environments };
    const places = environmentsOf(service.name, context).map((place) =>
      shownPlace({ ...place, environment: named.get(place.environment) ?? place.environment }, shown()),
    );
    return { name, index, places, named };
  });
}
