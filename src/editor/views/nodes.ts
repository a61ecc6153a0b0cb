/**
 * What a tree row stands for. A node carries identity only; what it shows is read from the live picture. `platform` is
 * the address of the platform, where several are shown.
 */
export type Node = { readonly id: string; readonly platform?: string } & (
  | { readonly kind: 'platform'; readonly platform: string }
  | { readonly kind: 'service'; readonly service: string }
  | {
      readonly kind: 'deployment';
      readonly service: string;
      readonly environment: string;
      /** `service`: below its service, `environment`: below its environment. */
      readonly under: 'service' | 'environment';
    }
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'more'; readonly list: string; readonly hidden: number }
);

export type DeploymentNode = Extract<Node, { kind: 'deployment' }>;

/** Hands out one object per row of a platform, since the editor knows a row again by the object. */
export class NodeStore {
  readonly #nodes = new Map<string, Node>();
  readonly #platform: { readonly platform?: string };
  readonly #prefix: string;

  /** `platform` is its address where several are shown. */
  constructor(platform?: string) {
    this.#platform = platform === undefined ? {} : { platform };
    this.#prefix = platform === undefined ? '' : `${platform} `;
  }

  service(service: string): Node {
    return this.#intern({ kind: 'service', id: `service/${service}`, service });
  }

  environment(environment: string): Node {
    return this.#intern({ kind: 'environment', id: `environment/${environment}`, environment });
  }

  deployment(service: string, environment: string, under: DeploymentNode['under']): Node {
    const id =
      under === 'service'
        ? `service/${service}/environment/${environment}`
        : `environment/${environment}/service/${service}`;
    return this.#intern({ kind: 'deployment', id, service, environment, under });
  }

  find(id: string): Node | undefined {
    return this.#nodes.get(id);
  }

  #intern(given: Node): Node {
    const node = { ...given, ...this.#platform, id: `${this.#prefix}${given.id}` };
    const known = this.#nodes.get(node.id);
    if (known) return known;
    this.#nodes.set(node.id, node);
    return node;
  }
}

/** Rows of one list shown at once; the rest follows through "Load more". */
export const pageSize = 200;

/** The first `limit` rows of a list and, where there are more, the row that loads them. */
export function paged(
  nodes: readonly Node[],
  list: string,
  limit: number,
  platform?: string,
): readonly Node[] {
  if (nodes.length <= limit) return nodes;
  const hidden = nodes.length - limit;
  const more: Node = {
    kind: 'more',
    id: `more/${list}`,
    list,
    hidden,
    ...(platform !== undefined && { platform }),
  };
  return [...nodes.slice(0, limit), more];
}

/** What a row names, as far as it does. */
export function targetOf(node: Node): {
  readonly platform?: string;
  readonly service?: string;
  readonly environment?: string;
} {
  const platform = node.platform === undefined ? {} : { platform: node.platform };
  switch (node.kind) {
    case 'service':
      return { ...platform, service: node.service };
    case 'environment':
      return { ...platform, environment: node.environment };
    case 'deployment':
      return { ...platform, service: node.service, environment: node.environment };
    case 'platform':
    case 'more':
      return platform;
  }
}
