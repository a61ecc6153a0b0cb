import type { CallOptions } from '../../model/call.js';
import type { NamedConfig } from './compositionConfig.js';
import type { CompositionPorts } from './compositionPorts.js';
import { metricsPart, partPlatform, titleOf } from './partPlatform.js';

/** What a part has, found by trying it. */
export interface PartFinding {
  /** How many services, or that there are more. */
  readonly services: number;
  readonly hasMore: boolean;
  readonly environments: readonly string[];
}

/** Tries a part with its token: it answers, takes it, and has something. Rejects with `PlatformError` or `UserError`. */
export async function probePart(
  part: NamedConfig,
  ports: CompositionPorts,
  call: CallOptions = {},
): Promise<PartFinding> {
  const { name, config } = part;
  if (config.type === 'prometheus') {
    const { metrics } = await metricsPart({ name, type: config.type, title: titleOf(part) }, config, ports);
    try {
      await metrics.check(call);
      return { services: 0, hasMore: false, environments: [] };
    } finally {
      metrics.dispose();
    }
  }
  const platform = await partPlatform(name, config, {}, ports);
  try {
    await platform.getInfo(call);
    const [services, environments] = await Promise.all([
      platform.listServices({ view: 'Basic', pageSize: 200 }, call),
      platform.listEnvironments({ pageSize: 200 }, call),
    ]);
    return {
      services: services.items.length,
      hasMore: services.nextPageToken !== undefined,
      environments: environments.items.map((environment) => environment.name),
    };
  } finally {
    platform.dispose();
  }
}
