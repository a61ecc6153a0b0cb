import type { EnvironmentRules } from '../../../model/engine.js';
import { systemClock } from '../../../model/clock.js';
import type { Client } from '../../http/client.js';
import { connectClient, type ClientConnection } from '../../http/connectClient.js';
import type { Transport } from '../../http/transport.js';
import { statusProblem } from '../../kubernetes/refusal.js';
import { backstageProblem } from '../refusal.js';
import { ArgoPlugin } from './argoPlugin.js';
import { KubernetesPlugin } from './kubernetesPlugin.js';
import type { PluginName, RunsPlugin } from './plugin.js';

export interface PluginOptions extends ClientConnection {
  readonly rules?: EnvironmentRules;
  /** Systems that are connected themselves: what the backend shows of them is left to them. */
  readonly beside?: readonly PluginName[];
}

/** The plugins that tell what runs, those whose word on health counts more in front. `url` is that of the backend. */
export function runsPlugins(client: Client, url: string, options: PluginOptions): readonly RunsPlugin[] {
  const { rules = {}, beside = [], clock = systemClock } = options;
  const clients = new Map<string, Client>();
  const clientOf = (cluster: string): Client => {
    const known = clients.get(cluster) ?? throughProxy(cluster, url, options);
    clients.set(cluster, known);
    return known;
  };
  const all = [new ArgoPlugin(client, rules), new KubernetesPlugin({ client, clientOf, rules, clock })];
  return all.filter(({ name }) => !beside.includes(name));
}

/** A cluster's own API behind the plugin's proxy; who refuses may be either of them. */
function throughProxy(cluster: string, url: string, options: PluginOptions): Client {
  const { transport } = options;
  // A compressed answer would come in blocks, and lines of a log are to come one by one.
  const headers = { 'backstage-kubernetes-cluster': cluster, 'accept-encoding': 'identity' };
  const through: Transport = {
    send: (request) => transport.send({ ...request, headers: { ...request.headers, ...headers } }),
    dispose: () => undefined,
  };
  return connectClient(
    `${url}/api/kubernetes/proxy`,
    { ...options, transport: through },
    { token: options.token, problemIn: (body) => backstageProblem(body) ?? statusProblem(body) },
  );
}
