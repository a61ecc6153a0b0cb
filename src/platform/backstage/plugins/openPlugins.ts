import { systemClock } from '../../../model/clock.js';
import type { Client } from '../../http/client.js';
import type { Catalog } from '../catalog.js';
import { runsPlugins, type PluginOptions } from './pluginClients.js';
import { Running } from './running.js';
import { runningParts } from './runningParts.js';
import { Scorecards } from './scorecards.js';

export interface OpenPlugins {
  readonly running: Running;
  readonly parts: ReturnType<typeof runningParts>;
  readonly scorecards: Scorecards;
}

/** What plugins of a backend may know, each asked for when it is needed. `url` is that of the backend. */
export function openPlugins(
  client: Client,
  url: string,
  catalog: Catalog,
  options: PluginOptions,
): OpenPlugins {
  const { rules = {}, clock = systemClock } = options;
  const plugins = runsPlugins(client, url, options);
  const running = new Running({ catalog, plugins, rules, clock });
  return { running, parts: runningParts(running), scorecards: new Scorecards(client, catalog) };
}
