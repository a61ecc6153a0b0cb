import { rm } from 'node:fs/promises';
import type { LocalState, ReleaseRecord } from '../store/state.js';
import { releaseFolder } from './releaseFolder.js';

/** Newest releases of a service, and successful deployments of each place, whose code is kept for a rollback. */
const keptReleases = 10;
const keptDeployments = 10;

/** The releases that nothing runs and nobody would roll back to. */
export function releasesToDrop(state: LocalState): readonly ReleaseRecord[] {
  const kept = new Set<string>();
  const perService = new Map<string, number>();
  for (const { id, service } of state.releases.toReversed()) {
    const count = (perService.get(service) ?? 0) + 1;
    perService.set(service, count);
    if (count <= keptReleases) kept.add(id);
  }
  const perPlace = new Map<string, number>();
  for (const deployment of state.deployments.toReversed()) {
    if (deployment.state === 'Failed' || deployment.state === 'Canceled') continue;
    const place = `${deployment.service}/${deployment.environment}`;
    const count = (perPlace.get(place) ?? 0) + 1;
    perPlace.set(place, count);
    if (count <= keptDeployments || deployment.state !== 'Superseded') kept.add(deployment.releaseId);
  }
  return state.releases.filter(({ id }) => !kept.has(id));
}

export function withoutReleases(state: LocalState, dropped: readonly ReleaseRecord[]): LocalState {
  const ids = new Set(dropped.map(({ id }) => id));
  return { ...state, releases: state.releases.filter(({ id }) => !ids.has(id)) };
}

export async function removeReleases(dataDir: string, dropped: readonly ReleaseRecord[]): Promise<void> {
  for (const { service, id } of dropped) {
    await rm(releaseFolder(dataDir, service, id).root, { recursive: true, force: true });
  }
}
