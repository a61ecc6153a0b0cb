import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { at, entries, member, scalar, text } from '../manifest/json.js';
import { findPort, servicePorts, type ServicePort } from '../manifest/ports.js';
import { isNativeResource, type Provided } from '../manifest/resources.js';
import { workloadIn } from '../manifest/serviceManifest.js';
import type { ResourceWish, Resources } from '../resources/resources.js';
import { freePort } from '../runtime/freePort.js';
import type { Launch } from '../runtime/launch.js';
import { portToCome } from '../runtime/portText.js';
import { resolveLaunch, type LaunchContext } from '../runtime/resolveLaunch.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import { findService } from '../store/changes.js';
import type { ReleaseRecord } from '../store/state.js';
import type { Secrets } from '../secrets/secrets.js';
import type { Store } from '../store/store.js';

const masked = '••••••';
const host = 'localhost';
/** Shown in a plan for the folder where files of the manifest will be. */
const filesToCome = '<files>';

export interface PlannedLaunch extends Launch {
  /** Services in the same environment that this one calls. */
  readonly peers: readonly string[];
}

export interface StartPlan {
  /** Names the instance: its files are in a folder of that name. */
  readonly instance: string;
  /** Words of the start command found in package.json. */
  readonly start: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Resolves a release for an environment: for a plan (nothing is taken), or for a start (ports, folders, secrets). */
export class Launcher {
  readonly #store: Store;
  readonly #runtime: Runtime;
  readonly #resources: Resources;
  readonly #secrets: Secrets;

  constructor(store: Store, runtime: Runtime, resources: Resources, secrets: Secrets) {
    this.#store = store;
    this.#runtime = runtime;
    this.#resources = resources;
    this.#secrets = secrets;
  }

  async plan(
    release: ReleaseRecord,
    environment: string,
    start: readonly string[] | undefined,
  ): Promise<PlannedLaunch> {
    const place = { service: release.service, environment };
    const secrets = await this.#secrets.valuesFor(place, release.folder);
    const peers = new Set<string>();
    const settings = this.#secrets.settingsOf(environment);
    const wishes = resourceWishes(release, environment, settings);
    const launch = resolveLaunch(release.manifest, settings, {
      port: () => 0,
      file: (_container, target) => filesToCome + target,
      peer: (service) => {
        peers.add(service);
        return { host, port: portToCome };
      },
      volume: (name) => this.#runtime.volumeFolder(place, name),
      secret: (key, variable) => (secrets(key, variable) === undefined ? undefined : masked),
      provided: (name) => {
        const wish = wishes.get(name);
        return wish && this.#resources.preview(wish);
      },
      gateway: this.#gateway(place),
      engine: await this.#runtime.engine(),
      ...(start && { start }),
    });
    return { ...launch, peers: [...peers] };
  }

  /** Rejects with `UserError` when a resource cannot be had. */
  async resolve(
    release: ReleaseRecord,
    environment: string,
    { start, instance, signal, onLine }: StartPlan,
  ): Promise<Launch> {
    const place = { service: release.service, environment };
    const secrets = await this.#secrets.valuesFor(place, release.folder);
    const settings = this.#secrets.settingsOf(environment);
    const declared = servicePorts(workloadIn(release.manifest, settings));
    const ports = new Map<string, number>();
    for (const { name } of declared) ports.set(name, await freePort());
    const wanted = new Map<string, { service: string; port: string | undefined }>();
    const volumes = new Set<string>();
    const provided = await this.#provide(release, environment, signal, onLine);
    const base: Omit<LaunchContext, 'peer'> = {
      port: (port: ServicePort) => ports.get(port.name) ?? 0,
      file: (container, target) => placeOf(this.#runtime.filesFolder(instance), container, target),
      volume: (name) => {
        const folder = this.#runtime.volumeFolder(place, name);
        volumes.add(folder);
        return folder;
      },
      secret: secrets,
      provided: (name) => provided.get(name),
      gateway: this.#gateway(place),
      engine: await this.#runtime.engine(),
      ...(start && { start }),
    };
    // The first pass learns which services are called, so that their ports can be opened before the second.
    resolveLaunch(release.manifest, settings, {
      ...base,
      peer: (service, port) => {
        wanted.set(peerKey(service, port), { service, port });
        return { host, port: '' };
      },
    });
    const relays = new Map<string, string>();
    for (const [key, { service, port }] of wanted) {
      relays.set(key, String(await this.#relay({ service, environment }, port)));
    }
    for (const folder of volumes) await mkdir(folder, { recursive: true });
    return resolveLaunch(release.manifest, settings, {
      ...base,
      peer: (service, port) => ({ host, port: relays.get(peerKey(service, port)) ?? '' }),
    });
  }

  async #provide(
    release: ReleaseRecord,
    environment: string,
    signal: AbortSignal,
    onLine: (line: string) => void,
  ): Promise<ReadonlyMap<string, Provided>> {
    const result = new Map<string, Provided>();
    for (const [name, wish] of resourceWishes(release, environment, this.#secrets.settingsOf(environment))) {
      const provided = await this.#resources.provide(wish, signal, onLine);
      if (provided) result.set(name, provided);
    }
    return result;
  }

  #gateway({ service, environment }: Place): LaunchContext['gateway'] {
    return { host: `${service}.${environment}.localhost`, port: String(this.#runtime.gatewayPort) };
  }

  async #relay(place: Place, wanted: string | undefined): Promise<number> {
    const peer = findService(this.#store.state, place.service);
    const ports = peer
      ? servicePorts(workloadIn(peer.manifest, this.#secrets.settingsOf(place.environment)))
      : [];
    const found = wanted === undefined ? undefined : findPort(ports, wanted);
    return this.#runtime.relayPort(place, found?.name ?? wanted ?? '');
  }
}

/** What a release asks to be provisioned in an environment, by the names its manifest gives. */
export function resourceWishes(
  release: Pick<ReleaseRecord, 'manifest' | 'service'>,
  environment: string,
  settings: string,
): ReadonlyMap<string, ResourceWish> {
  const found = entries(member(workloadIn(release.manifest, settings), 'resources'));
  return new Map(
    found.flatMap(([name, spec]) => {
      const type = text(member(spec, 'type')) ?? '';
      if (isNativeResource(type)) return [];
      const shared = text(member(spec, 'id'));
      const policy = scalar(at(spec, 'params', 'deletionPolicy'));
      const wish: ResourceWish = {
        name,
        type,
        environment,
        service: release.service,
        ...(shared !== undefined && { shared }),
        ...((policy === 'Retain' || policy === 'Delete') && { deletionPolicy: policy }),
      };
      return [[name, wish] as const];
    }),
  );
}

/** The place of a file below the folder of its instance; a target cannot lead out of it. */
function placeOf(folder: string, container: string, target: string): string {
  const root = path.join(folder, container);
  const place = path.join(root, target);
  if (place.startsWith(root + path.sep)) return place;
  throw new UserError(
    'local.file-outside',
    t('The file {0} of "{1}" leads out of its folder.', target, container),
  );
}

function peerKey(service: string, port: string | undefined): string {
  return `${service}:${port ?? ''}`;
}
