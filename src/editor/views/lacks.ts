import type { Service } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';

/** Whether a platform that has told what it offers has nothing of a kind, such as a Backstage of `deployments`. */
export function lacks({ info }: Pick<LiveSnapshot, 'info'>, capability: string): boolean {
  return info !== undefined && !Object.hasOwn(info.capabilities, capability);
}

/** Whether a platform that has told what it offers changes nothing of what runs, though it may show it. */
export function cannotDeploy({ info }: Pick<LiveSnapshot, 'info'>): boolean {
  return info !== undefined && (info.capabilities['deployments']?.level ?? 'Read') === 'Read';
}

/** Whether of a service there is only what a catalogue tells: nothing runs it, or nothing that is only shown. */
export function isOnlyCatalogued(live: Pick<LiveSnapshot, 'info'>, service: Service | undefined): boolean {
  return lacks(live, 'deployments') || (cannotDeploy(live) && (service?.environments ?? []).length === 0);
}
