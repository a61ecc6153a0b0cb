import { t } from '../../base/l10n.js';
import type { EnvironmentRules } from '../../model/engine.js';
import { UserError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { createBackstagePlatform } from '../backstage/backstagePlatform.js';
import { createHttpPlatform } from '../http/httpPlatform.js';
import { proxiesIn } from '../http/proxies.js';
import type { Prometheus } from '../prometheus/prometheus.js';
import type {
  ArgoConfig,
  CatalogConfig,
  DeliveryConfig,
  KubernetesConfig,
  MetricsConfig,
  NamedConfig,
} from './compositionConfig.js';
import type { NamedPart } from './composedPlatform.js';
import type { CompositionPorts } from './compositionPorts.js';

/** What a part is called, as people know such a system. */
export function titleOf({ name, config }: NamedConfig): string {
  const number = /-(\d+)$/.exec(name)?.[1];
  const title = systemOf(config.type);
  return number === undefined ? title : `${title} ${number}`;
}

function systemOf(type: NamedConfig['config']['type']): string {
  switch (type) {
    case 'backstage':
      return 'Backstage';
    case 'argocd':
      return 'Argo CD';
    case 'kubernetes':
      return 'Kubernetes';
    case 'prometheus':
      return 'Prometheus';
    case 'contract':
      return t('Platform API');
  }
}

/** The client of one part, its adapter loaded now; `beside` are the other parts. Rejects with `UserError` for what cannot be used. */
export async function partPlatform(
  name: string,
  config: CatalogConfig | DeliveryConfig,
  rules: EnvironmentRules,
  ports: CompositionPorts,
  beside: readonly NamedConfig[] = [],
): Promise<Platform> {
  if (config.type === 'kubernetes') return clusters(config, rules, ports);
  const { url } = config;
  const options = {
    ...sharedOf(ports),
    url,
    token: ports.token({ name, url }),
    transport: ports.transport(),
  };
  if (config.type === 'contract') return createHttpPlatform(options);
  if (config.type === 'argocd') {
    const { createArgoPlatform } = await import('../argocd/argoPlatform.js');
    return createArgoPlatform({ ...options, rules: { ...rules, ...rulesOf(config) } });
  }
  const engines = (['argocd', 'kubernetes'] as const).filter((type) =>
    beside.some((part) => part.config.type === type),
  );
  const app = 'app' in config && { app: config.app };
  return createBackstagePlatform({ ...options, ...app, rules, beside: engines });
}

/** What of an entry says how Applications become services. */
function rulesOf({ type: _type, url: _url, tokenEnv: _tokenEnv, ...rules }: ArgoConfig) {
  return rules;
}

async function clusters(
  { contexts, namespaces }: KubernetesConfig,
  rules: EnvironmentRules,
  { clusters: access, ...ports }: CompositionPorts,
): Promise<Platform> {
  if (!access) {
    throw new UserError('platform.clusters', t('Clusters are asked only from where a kubeconfig is.'));
  }
  const [{ createKubernetesPlatform }, { readKubeconfig }] = await Promise.all([
    import('../kubernetes/kubernetesPlatform.js'),
    import('../kubernetes/kubeconfig.js'),
  ]);
  return createKubernetesPlatform({
    ...sharedOf(ports),
    kubeconfig: await readKubeconfig(access),
    contexts: Object.entries(contexts).map(([context, choice]) => ({ context, ...choice })),
    // Its own come first, and count where both say something of a name.
    rules: { ...rules, namespaces: { ...namespaces, ...rules.namespaces, ...namespaces } },
    execConsent: access.consent,
    proxyFor: proxiesIn(access.env),
    ...(access.render && { render: access.render }),
  });
}

/** What measures, its adapter loaded now. Rejects as `partPlatform` does. */
export async function metricsPart(
  part: NamedPart,
  config: MetricsConfig,
  ports: CompositionPorts,
): Promise<NamedPart & { readonly url: string; readonly metrics: Prometheus }> {
  const { createPrometheus } = await import('../prometheus/prometheus.js');
  const { url, matchers, environmentLabel, grafana } = config;
  const metrics = createPrometheus({
    ...sharedOf(ports),
    url,
    token: ports.token({ name: part.name, url }),
    transport: ports.transport(),
    ...(matchers && { matchers }),
    ...(environmentLabel !== undefined && { environmentLabel }),
    ...(grafana !== undefined && { grafana }),
  });
  return { ...part, url: metrics.url, metrics };
}

function sharedOf({ log, clock, origins }: Pick<CompositionPorts, 'log' | 'clock' | 'origins'>) {
  return { ...(log && { log }), ...(clock && { clock }), ...(origins && { origins }) };
}
