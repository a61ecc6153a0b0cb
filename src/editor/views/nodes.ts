/**
 * What a tree row stands for. A node carries identity only; what it shows is read from the live picture. `platform` is
 * the address of the platform, where several are shown.
 */
export type Node = { readonly id: string; readonly platform?: string } & (
  | { readonly kind: 'platform'; readonly platform: string }
  | { readonly kind: 'group'; readonly group: string }
  | {
      readonly kind: 'service';
      readonly service: string;
      /** The group that it is shown in. */
      readonly group?: string;
    }
  | {
      readonly kind: 'deployment';
      readonly service: string;
      readonly environment: string;
      /** `service`: below its service, `environment`: below its environment. */
      readonly under: 'service' | 'environment';
      /** The group that its service is shown in. */
      readonly group?: string;
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

  group(group: string): Node {
    return this.#intern({ kind: 'group', id: `group/${group}`, group });
  }

  /** `group` as `groupKey` gives it. */
  service(service: string, group?: string): Node {
    const id = serviceId(service, group);
    return this.#intern({ kind: 'service', id, service, ...(group !== undefined && { group }) });
  }

  /** The row of a service if it was ever shown. */
  shownService(service: string, group?: string): Node | undefined {
    return this.find(`${this.#prefix}${serviceId(service, group)}`);
  }

  environment(environment: string): Node {
    return this.#intern({ kind: 'environment', id: `environment/${environment}`, environment });
  }

  deployment(service: string, environment: string, under: DeploymentNode['under'], group?: string): Node {
    const id =
      under === 'service'
        ? `${serviceId(service, group)}/environment/${environment}`
        : `environment/${environment}/service/${service}`;
    const at = group === undefined ? {} : { group };
    return this.#intern({ kind: 'deployment', id, service, environment, under, ...at });
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

function serviceId(service: string, group: string | undefined): string {
  return group === undefined ? `service/${service}` : `group/${group}/service/${service}`;
}

/** Rows of one list shown at once; the rest follows through "Load more". */
export const pageSize = 200;

/** The rows of the first `limit` names of a list and, where there are more, the row that loads them. */
export function paged(
  names: readonly string[],
  node: (name: string) => Node,
  list: string,
  limit: number,
  platform?: string,
): readonly Node[] {
  const nodes = names.slice(0, limit).map(node);
  if (names.length <= limit) return nodes;
  const hidden = names.length - limit;
  const more: Node = {
    kind: 'more',
    id: `more/${list}`,
    list,
    hidden,
    ...(platform !== undefined && { platform }),
  };
  return [...nodes, more];
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
    case 'group':
    case 'more':
      return platform;
  }
}
