import { t } from '../../base/l10n.js';
import { environmentIn, environmentLabels, ruleFor, type EnvironmentRules } from '../../model/engine.js';
import type { Cluster } from './cluster.js';

/** Where services may run. */
export interface Space {
  readonly cluster: Cluster;
  readonly namespace: string;
}

interface KnownSpace extends Space {
  readonly environment: string;
  /** The rule by which it is that environment, told so that a person can change it. */
  readonly by: string;
  /** Somebody said that it is an environment, be anything there or not. */
  readonly isTold: boolean;
}

type Labels = Readonly<Record<string, string>>;

/** Of the cluster itself. */
const ofTheCluster = /^kube-(?:system|public|node-lease)$/;

/** Namespaces and the environments that they are: by rules, the context, their labels, or their names as Argo CD's destinations. */
export class Spaces {
  readonly #rules: EnvironmentRules;
  readonly #labels = new Map<string, Labels>();
  readonly #known = new Map<string, KnownSpace | undefined>();

  constructor(rules: EnvironmentRules) {
    this.#rules = rules;
  }

  /** Names of the environments that are told, in no order. */
  get told(): readonly string[] {
    return [...this.#known.values()].flatMap((space) => (space?.isTold ? [space.environment] : []));
  }

  label(cluster: Cluster, namespace: string, labels: Labels): void {
    this.#labels.set(keyOf(cluster, namespace), labels);
  }

  /** `undefined` for a namespace that is none of services. */
  find(cluster: Cluster, namespace: string): KnownSpace | undefined {
    const key = keyOf(cluster, namespace);
    if (!this.#known.has(key)) this.#known.set(key, this.#look(cluster, namespace));
    return this.#known.get(key);
  }

  of(environment: string): readonly Space[] {
    return [...this.#known.values()].flatMap((space) => (space?.environment === environment ? [space] : []));
  }

  #look(cluster: Cluster, namespace: string): KnownSpace | undefined {
    const rule = ruleFor(namespace, this.#rules);
    if (ofTheCluster.test(namespace) && !rule) return undefined;
    const { environment, namespaces = [], context, placeOf } = cluster.options;
    const own = this.#labels.get(keyOf(cluster, namespace)) ?? {};
    const label = environmentLabels(this.#rules.label).find((key) => (own[key] ?? '') !== '');
    const told = rule
      ? ([rule.environment, t('by the rule {0}', rule.glob)] as const)
      : environment !== undefined
        ? ([environment, t('as all of the context {0}', context)] as const)
        : label !== undefined
          ? ([own[label] ?? '', t('by its label {0}', label)] as const)
          : undefined;
    const [name, by] = told ?? [
      environmentIn(namespace, this.#rules) ?? placeOf?.(namespace) ?? namespace,
      t('by its name'),
    ];
    const isTold = (told !== undefined && name !== namespace) || namespaces.includes(namespace);
    return { cluster, namespace, environment: name, by, isTold };
  }
}

function keyOf({ options }: Cluster, namespace: string): string {
  return `${options.context}/${namespace}`;
}
