import type { LiveSnapshot } from '../../model/live.js';

/** Whether a platform that has told what it offers has nothing of a kind, such as a Backstage of `deployments`. */
export function lacks({ info }: Pick<LiveSnapshot, 'info'>, capability: string): boolean {
  return info !== undefined && !Object.hasOwn(info.capabilities, capability);
}
