import { readFileSync } from 'node:fs';
import type { ArgocdAddresses } from './argocd/argocd.js';
import type { BackstageAddresses } from './backstage/backstage.js';
import type { ClusterAddresses } from './cluster/cluster.js';
import type { Addresses } from './engines.js';
import type { PrometheusAddresses } from './prometheus/prometheus.js';

/** What `npm run test:engines` started. */
export interface Engines extends Addresses {
  readonly kubernetes: ClusterAddresses;
  readonly argocd: ArgocdAddresses;
  readonly git: NonNullable<Addresses['git']>;
  readonly prometheus: PrometheusAddresses;
  readonly backstage: BackstageAddresses;
}

const file = process.env['GOLDEN_PATH_ENGINES'];

/** Whether the servers run; suites are skipped without. */
export function areEnginesThere(): boolean {
  return file !== undefined;
}

/** Throws where they do not run. */
export function engines(): Engines {
  if (file === undefined) throw new Error('No servers run: npm run test:engines starts them.');
  return JSON.parse(readFileSync(file, 'utf8')) as Engines;
}

export type Action = 'stop' | 'crash' | 'start' | 'restart' | 'pause' | 'resume';

/** Takes a server away or brings it back (control.ts); it is done when this resolves. */
export async function control(server: string, action: Action): Promise<void> {
  const response = await fetch(`${engines().control}/${server}/${action}`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
}
