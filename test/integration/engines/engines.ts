import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBackstage, type BackstageAddresses, type BackstagePrograms } from './backstage/backstage.js';
import { startArgocd, type ArgocdAddresses } from './argocd/argocd.js';
import { seedArgocd, type Seeded } from './argocd/seed.js';
import {
  seedWorkloads,
  startCluster,
  type ClusterAddresses,
  type RunningCluster,
} from './cluster/cluster.js';
import type { Programs } from './cluster/ground.js';
import { startControl } from './control.js';
import { gitUser, startGitServer } from './git/gitServer.js';
import type { Server } from './processes.js';
import { startPrometheus, type PrometheusAddresses } from './prometheus/prometheus.js';

/** What scripts/engines/install.mjs brought. */
export interface Installed {
  readonly programs: Programs;
  /** With the programs that Argo CD calls. */
  readonly bin: string;
  /** Of the definitions of Argo CD's kinds; absent where only a cluster is wanted. */
  readonly argocd?: string;
  /** Absent where it is not wanted. */
  readonly backstage?: BackstagePrograms;
}

export interface EnginesOptions {
  readonly installed: Installed;
  /** Of the project. */
  readonly root: string;
  /** Only these servers; else all. */
  readonly only?: Only;
}

export type Only = 'backstage' | 'kubernetes' | 'prometheus';

/** Where the servers are and how each is spoken to. */
export interface Addresses {
  /** Logs and data of all servers. */
  readonly folder: string;
  /** Stops and starts servers again (control.ts). */
  readonly control: string;
  readonly kubernetes?: ClusterAddresses;
  readonly argocd?: ArgocdAddresses;
  readonly git?: Seeded & { readonly url: string; readonly user: string; readonly password: string };
  readonly prometheus?: PrometheusAddresses;
  readonly backstage?: BackstageAddresses;
}

export interface RunningEngines {
  readonly addresses: Addresses;
  stop(): Promise<void>;
}

interface Started {
  readonly folder: string;
  /** Of what is seeded. */
  readonly seeds: string;
  readonly installed: Installed;
  readonly servers: Server[];
  readonly endings: (() => Promise<void>)[];
}

/** All servers on loopback, seeded. */
export async function startEngines({ installed, root, only }: EnginesOptions): Promise<RunningEngines> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-engines-'));
  const seeds = path.join(root, 'test/integration/engines');
  const started: Started = { folder, seeds, installed, servers: [], endings: [] };
  // Also where it is interrupted before all run.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const control = await startControl(started.servers);
  const stop = async (): Promise<void> => {
    await control.stop();
    for (const server of [...started.servers].reverse()) await server.stop('SIGKILL');
    for (const end of started.endings) await end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const isWanted = (part: Only): boolean => only === undefined || only === part;
    const metrics = isWanted('prometheus') ? await startMetrics(started) : {};
    const catalogue = installed.backstage ? await startCatalogue(started, installed.backstage) : {};
    const delivery = isWanted('kubernetes') ? await startDelivery(started) : {};
    return { addresses: { folder, control: control.url, ...metrics, ...delivery, ...catalogue }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startMetrics(started: Started): Promise<Pick<Addresses, 'prometheus'>> {
  const { folder, installed, servers, endings } = started;
  const prometheus = await startPrometheus(path.join(folder, 'prometheus'), installed.programs);
  servers.push(prometheus.server);
  endings.push(() => prometheus.stop());
  return { prometheus: prometheus.addresses };
}

async function startCatalogue(
  { folder, seeds, servers }: Started,
  programs: BackstagePrograms,
): Promise<Pick<Addresses, 'backstage'>> {
  const backstage = await startBackstage({
    folder: path.join(folder, 'backstage'),
    programs,
    seed: path.join(seeds, 'backstage'),
    backend: path.join(seeds, '..', 'backstage', 'backend'),
  });
  servers.push(backstage.server);
  return { backstage: backstage.addresses };
}

/** A cluster with workloads, and Argo CD over a git server where it was brought. */
async function startDelivery(started: Started): Promise<Pick<Addresses, 'kubernetes' | 'argocd' | 'git'>> {
  const { folder, seeds, installed, servers } = started;
  const seed = path.join(seeds, 'cluster');
  const cluster = await startCluster(path.join(folder, 'kubernetes'), installed.programs, seed);
  servers.push(...cluster.servers);
  await seedWorkloads(cluster, seed);
  const kubernetes = cluster.addresses;
  if (installed.argocd === undefined) return { kubernetes };
  return { kubernetes, ...(await startGitDelivery(started, cluster, installed.argocd)) };
}

async function startGitDelivery(
  { folder, seeds, installed, servers, endings }: Started,
  cluster: RunningCluster,
  definitions: string,
): Promise<Pick<Addresses, 'argocd' | 'git'>> {
  const git = await startGitServer(path.join(folder, 'git'));
  endings.push(() => git.stop());
  const { programs, bin } = installed;
  const argocd = await startArgocd({
    folder: path.join(folder, 'argocd'),
    programs,
    bin,
    cluster,
    definitions,
    seed: path.join(seeds, 'argocd'),
  });
  servers.push(...argocd.servers);
  const seeded = await seedArgocd({
    argocd,
    cluster,
    git,
    configuration: path.join(seeds, 'configuration'),
    folder: path.join(folder, 'clones'),
  });
  const access = { url: git.url, user: gitUser.name, password: gitUser.password };
  return { argocd: argocd.addresses, git: { ...seeded, ...access } };
}
