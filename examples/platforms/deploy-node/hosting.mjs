/**
 * A small platform that hosts static websites: releases/<service>/<version>/ is a release, and deploying one points
 * live/<environment>/<service> at it. The first release found is what `website` starts with nowhere: nothing is live
 * until someone deploys.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from './refusal.mjs';

export const environments = [
  { name: 'staging', type: 'staging', production: false, order: 1, confirmation: 'Confirm' },
  {
    name: 'production',
    type: 'production',
    production: true,
    order: 2,
    promotesFrom: ['staging'],
    confirmation: 'TypeName',
    requireReason: true,
  },
];

const me = { id: 'system:hosting', type: 'system' };
const now = () => new Date().toISOString();
const sha256 = (value) => `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;

export class Hosting {
  #releases;
  #data;
  /** Newest first. */
  deployments = [];
  operations = new Map();
  #keys = new Map();
  #running = new Map();
  #watchers = new Set();

  constructor({ releases, data }) {
    this.#releases = releases;
    this.#data = data;
  }

  /** Reads the history of earlier runs. */
  async open() {
    await mkdir(this.#data, { recursive: true });
    try {
      this.deployments = JSON.parse(await readFile(path.join(this.#data, 'history.json'), 'utf8'));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }

  async services() {
    const names = (await readdir(this.#releases)).sort();
    return names.map((name) => ({
      name,
      type: 'website',
      environments: environments.map((each) => this.#leaf(name, each.name)),
    }));
  }

  async service(name) {
    const found = (await this.services()).find((each) => each.name === name);
    if (found) return found;
    throw new Refusal(404, 'not-found', `There is no service "${name}".`);
  }

  history(service, environment) {
    return this.deployments.filter(
      (each) => each.service === service && (environment === null || each.environment === environment),
    );
  }

  operation(id) {
    const found = this.operations.get(id);
    if (found) return found.operation;
    throw new Refusal(404, 'not-found', `There is no operation "${id}".`);
  }

  events(id) {
    this.operation(id);
    return this.operations.get(id).events;
  }

  /** Calls `listener` with each new event of the operation; gives back what stops it. */
  onEvent(id, listener) {
    const watcher = (operation, event) => operation === id && listener(event);
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async plan(service, request) {
    const { release, live } = await this.#resolve(service, request);
    const [before, after] = [live ? await this.#files(service, live.release.version) : [], release.files];
    const changes = [
      ...after
        .filter((file) => !before.includes(file))
        .map((file) => ({ action: 'Create', resource: `file/${file}` })),
      ...before
        .filter((file) => !after.includes(file))
        .map((file) => ({ action: 'Delete', resource: `file/${file}` })),
    ];
    const running = this.#running.get(`${service}/${request.environment}`);
    return {
      fingerprint: sha256([request.kind, service, request.environment, release.id, live?.id]),
      summary: {
        create: changes.filter(({ action }) => action === 'Create').length,
        delete: changes.filter(({ action }) => action === 'Delete').length,
      },
      changes,
      ...(running && { blocks: [{ reason: 'OperationInProgress', name: running }] }),
      ...(live && { from: { id: live.id, state: live.state, version: live.release.version } }),
      toRelease: this.#shown(release),
    };
  }

  /** The same key and request give the same operation again. */
  async deploy(service, request, key) {
    const digest = sha256([service, request]);
    const known = this.#keys.get(key);
    if (known && known.digest !== digest) {
      throw new Refusal(422, 'idempotency-key-reused', 'This key was used for another request.');
    }
    if (known) return known.accepted;
    const accepted = this.#accept(service, request);
    this.#keys.set(key, { digest, accepted });
    // A request that was refused may come again with its key.
    accepted.catch(() => this.#keys.delete(key));
    return accepted;
  }

  cancel(id) {
    const operation = this.operation(id);
    if (!operation.done) this.operations.get(id).canceled = true;
    return operation;
  }

  async #accept(service, request) {
    const place = `${service}/${request.environment}`;
    const { release, live } = await this.#resolve(service, request);
    const { fingerprint } = await this.plan(service, request);
    const running = this.#running.get(place);
    if (running) {
      throw new Refusal(409, 'operation-in-progress', `${running} is running there.`, { operation: running });
    }
    if (request.expectedCurrentDeployment !== undefined && request.expectedCurrentDeployment !== live?.id) {
      throw new Refusal(409, 'stale-basis', 'Something else is live now.');
    }
    if (request.planFingerprint !== undefined && request.planFingerprint !== fingerprint) {
      throw new Refusal(409, 'stale-plan', 'The plan is no longer what would happen.');
    }
    const { requireReason } = environments.find(({ name }) => name === request.environment);
    if (requireReason && !request.reason) {
      throw Refusal.field('/reason', `Give a reason for a deployment to ${request.environment}.`);
    }
    const id = `op_${randomUUID()}`;
    const deployment = {
      id: `dep_${randomUUID()}`,
      service,
      environment: request.environment,
      kind: request.kind,
      state: 'Pending',
      release: this.#shown(release),
      ...(request.kind === 'Promote' && { promotedFrom: request.fromEnvironment }),
      ...(request.kind === 'Rollback' && { rolledBackTo: request.toDeployment }),
      ...(request.reason && { reasonText: request.reason }),
      operation: id,
      createdAt: now(),
      createdBy: me,
    };
    const operation = {
      id,
      kind: 'Deployment',
      title: `${request.kind} ${service} ${release.version} in ${request.environment}`,
      service,
      environment: request.environment,
      target: `/services/${service}/deployments/${deployment.id}`,
      state: 'Running',
      done: false,
      cancelable: true,
      createdAt: now(),
      startedAt: now(),
      createdBy: me,
    };
    this.operations.set(id, { operation, events: [], canceled: false });
    this.#running.set(place, id);
    this.deployments.unshift(deployment);
    this.#tell(id, { type: 'state', state: 'Running' });
    void this.#run(id, deployment, live);
    return { ...operation };
  }

  async #run(id, deployment, live) {
    const { operation } = this.operations.get(id);
    const { service, environment, release } = deployment;
    let state = 'Succeeded';
    try {
      this.#tell(id, { type: 'step', step: 'switch', state: 'Running' });
      await wait(200);
      if (this.operations.get(id).canceled) state = 'Canceled';
      else {
        await this.#point(service, environment, release.version);
        this.#tell(id, {
          type: 'log',
          step: 'switch',
          level: 'info',
          message: `${release.version} is live.`,
        });
        await readFile(path.join(this.#data, 'live', environment, service, 'index.html'));
      }
    } catch (error) {
      state = 'Failed';
      operation.message = `${release.version} cannot be served: ${error.code}`;
      if (live) await this.#point(service, environment, live.release.version);
    }
    deployment.state = state === 'Succeeded' ? 'Deployed' : state;
    deployment.finishedAt = now();
    if (state === 'Succeeded' && live) live.state = 'Superseded';
    await this.#save();
    this.#running.delete(`${service}/${environment}`);
    Object.assign(operation, { state, done: true, cancelable: false, finishedAt: now() });
    this.#tell(id, { type: 'step', step: 'switch', state });
    this.#tell(id, { type: 'done', state });
  }

  /** Points what is served at a release, in one step. */
  async #point(service, environment, version) {
    const folder = path.join(this.#data, 'live', environment);
    await mkdir(folder, { recursive: true });
    const fresh = path.join(folder, `.${service}-${randomUUID()}`);
    await symlink(path.resolve(this.#releases, service, version), fresh);
    await rename(fresh, path.join(folder, service)).catch(async (error) => {
      await rm(fresh);
      throw error;
    });
  }

  async #save() {
    const file = path.join(this.#data, 'history.json');
    await writeFile(`${file}.new`, JSON.stringify(this.deployments));
    await rename(`${file}.new`, file);
  }

  #tell(id, event) {
    const { events, operation } = this.operations.get(id);
    const told = { id: String(events.length + 1), time: now(), ...event };
    events.push(told);
    operation.lastEventId = told.id;
    for (const watcher of [...this.#watchers]) watcher(id, told);
  }

  /** What a request means: the release to run, and what is live now. */
  async #resolve(service, { environment, kind, release, fromEnvironment, toDeployment }) {
    await this.service(service);
    if (!environments.some(({ name }) => name === environment)) {
      throw Refusal.field('/environment', `There is no environment "${environment}".`);
    }
    const history = this.history(service, environment);
    const live = history.find(({ state }) => state === 'Deployed');
    if (kind === 'Restart') {
      if (!live) throw Refusal.field('/kind', 'Nothing is deployed there.');
      return { live, release: await this.#release(service, live.release.id) };
    }
    if (kind === 'Rollback') {
      const back = history.find(({ id }) => id === toDeployment);
      if (!back) throw Refusal.field('/toDeployment', `There is no deployment "${toDeployment}".`);
      return { live, release: await this.#release(service, back.release.id) };
    }
    if (kind !== 'Deploy' && kind !== 'Promote') throw Refusal.field('/kind', `There is no kind "${kind}".`);
    const found = await this.#release(service, release);
    if (kind === 'Promote') {
      const there = this.history(service, fromEnvironment ?? '').find(({ state }) => state === 'Deployed');
      if (there?.release.id !== found.id) {
        throw Refusal.field('/fromEnvironment', `${release} does not run in "${fromEnvironment}".`);
      }
    }
    return { live, release: found };
  }

  async #release(service, id) {
    const version = (await readdir(path.join(this.#releases, service))).find(
      (each) => id === `${service}-${each}`,
    );
    if (version) return { id, version, files: await this.#files(service, version) };
    throw Refusal.field('/release', `There is no release "${id}".`);
  }

  async #files(service, version) {
    return (await readdir(path.join(this.#releases, service, version), { recursive: true })).sort();
  }

  #shown({ id, version }) {
    return { id, version, createdAt: '2026-01-01T00:00:00Z' };
  }

  #leaf(service, environment) {
    const live = this.history(service, environment).find(({ state }) => state === 'Deployed');
    const operation = this.#running.get(`${service}/${environment}`);
    return {
      environment,
      health: live ? 'Healthy' : 'Missing',
      ...(operation && { operation }),
      ...(live && {
        current: { id: live.id, state: 'Deployed', release: live.release.id, version: live.release.version },
      }),
    };
  }
}
