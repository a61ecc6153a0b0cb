import { t } from '../../base/l10n.js';
import type { AccessEvaluationRequest, AccessEvaluationResponse } from '../../model/access.js';
import type { CallOptions } from '../../model/call.js';
import type { Permission } from '../../model/catalog.js';
import { isAbort } from '../../base/abort.js';
import type { Client } from '../http/client.js';
import type { Application } from './application.js';
import type { Applications } from './applications.js';
import { read } from './calls.js';

/** What is done with a service, and the right that Argo CD asks for. */
const rights: Readonly<Record<string, readonly Right[]>> = {
  deploy: ['applications/sync'],
  // Newer servers may ask for a right of its own; older ones do not know it.
  rollback: ['applications/rollback', 'applications/sync'],
  restart: ['applications/action'],
  logs: ['logs/get'],
};
type Right = `${string}/${string}`;

/** An answer that takes longer is none. */
const patienceMs = 3_000;
const keptMs = 60_000;
/** Where Argo CD keeps its Applications, unless it is told otherwise. */
const home = 'argocd';

interface Kept {
  readonly state: Promise<Permission['state']>;
  readonly until: number;
}

/** What the caller may do, as Argo CD says it. No answer is Unknown, never Denied. */
export class Permissions {
  readonly #client: Client;
  readonly #index: Applications;
  readonly #kept = new Map<string, Kept>();

  constructor(client: Client, index: Applications) {
    this.#client = client;
    this.#index = index;
  }

  /** Of the Applications of a place, one for each thing that can be done with it. */
  async of(apps: readonly Application[], call?: CallOptions): Promise<readonly Permission[]> {
    return Promise.all(
      Object.keys(rights).map(async (name) => ({ name, ...(await this.#ofAll(name, apps, call)) })),
    );
  }

  async evaluate(
    { evaluations }: AccessEvaluationRequest,
    call?: CallOptions,
  ): Promise<AccessEvaluationResponse> {
    const answers = evaluations.map(async ({ action, resource, context }) => {
      const environment = context?.['environment'];
      const bound = this.#index.of(resource.id);
      const there = bound.filter((each) => environment === undefined || each.environment === environment);
      // Where no environment is named, what is allowed somewhere is not refused.
      const asked = environment === undefined ? there.slice(0, 1) : there;
      const told = await this.#ofAll(
        action.name,
        asked.map(({ app }) => app),
        call,
      );
      return { decision: told.state !== 'Denied', context: told };
    });
    return { evaluations: await Promise.all(answers) };
  }

  /** What is done to several is Denied where it is of one. */
  async #ofAll(
    name: string,
    apps: readonly Application[],
    call?: CallOptions,
  ): Promise<Pick<Permission, 'state' | 'reason'>> {
    const states = await Promise.all(apps.map((app) => this.#state(name, app, call)));
    const denied = apps[states.indexOf('Denied')];
    if (denied) return { state: 'Denied', reason: deniedSentence(name, denied) };
    return { state: states.length === 0 || states.includes('Unknown') ? 'Unknown' : 'Allowed' };
  }

  async #state(name: string, app: Application, call?: CallOptions): Promise<Permission['state']> {
    const asked = rights[name];
    if (!asked) return 'Unknown';
    const key = `${name} ${app.key}`;
    const now = this.#client.now();
    const kept = this.#kept.get(key);
    if (kept && kept.until > now && call?.fresh !== true) return kept.state;
    const state = this.#first(asked, app, call);
    this.#kept.set(key, { state, until: now + keptMs });
    const answer = await state.catch((error: unknown) => {
      this.#kept.delete(key);
      throw error;
    });
    if (answer === 'Unknown') this.#kept.delete(key);
    return answer;
  }

  async #first(asked: readonly Right[], app: Application, call?: CallOptions): Promise<Permission['state']> {
    for (const right of asked) {
      const state = await this.#may(right, app, call);
      if (state !== 'Unknown') return state;
    }
    return 'Unknown';
  }

  /** Servers differ in whether the namespace is part of the name: it is a no only where both forms are. */
  async #may(
    right: Right,
    { project, namespace, name }: Application,
    call?: CallOptions,
  ): Promise<Permission['state']> {
    const short = await this.#ask(right, [project, name], call);
    const answer =
      namespace === '' || namespace === home
        ? short
        : await this.#ask(right, [project, namespace, name], call);
    if (answer !== 'no') return answer === 'yes' ? 'Allowed' : 'Unknown';
    // Rights to single actions of resources are not told by this question.
    return short === 'no' && right !== 'applications/action' ? 'Denied' : 'Unknown';
  }

  async #ask(right: Right, object: readonly string[], call?: CallOptions): Promise<unknown> {
    const limit = AbortSignal.timeout(patienceMs);
    const signal = call?.signal ? AbortSignal.any([limit, call.signal]) : limit;
    const path = `/account/can-i/${right}/${object.map(encodeURIComponent).join('/')}`;
    try {
      return (await this.#client.send(read(path), { signal }))['value'];
    } catch (error) {
      if (isAbort(error) && call?.signal?.aborted) throw error;
      return undefined;
    }
  }
}

function deniedSentence(name: string, { project, name: app }: Application): string {
  return t(
    'Argo CD gives you no right to {0} {1} in the project {2}. Ask whoever manages the project.',
    rights[name]?.[0] ?? name,
    app,
    project,
  );
}
