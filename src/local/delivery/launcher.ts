import { mkdir } from 'node:fs/promises';
import { findPort, servicePorts, type ServicePort } from '../manifest/ports.js';
import { readSecretValues, type SecretValues } from '../manifest/secretValues.js';
import { workloadIn } from '../manifest/serviceManifest.js';
import { inspectSource } from '../releases/inspectSource.js';
import { freePort } from '../runtime/freePort.js';
import type { Launch } from '../runtime/launch.js';
import { portToCome, resolveLaunch, type LaunchContext } from '../runtime/resolveLaunch.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import type { ReleaseRecord } from '../store/state.js';
import type { Store } from '../store/store.js';

const masked = '••••••';
const host = 'localhost';

export interface PlannedLaunch extends Launch {
  /** Services in the same environment that this one calls. */
  readonly peers: readonly string[];
}

/** Resolves a release for an environment: for a plan (nothing is taken), or for a start (ports, folders, secrets). */
export class Launcher {
  readonly #store: Store;
  readonly #runtime: Runtime;

  constructor(store: Store, runtime: Runtime) {
    this.#store = store;
    this.#runtime = runtime;
  }

  async plan(
    release: ReleaseRecord,
    environment: string,
    start: readonly string[] | undefined,
  ): Promise<PlannedLaunch> {
    const secrets = await secretsOf(release);
    const place = { service: release.service, environment };
    const peers = new Set<string>();
    const launch = resolveLaunch(release.manifest, environment, {
      port: () => 0,
      peer: (service) => {
        peers.add(service);
        return { host, port: portToCome };
      },
      volume: (name) => this.#runtime.volumeFolder(place, name),
      secret: (key) => (secrets(key) === undefined ? undefined : masked),
      ...(start && { start }),
    });
    return { ...launch, peers: [...peers] };
  }

  async resolve(
    release: ReleaseRecord,
    environment: string,
    start: readonly string[] | undefined,
  ): Promise<Launch> {
    const secrets = await secretsOf(release);
    const place = { service: release.service, environment };
    const declared = servicePorts(workloadIn(release.manifest, environment));
    const ports = new Map<string, number>();
    for (const { name } of declared) ports.set(name, await freePort());
    const wanted = new Map<string, { service: string; port: string | undefined }>();
    const volumes = new Set<string>();
    const base: Omit<LaunchContext, 'peer'> = {
      port: (port: ServicePort) => ports.get(port.name) ?? 0,
      volume: (name) => {
        const folder = this.#runtime.volumeFolder(place, name);
        volumes.add(folder);
        return folder;
      },
      secret: secrets,
      ...(start && { start }),
    };
    // The first pass learns which services are called, so that their ports can be opened before the second.
    resolveLaunch(release.manifest, environment, {
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
    return resolveLaunch(release.manifest, environment, {
      ...base,
      peer: (service, port) => ({ host, port: relays.get(peerKey(service, port)) ?? '' }),
    });
  }

  async #relay(place: Place, wanted: string | undefined): Promise<number> {
    const peer = this.#store.state.services.find(({ name }) => name === place.service);
    const ports = peer ? servicePorts(workloadIn(peer.manifest, place.environment)) : [];
    const found = wanted === undefined ? undefined : findPort(ports, wanted);
    return this.#runtime.relayPort(place, found?.name ?? wanted ?? '');
  }
}

function peerKey(service: string, port: string | undefined): string {
  return `${service}:${port ?? ''}`;
}

async function secretsOf(release: ReleaseRecord): Promise<SecretValues> {
  if (release.folder === undefined) return () => undefined;
  const source = await inspectSource(release.folder).catch(() => undefined);
  return readSecretValues(release.folder, source?.top);
}
