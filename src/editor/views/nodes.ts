/** What a tree row stands for. A node carries identity only; what it shows is read from the live picture. */
export type Node =
  | { readonly kind: 'service'; readonly id: string; readonly service: string }
  | {
      readonly kind: 'deployment';
      readonly id: string;
      readonly service: string;
      readonly environment: string;
      /** `service`: below its service, `environment`: below its environment. */
      readonly under: 'service' | 'environment';
    }
  | { readonly kind: 'environment'; readonly id: string; readonly environment: string }
  | { readonly kind: 'more'; readonly id: string; readonly list: string; readonly hidden: number };

export type DeploymentNode = Extract<Node, { kind: 'deployment' }>;

/** Hands out one object per row, since the editor knows a row again by the object. */
export class NodeStore {
  readonly #nodes = new Map<string, Node>();

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

  #intern(node: Node): Node {
    const known = this.#nodes.get(node.id);
    if (known) return known;
    this.#nodes.set(node.id, node);
    return node;
  }
}

/** Rows of one list shown at once; the rest follows through "Load more". */
export const pageSize = 200;

/** The first `limit` rows of a list and, where there are more, the row that loads them. */
export function paged(nodes: readonly Node[], list: string, limit: number): readonly Node[] {
  if (nodes.length <= limit) return nodes;
  const hidden = nodes.length - limit;
  return [...nodes.slice(0, limit), { kind: 'more', id: `more/${list}`, list, hidden }];
}

/** The service and environment a row names, as far as it does. */
export function targetOf(node: Node): { readonly service?: string; readonly environment?: string } {
  switch (node.kind) {
    case 'service':
      return { service: node.service };
    case 'environment':
      return { environment: node.environment };
    case 'deployment':
      return { service: node.service, environment: node.environment };
    case 'more':
      return {};
  }
}
