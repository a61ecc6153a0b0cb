import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Emitter } from '../../base/events.js';
import { UserError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { Provided } from '../manifest/resources.js';
import { sha256 } from '../releases/contentDigest.js';
import { freePort, isFree } from '../runtime/freePort.js';
import type { GroupRegistry } from '../runtime/groupRegistry.js';
import { Instance } from '../runtime/instance.js';
import { LogBook } from '../runtime/logBook.js';
import { withResource, withoutResource } from '../store/changes.js';
import type { ResourceRecord } from '../store/state.js';
import { writeFileAtomically } from '../store/stateFile.js';
import type { Store } from '../store/store.js';
import { postgres } from './postgres.js';
import type { ResourceProvider, ServerPlace } from './provider.js';
import { redis } from './redis.js';
import { letPass, serverFolder, serverUser } from './unprivileged.js';

export interface ResourcesOptions {
  readonly dataDir: string;
  readonly store: Store;
  readonly registry: GroupRegistry;
  /** The allow-listed environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
}

/** What is asked for. The same environment, type, name and `shared` give the same resource. */
export interface ResourceWish {
  readonly name: string;
  readonly type: string;
  readonly environment: string;
  /** The service it belongs to; absent for one that stands alone. */
  readonly service?: string;
  /** The Score `id`: services that name the same one share the resource. */
  readonly shared?: string;
  readonly deletionPolicy?: ResourceRecord['deletionPolicy'];
}

const masked = '••••••';
const health = { startupDeadlineSeconds: 30, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 };
const readyMs = 60_000;

/** The servers that resources stand for: made, kept running, told to services, given back. */
export class Resources {
  readonly providers: readonly ResourceProvider[];
  readonly #options: ResourcesOptions;
  readonly #running = new Map<string, Instance>();
  readonly #making = new Map<string, Promise<ResourceRecord>>();
  readonly #changed = new Emitter<ResourceRecord>();

  /** One came, went, or its health changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: ResourcesOptions) {
    this.#options = options;
    this.providers = [postgres(options.env), redis(options.env)];
  }

  get records(): readonly ResourceRecord[] {
    return this.#options.store.state.resources;
  }

  provider(type: string): ResourceProvider | undefined {
    return this.providers.find((provider) => provider.type === type);
  }

  running(id: string): Instance | undefined {
    return this.#running.get(id);
  }

  /** What a plan can say before anything is made; `undefined` for a type nobody provisions. */
  preview(wish: ResourceWish): Provided | undefined {
    const provider = this.provider(wish.type);
    if (!provider) return undefined;
    const missing = provider.missing();
    if (missing !== undefined) {
      return { block: { reason: 'ResourceUnavailable', name: wish.name, message: missing } };
    }
    return { outputs: Object.fromEntries(provider.outputs.map(({ name }) => [name, masked])) };
  }

  /** Makes it or finds it, running and ready. Throws `UserError`. */
  async provide(
    wish: ResourceWish,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<Provided | undefined> {
    const seen = this.preview(wish);
    if (!seen || 'block' in seen) return seen;
    const record = await this.make(wish, signal, onLine);
    return { outputs: this.values(record) };
  }

  /** All outputs, the sensitive ones too: for the service's process only. */
  values(record: ResourceRecord): Readonly<Record<string, string>> {
    const password = this.#password(record.id);
    return this.provider(record.type)?.values({ port: record.port, password }) ?? {};
  }

  /** One at a time for each resource: whoever asks meanwhile gets the same. */
  async make(
    wish: ResourceWish,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<ResourceRecord> {
    const id = resourceId(wish);
    const before = this.#making.get(id);
    const mine = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.#make(id, wish, signal, onLine));
    this.#making.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.#making.get(id) === mine) this.#making.delete(id);
    }
  }

  /** Starts again what was running when the platform ended. */
  async resume(): Promise<void> {
    for (const record of this.records) {
      try {
        await this.#start(record, new AbortController().signal, () => undefined);
      } catch (error) {
        this.#options.log.error(`Cannot start the resource ${record.id} again.`, error);
      }
    }
  }

  /** Stops it and gives it back; its data goes with it unless the policy retains them. */
  async remove(record: ResourceRecord, deletionPolicy = record.deletionPolicy): Promise<void> {
    await this.#running.get(record.id)?.stop();
    this.#running.delete(record.id);
    this.#options.store.update((state) => withoutResource(state, record.id));
    this.#options.store.flush();
    if (deletionPolicy === 'Delete') {
      rmSync(this.#folder(record.id), { recursive: true, force: true });
      rmSync(this.#passwordFile(record.id), { force: true });
    }
    this.#changed.fire(record);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.values()].map((instance) => instance.stop()));
    this.#running.clear();
  }

  async #make(
    id: string,
    wish: ResourceWish,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<ResourceRecord> {
    const known = this.records.find((record) => record.id === id);
    const services = new Set([
      ...(known?.services ?? []),
      ...(wish.service === undefined ? [] : [wish.service]),
    ]);
    const record: ResourceRecord = {
      id,
      name: wish.name,
      type: wish.type,
      environment: wish.environment,
      port: known?.port ?? (await freePort()),
      createdAt: known?.createdAt ?? new Date().toISOString(),
      deletionPolicy: wish.deletionPolicy ?? known?.deletionPolicy ?? 'Retain',
      services: [...services].sort(),
    };
    this.#options.store.update((state) => withResource(state, record));
    this.#options.store.flush();
    this.#changed.fire(record);
    if (this.#running.get(id)?.report.health === 'Healthy') return record;
    return this.#start(record, signal, onLine);
  }

  async #start(
    record: ResourceRecord,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<ResourceRecord> {
    const provider = this.provider(record.type);
    const missing = provider?.missing();
    if (!provider || missing !== undefined) {
      throw new UserError('local.resource-missing', missing ?? record.type);
    }
    await this.#running.get(record.id)?.stop();
    const port = (await isFree(record.port)) ? record.port : await freePort();
    const now = { ...record, port };
    this.#options.store.update((state) => withResource(state, now));
    const place = this.#place(now, signal, onLine);
    await provider.prepare(place);
    const log = new LogBook(path.join(this.#options.dataDir, 'logs', 'resources', `${record.id}.log`));
    const launch = {
      type: 'service',
      processes: [provider.process(place)],
      ports: [],
      secrets: {},
      health,
      strategy: 'Rolling',
      routes: [],
      blocks: [],
      warnings: [],
    } as const;
    const { env, registry } = this.#options;
    const engine = { kind: 'missing', reason: '' } as const;
    const instance = new Instance(record.id, launch, {
      cwd: place.folder,
      env,
      log,
      registry,
      engine,
      label: '',
    });
    this.#running.set(record.id, instance);
    instance.onDidChange(() => this.#changed.fire(now));
    instance.start();
    await instance.untilHealthy(AbortSignal.any([signal, AbortSignal.timeout(readyMs)]));
    return now;
  }

  #place(record: ResourceRecord, signal: AbortSignal, onLine: (line: string) => void): ServerPlace {
    const { dataDir, env, registry } = this.#options;
    const user = serverUser();
    const folder = this.#folder(record.id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) {
      chownSync(folder, user.uid, user.gid);
      if (folder.startsWith(dataDir)) letPass(path.dirname(folder), dataDir);
      else letPass(path.dirname(folder), path.dirname(path.dirname(folder)));
    }
    return {
      folder,
      port: record.port,
      password: this.#password(record.id),
      user,
      env,
      registry,
      signal,
      onLine,
    };
  }

  #folder(id: string): string {
    return serverFolder(this.#options.dataDir, id, serverUser());
  }

  #passwordFile(id: string): string {
    return path.join(this.#options.dataDir, 'resources', `${id}.password`);
  }

  #password(id: string): string {
    const file = this.#passwordFile(id);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      const password = randomBytes(24).toString('hex');
      writeFileAtomically(file, password);
      return password;
    }
  }
}

export function resourceId({ environment, type, service, shared, name }: ResourceWish): string {
  const key = shared === undefined ? ['own', service ?? '', name] : ['shared', shared];
  return `res_${sha256(JSON.stringify([environment, type, ...key])).slice(0, 16)}`;
}
