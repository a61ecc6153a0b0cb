import type { PlatformInfo } from '../model/platform.js';

/** Of schemas/platform-api.yaml. */
export const contractVersion = '0.2.0';

/** Keys of `capabilities` in the contract (x-capability of its operations). */
export type CapabilityName =
  | 'actions'
  | 'approvals'
  | 'audit'
  | 'deployments'
  | 'drift'
  | 'environments'
  | 'events'
  | 'facets'
  | 'feedback'
  | 'incidents'
  | 'logs'
  | 'manifests'
  | 'metrics.dora'
  | 'metrics.portfolio'
  | 'operations'
  | 'owners'
  | 'pages'
  | 'permissions'
  | 'pipelines'
  | 'releases'
  | 'resources'
  | 'schemas'
  | 'scorecards'
  | 'secrets'
  | 'services.detail'
  | 'slos'
  | 'systems'
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
