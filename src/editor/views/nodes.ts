import type { Operation } from '../../model/delivery.js';

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
  | {
      readonly kind: 'detail';
      readonly service: string;
      readonly environment: string;
      readonly under: 'service' | 'environment';
      readonly group?: string;
      /** Which line below its deployment. */
      readonly detail: string;
    }
  /** A page of a service, below it. */
  | { readonly kind: 'link'; readonly service: string; readonly url: string; readonly group?: string }
  | { readonly kind: 'environment'; readonly environment: string }
  /** The services of an environment in one state, by the word of their health. */
  | { readonly kind: 'state'; readonly environment: string; readonly state: string }
  /** A line about an environment. */
  | { readonly kind: 'fact'; readonly environment: string; readonly fact: string }
  | { readonly kind: 'more'; readonly list: string; readonly hidden: number }
  /** A part of the Activity view. */
  | { readonly kind: 'section'; readonly section: Section }
  | {
      readonly kind: 'operation';
      readonly operation: string;
      readonly service?: string;
      readonly environment?: string;
    }
  | { readonly kind: 'step'; readonly operation: string; readonly step: string }
  /** A line that an operation wrote; `step` is absent for one of no step. */
  | { readonly kind: 'line'; readonly operation: string; readonly step?: string; readonly line: string }
  | {
      readonly kind: 'incident';
      readonly incident: string;
      readonly service?: string;
      readonly environment?: string;
      /** The row that it hangs below; absent in the Activity view. */
      readonly below?: DeploymentNode;
    }
  /** One of the last deployments to a place. */
  | ({ readonly kind: 'past'; readonly deployment: string } & Place)
  | ({ readonly kind: 'resource'; readonly resource: string } & Place)
  /** What a service is made of where it runs, e.g. a workload or a pod. */
  | ({ readonly kind: 'component'; readonly component: string } & Place)
  /** Words in place of a list: it is empty, or could not be read. */
  | { readonly kind: 'note'; readonly note: string; readonly isFault: boolean }
  /** The way into a platform that nothing is seen of until somebody signs in. */
  | { readonly kind: 'signIn' }
);

/** A service in an environment, as it is shown. */
interface Place {
  readonly service: string;
  readonly environment: string;
  /** `service`: below its service, `environment`: below its environment. */
  readonly under: 'service' | 'environment';
  /** The group that its service is shown in. */
  readonly group?: string;
}

/** The parts of the Activity view, in the order in which they are shown. */
export const sections = ['waiting', 'incidents', 'running', 'past'] as const;
export type Section = (typeof sections)[number];

/** Every kind of row; what comes from outside is checked against it. */
export const nodeKinds = [
  'platform',
  'group',
  'service',
  'deployment',
  'detail',
  'link',
  'environment',
  'state',
  'fact',
  'more',
  'section',
  'operation',
  'step',
  'line',
  'incident',
  'past',
  'resource',
  'component',
  'note',
  'signIn',
] as const satisfies readonly Node['kind'][];

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

  state(environment: string, state: string): Node {
    return this.#intern({
      kind: 'state',
      id: `environment/${environment}/state/${state}`,
      environment,
      state,
    });
  }

  fact(environment: string, fact: string): Node {
    return this.#intern({ kind: 'fact', id: `environment/${environment}/fact/${fact}`, environment, fact });
  }

  deployment(
    service: string,
    environment: string,
    under: DeploymentNode['under'],
    group?: string,
  ): DeploymentNode {
    const at = { service, environment, under, ...(group !== undefined && { group }) };
    return this.#intern({ kind: 'deployment', id: deploymentId(at), ...at });
  }

  /** A line below a deployment. */
  detail({ service, environment, under, group }: DeploymentNode, detail: string): Node {
    const at = { service, environment, under, ...(group !== undefined && { group }) };
    return this.#intern({ kind: 'detail', id: `${deploymentId(at)}/detail/${detail}`, ...at, detail });
  }

  link(service: string, url: string, group?: string): Node {
    const id = `${serviceId(service, group)}/link/${url}`;
    return this.#intern({ kind: 'link', id, service, url, ...(group !== undefined && { group }) });
  }

  section(section: Section): Node {
    return this.#intern({ kind: 'section', id: `section/${section}`, section });
  }

  /** `at` is the place that it works on, as far as it has one. */
  operation(operation: string, at: Pick<Operation, 'service' | 'environment'> = {}): Node {
    return this.#intern({ kind: 'operation', id: operationId(operation), operation, ...placeOf(at) });
  }

  step(operation: string, step: string): Node {
    return this.#intern({ kind: 'step', id: stepId(operation, step), operation, step });
  }

  line(operation: string, step: string | undefined, line: string): Node {
    const above = step === undefined ? operationId(operation) : stepId(operation, step);
    const at = { operation, ...(step !== undefined && { step }), line };
    return this.#intern({ kind: 'line', id: `${above}/line/${line}`, ...at });
  }

  /** `at` is where it is, `below` the row that it hangs below where that is not the Activity view. */
  incident(
    incident: string,
    at: Pick<Operation, 'service' | 'environment'> = {},
    below?: DeploymentNode,
  ): Node {
    const id = `incident/${incident}`;
    const place = placeOf(at);
    if (!below) return this.#intern({ kind: 'incident', id, incident, ...place });
    return this.#intern({ kind: 'incident', id: `${deploymentId(below)}/${id}`, incident, ...place, below });
  }

  past(node: DeploymentNode, deployment: string): Node {
    const at = deploymentPlace(node);
    return this.#intern({ kind: 'past', id: `${deploymentId(at)}/past/${deployment}`, ...at, deployment });
  }

  resource(node: DeploymentNode, resource: string): Node {
    const at = deploymentPlace(node);
    return this.#intern({
      kind: 'resource',
      id: `${deploymentId(at)}/resource/${resource}`,
      ...at,
      resource,
    });
  }

  component(node: DeploymentNode, component: string): Node {
    const at = deploymentPlace(node);
    return this.#intern({
      kind: 'component',
      id: `${deploymentId(at)}/component/${component}`,
      ...at,
      component,
    });
  }

  find(id: string): Node | undefined {
    return this.#nodes.get(id);
  }

  #intern<Given extends Node>(given: Given): Given {
    const node = { ...given, ...this.#platform, id: `${this.#prefix}${given.id}` };
    const known = this.#nodes.get(node.id);
    // An id is made of the kind and all that the row names.
    if (known) return known as Given;
    this.#nodes.set(node.id, node);
    return node;
  }
}

