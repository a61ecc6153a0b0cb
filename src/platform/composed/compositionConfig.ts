import type { EnvironmentRules } from '../../model/engine.js';
import type { Forge } from '../gitops/forge.js';

/** A person's words for one platform out of parts: what their settings, or a file, say. Holds no secret. */
export interface CompositionConfig {
  /** Whose services these are; without it, those of the first engine. */
  readonly catalog?: CatalogConfig;
  /** What runs the services. */
  readonly delivery: readonly DeliveryConfig[];
  readonly metrics?: MetricsConfig;
  readonly environments?: EnvironmentRules;
  readonly git?: GitConfig;
}

/** How what follows Git is promoted and rolled back. */
export interface GitConfig {
  /** Forges by host, where the host's name does not tell. */
  readonly forges?: Readonly<Record<string, Forge>>;
  readonly rollback?: 'images' | 'folder';
}

export type DeliveryConfig = ArgoConfig | KubernetesConfig | ContractConfig;

/** Of a part that one signs in to, for programs: the variable of the environment that has its token. */
interface Addressed {
  readonly url: string;
  readonly tokenEnv?: string;
}

export interface CatalogConfig extends Addressed {
  readonly type: 'backstage' | 'contract';
  /** Where people see it. */
  readonly app?: string;
}

export interface ContractConfig extends Addressed {
  readonly type: 'contract';
}

export interface ArgoConfig extends Addressed {
  readonly type: 'argocd';
  readonly project?: string;
  /** Labels of the Applications, in the grammar of Kubernetes. */
  readonly selector?: string;
  /** Of an Application's name, e.g. `{service}-{environment}`. */
  readonly pattern?: string;
  readonly environmentLabel?: string;
}

export interface KubernetesConfig {
  readonly type: 'kubernetes';
  /** By the name of the context. */
  readonly contexts: Readonly<Record<string, ContextConfig>>;
  /** Environment of a namespace; `*` stands for any part of its name. */
  readonly namespaces?: Readonly<Record<string, string>>;
}

export interface ContextConfig {
  /** Of everything in it; else each namespace is an environment. */
  readonly environment?: string;
  readonly namespaces?: readonly string[];
  readonly allowInsecure?: boolean;
}

export interface MetricsConfig extends Addressed {
  readonly type: 'prometheus';
  /** Labels by which the series of a service are known. */
  readonly matchers?: Readonly<Record<string, string>>;
  readonly environmentLabel?: string;
  /** Where people see Grafana. */
  readonly grafana?: string;
}

/** One part of a composition, by the name that its operations and tokens go by. */
export interface NamedConfig {
  readonly name: string;
  readonly config: CatalogConfig | DeliveryConfig | MetricsConfig;
}

/** The origins of the parts that have an address: where one may have to sign in. */
export function originsOf(config: CompositionConfig): readonly string[] {
  const urls = namedParts(config).flatMap((part) => ('url' in part.config ? [part.config.url] : []));
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** The parts in order; of several of a type the second is `argocd-2`. */
export function namedParts({ catalog, delivery, metrics }: CompositionConfig): readonly NamedConfig[] {
  const seen = new Map<string, number>();
  const name = (base: string): string => {
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  };
  return [
    ...(catalog ? [{ name: name('catalog'), config: catalog }] : []),
    ...delivery.map((config) => ({
      name: name(config.type === 'contract' ? 'platform' : config.type),
      config,
    })),
    ...(metrics ? [{ name: name('metrics'), config: metrics }] : []),
  ];
}
