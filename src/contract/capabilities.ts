import type { PlatformInfo } from '../model/platform.js';

/** Of schemas/platform-api.yaml. */
export const contractVersion = '0.1.0';

/** Keys of `capabilities` that this product uses. */
export type CapabilityName =
  | 'deployments'
  | 'incidents'
  | 'logs'
  | 'manifests'
  | 'operations'
  | 'owners'
  | 'releases'
  | 'resources'
  | 'schemas'
  | 'services.detail'
  | 'templates'
  | 'watch';

const levels: readonly string[] = ['Read', 'Write', 'Stream'];

/** Whether the platform offers a capability, at least at `level`. A level it names and we do not know counts as `Read`. */
export function offers(
  info: PlatformInfo,
  name: CapabilityName,
  level: 'Read' | 'Write' | 'Stream' = 'Read',
): boolean {
  const capability = Object.hasOwn(info.capabilities, name) ? info.capabilities[name] : undefined;
  return capability !== undefined && Math.max(0, levels.indexOf(capability.level)) >= levels.indexOf(level);
}
