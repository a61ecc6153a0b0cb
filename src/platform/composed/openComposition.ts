import { PlatformError, UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { createComposedPlatform, type ComposedOptions, type NamedEngine } from './composedPlatform.js';
import { compositionUrl } from './compositionUrl.js';
import { namedParts, type CompositionConfig, type NamedConfig } from './compositionConfig.js';
import type { CompositionPorts } from './compositionPorts.js';
import { metricsPart, partPlatform, titleOf } from './partPlatform.js';

/** One platform out of what a person wrote; the adapters that it names are loaded, and no other. A part that cannot be used is told among `parts`. */
export async function openComposition(
  config: CompositionConfig,
  whole: { readonly name?: string; readonly url?: string },
  ports: CompositionPorts,
): Promise<Platform> {
  const { environments = {} } = config;
  const engines: NamedEngine[] = [];
  let metrics: ComposedOptions['metrics'];
  const parts = namedParts(config);
  for (const part of parts) {
    const { name, config: told } = part;
    const title = titleOf(part);
    if (told.type === 'prometheus') {
      metrics = await metricsPart({ name, type: told.type, title }, told, ports);
      continue;
    }
    const platform = await partPlatform(name, told, environments, ports, parts).catch(broken(part));
    engines.push({ name, type: told.type, title, platform });
  }
  const [catalog] = config.catalog ? engines : [];
  const platform = createComposedPlatform({
    ...whole,
    ...(catalog && { catalog }),
    engines: catalog ? engines.slice(1) : engines,
    ...(metrics && { metrics }),
    rules: environments,
    ...(ports.clock && { clock: ports.clock }),
  });
  return throughGit(platform, config, ports);
}

/** What follows Git is changed through Git: over all parts, so that one may promote from what another runs. */
async function throughGit(
  platform: Platform,
  { git: told }: CompositionConfig,
  { git, log, clock }: CompositionPorts,
): Promise<Platform> {
  if (!git || !platform.sources) return platform;
  const { withGitDelivery } = await import('../gitops/gitDelivery.js');
  return withGitDelivery(platform, { ...git, ...told, ...(log && { log }), ...(clock && { clock }) });
}

/** In the place of a part that cannot be used: it says why, and the others go on. Rejects with any other error. */
function broken({ name, config }: NamedConfig): (error: unknown) => Platform {
  return (error) => {
    if (!(error instanceof UserError)) throw error;
    const url = 'url' in config ? config.url : compositionUrl(name);
    const refuse = (): Promise<never> => Promise.reject(new PlatformError('not-a-platform', error.message));
    // It offers nothing, so nothing else is ever asked of it.
    const known: Partial<Platform> = {
      url,
      getInfo: refuse,
      listServices: refuse,
      getService: refuse,
      listEnvironments: refuse,
      dispose: () => undefined,
      overlay: { bind: () => undefined, environmentsOf: refuse },
    };
    return known as Platform;
  };
}
