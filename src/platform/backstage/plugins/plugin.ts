import { t } from '../../../base/l10n.js';
import type { CallOptions } from '../../../model/call.js';
import type { Permission, Service, ServiceEnvironment } from '../../../model/catalog.js';
import type { Deployment } from '../../../model/delivery.js';
import type { LogLine, LogQuery, PlatformInfo } from '../../../model/platform.js';
import type { PlatformEvent } from '../../../model/platformEvent.js';

/** Systems that a plugin of a backend may tell of. */
export type PluginName = 'argocd' | 'kubernetes';

/** A plugin of a backend that knows what runs of a service, and where. */
export interface RunsPlugin {
  readonly name: PluginName;
  /** What people call the system behind it. */
  readonly title: string;
  /** Annotations of which one, on an entity, says that the plugin knows something of it. */
  readonly annotations: readonly string[];
  /** What it offers; `undefined` where the backend does not have it, or lets the caller not in. Never rejects. */
  offer(call?: CallOptions): Promise<PlatformInfo['capabilities'] | undefined>;
  /** Asks what runs of a service now. Rejects with `PlatformError`. */
  look(service: Service, call?: CallOptions): Promise<Look>;
}

/** What ran of a service when it was looked at. */
export interface Look {
  readonly environments: readonly ServiceEnvironment[];
  /** The same with their parts. */
  readonly whole: readonly ServiceEnvironment[];
  /** Newest first. */
  deployments(environment?: string, call?: CallOptions): Promise<readonly Deployment[]>;
  /** Absent where the plugin has none. */
  logs?(environment: string, query: LogQuery, call?: CallOptions): AsyncIterable<LogLine>;
  events?(environment: string, call?: CallOptions): Promise<readonly PlatformEvent[]>;
}

/** Whether a plugin knows something of a service. */
export function concerns({ annotations: known }: RunsPlugin, { annotations = {} }: Service): boolean {
  return known.some((key) => Object.hasOwn(annotations, key));
}

/** What Backstage shows it does not change. */
export function readOnly(title: string): readonly Permission[] {
  const reason = t('Backstage only shows what {0} runs. Connect {0} itself to change it.', title);
  return ['deploy', 'promote', 'rollback', 'restart'].map((name) => ({ name, state: 'Hidden', reason }));
}

/** A place as it is shown: nothing can be done there, nor is an operation to be followed. */
export function shownPlace(
  { operation: _operation, permissions: _permissions, ...place }: ServiceEnvironment,
  permissions: readonly Permission[],
): ServiceEnvironment {
  return { ...place, permissions };
}

export function shownDeployment(
  { operation: _operation, ...deployment }: Deployment,
  title: string,
): Deployment {
  const [{ reason = '' } = {}] = readOnly(title);
  return { ...deployment, rollback: { eligible: false, reason } };
}
