import type { CallOptions } from '../../../model/call.js';
import type { Service } from '../../../model/catalog.js';
import type { EnvironmentRules } from '../../../model/engine.js';
import { PlatformError } from '../../../model/errors.js';
import type { PlatformInfo } from '../../../model/platform.js';
import type { Commits } from '../../argocd/commits.js';
import type { Client } from '../../http/client.js';
import { argoBackends, type ArgoBackend, type FoundApp, type Wanted } from './argoBackends.js';
import type { Look, RunsPlugin } from './plugin.js';
import { isAbsence, Presence } from './presence.js';

/** Of no Application: whoever looks for it only finds out whether somebody answers. */
const nobody = 'golden-path.nobody';

/** The plugins `@backstage-community/plugin-argocd-backend` and `@roadiehq/backstage-plugin-argo-cd-backend`: the Applications that annotations name. */
export class ArgoPlugin implements RunsPlugin {
  readonly name = 'argocd';
  readonly title = 'Argo CD';
  readonly annotations = ['argocd/app-name', 'argocd/app-selector'];
  readonly #client: Client;
  readonly #rules: EnvironmentRules;
  readonly #presence = new Presence<ArgoBackend>(() => this.#find());
  /** By the name of an instance: commits never change. */
  readonly #commits = new Map<string, Commits>();

  constructor(client: Client, rules: EnvironmentRules) {
    this.#client = client;
    this.#rules = rules;
  }

  async offer(call?: CallOptions): Promise<PlatformInfo['capabilities'] | undefined> {
    return (await this.#presence.get(call)) && {};
  }

  /** What reads Applications is loaded now. */
  async look(service: Service, call?: CallOptions): Promise<Look> {
    const backend = await this.#presence.get(call);
    const apps = backend ? await this.#apps(backend, service, call) : [];
    const { ArgoLook } = await import('./argoLook.js');
    return new ArgoLook({
      service,
      apps,
      rules: this.#rules,
      client: this.#client,
      commits: this.#commits,
      ...(backend && { backend }),
    });
  }

  async #apps(
    backend: ArgoBackend,
    { annotations = {} }: Service,
    call: CallOptions = {},
  ): Promise<readonly FoundApp[]> {
    const wanted: Wanted = {
      instance: annotations['argocd/instance-name'],
      namespace: annotations['argocd/app-namespace'],
      project: annotations['argocd/project-name'],
    };
    const ask = { client: this.#client, signal: call.signal };
    const names = (annotations['argocd/app-name'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
    const selector = annotations['argocd/app-selector'];
    if (names.length > 0) {
      return (await Promise.all(names.map((name) => backend.named(name, wanted, ask)))).flat();
    }
    return selector === undefined ? [] : backend.selected(selector, wanted, ask);
  }

  async #find(): Promise<ArgoBackend | undefined> {
    let shut: PlatformError | undefined;
    for (const backend of argoBackends) {
      try {
        await backend.named(nobody, {}, { client: this.#client });
        return backend;
      } catch (error) {
        // One that cannot reach its Argo CD is there all the same, and says why when it is asked.
        if (PlatformError.is(error) && (error.problem?.status ?? 0) >= 500) return backend;
        if (!isAbsence(error)) throw error;
        if (PlatformError.is(error, 'forbidden')) shut = error;
      }
    }
    if (shut) throw shut;
    return undefined;
  }
}