function deploymentId({
  service,
  environment,
  under,
  group,
}: Pick<DeploymentNode, 'service' | 'environment' | 'under' | 'group'>): string {
  return under === 'service'
    ? `${serviceId(service, group)}/environment/${environment}`
    : `environment/${environment}/service/${service}`;
}

/** What a row below a deployment keeps of it. */
function deploymentPlace({
  service,
  environment,
  under,
  group,
}: DeploymentNode): Pick<DeploymentNode, 'service' | 'environment' | 'under' | 'group'> {
  return { service, environment, under, ...(group !== undefined && { group }) };
}

function placeOf({
  service,
  environment,
}: Pick<Operation, 'service' | 'environment'>): Pick<Operation, 'service' | 'environment'> {
  return { ...(service !== undefined && { service }), ...(environment !== undefined && { environment }) };
}

function operationId(operation: string): string {
  return `operation/${operation}`;
}

function stepId(operation: string, step: string): string {
  return `${operationId(operation)}/step/${step}`;
}

function serviceId(service: string, group: string | undefined): string {
  return group === undefined ? `service/${service}` : `group/${group}/service/${service}`;
}

/** Rows of one list shown at once; the rest follows through "Load more". */
export const pageSize = 200;

/** The rows of the first `limit` things of a list and, where there are more, the row that loads them. */
export function paged<T>(
  names: readonly T[],
  node: (name: T) => Node,
  list: string,
  limit: number,
  platform?: string,
): readonly Node[] {
  const nodes = names.slice(0, limit).map(node);
  if (names.length <= limit) return nodes;
  return [...nodes, moreNode(list, names.length - limit, platform)];
}

/** The row that loads the rest of a list; of the `hidden` rows that are known already, or of those that are not. */
export function moreNode(list: string, hidden: number, platform?: string): Node {
  return {
    kind: 'more',
    id: `more/${list}`,
    list,
    hidden,
    ...(platform !== undefined && { platform }),
  };
}

/** What a row names, as far as it does. */
export function targetOf(node: Node): {
  readonly platform?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly operation?: string;
  readonly incident?: string;
  readonly deployment?: string;
  readonly resource?: string;
} {
  const platform = node.platform === undefined ? {} : { platform: node.platform };
  switch (node.kind) {
    case 'service':
    case 'link':
      return { ...platform, service: node.service };
    case 'environment':
    case 'state':
    case 'fact':
      return { ...platform, environment: node.environment };
    case 'deployment':
    case 'detail':
    case 'component':
      return { ...platform, service: node.service, environment: node.environment };
    case 'operation':
      return { ...platform, ...placeOf(node), operation: node.operation };
    case 'step':
    case 'line':
      return { ...platform, operation: node.operation };
    case 'incident':
      return { ...platform, ...placeOf(node), incident: node.incident };
    case 'past':
      return { ...platform, ...placeOf(node), deployment: node.deployment };
    case 'resource':
      return { ...platform, ...placeOf(node), resource: node.resource };
    case 'platform':
    case 'group':
    case 'section':
    case 'note':
    case 'signIn':
    case 'more':
      return platform;
  }
}
