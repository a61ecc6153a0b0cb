import { t } from '../../base/l10n.js';
import { incidentRow } from './activity/incidentRow.js';
import { incidentTooltip } from './activity/activityTooltips.js';
import { goneRow } from './commonRows.js';
import { componentRow, componentsIn, componentTooltip } from './components.js';
import { detailsOf } from './details.js';
import { incidentsAt } from './incidentsAt.js';
import { paged, type DeploymentNode, type Node, type NodeStore } from './nodes.js';
import { deployedState, type Picture } from './picture.js';
import { pastDeployments, placeComponents, placeResources, type Listed, type Place } from './placeList.js';
import { noteRow, pastRow, pastTooltip, resourceRow, resourceTooltip } from './placeRows.js';
import type { PlatformPicture } from './platformRow.js';
import type { Row } from './row.js';
import type { Tooltip } from './tooltips.js';

type DetailNode = Extract<Node, { kind: 'detail' }>;
type ComponentNode = Extract<Node, { kind: 'component' }>;
type ThingNode = ComponentNode | Extract<Node, { kind: 'past' | 'resource' }>;

/** What hangs below a service in an environment: incidents, lines about it, and lists that are read when unfolded. */
export class BelowDeployment {
  readonly #past = pastDeployments();
  readonly #resources = placeResources();
  readonly #components = placeComponents();

  /** Incidents first, then the lines. */
  children(node: DeploymentNode, { live }: Picture, nodes: NodeStore): readonly Node[] {
    const { service, environment } = node;
    const state = deployedState(live.services.get(service), environment);
    if (!state) return [];
    return [
      ...incidentsAt(live, service, environment).map(({ id }) =>
        nodes.incident(id, { service, environment }, node),
      ),
      ...detailsOf(state, live, Date.now()).map(({ key }) => nodes.detail(node, key)),
    ];
  }

  /** What a line unfolds to, at most `limit` at first; a line in words where that is nothing, or cannot be read. */
  async list(
    node: DetailNode | ComponentNode,
    platform: PlatformPicture,
    nodes: NodeStore,
    limit: number,
  ): Promise<readonly Node[]> {
    const place = placeOf(node, platform);
    if (!place) return [];
    const above = nodes.deployment(node.service, node.environment, node.under, node.group);
    if (node.kind === 'component' || node.detail === 'instances') {
      const listed = await this.#components.read(place);
      const found = 'fault' in listed ? listed : { items: componentsIn(listed.items, idOf(node)) };
      const made = nodesOf(node, found, (id) => nodes.component(above, id), t('Nothing is told of them.'));
      return paged(made, (each) => each, node.id, limit, node.platform);
    }
    if (node.detail === 'deployment') {
      const listed = await this.#past.read(place);
      return nodesOf(node, listed, (id) => nodes.past(above, id), t('Nothing was deployed here yet.'));
    }
    if (node.detail !== 'resources') return [];
    const listed = await this.#resources.read(place);
    return nodesOf(node, listed, (id) => nodes.resource(above, id), t('No resources.'));
  }

  row(node: Node, platform: PlatformPicture | undefined, now: number): Row | undefined {
    switch (node.kind) {
      case 'past': {
        const deployment = this.#pastOf(node, platform);
        return deployment && platform?.picture ? pastRow(deployment, platform.picture.live, now) : goneRow();
      }
      case 'resource': {
        const resource = this.#resourceOf(node, platform);
        return resource ? resourceRow(resource) : goneRow();
      }
      case 'component': {
        const place = placeOf(node, platform);
        const all = place ? this.#components.known(place) : [];
        const component = all.find(({ id }) => id === node.component);
        return component
          ? componentRow(component, componentsIn(all, component.id).length > 0, now)
          : goneRow();
      }
      case 'incident': {
        const incident = platform?.picture?.live.incidents?.get(node.incident);
        return incident && platform?.picture
          ? incidentRow(incident, platform.picture.live, now, true)
          : goneRow();
      }
      case 'note':
        return noteRow(node.note, node.isFault);
      default:
        return undefined;
    }
  }

  tooltip(node: Node, platform: PlatformPicture): Tooltip | undefined {
    if (node.kind === 'past') {
      const deployment = this.#pastOf(node, platform);
      return deployment && pastTooltip(deployment);
    }
    if (node.kind === 'resource') {
      const resource = this.#resourceOf(node, platform);
      return resource && resourceTooltip(resource);
    }
    if (node.kind === 'component') {
      const place = placeOf(node, platform);
      const component = place && this.#components.find(place, node.component);
      return component && componentTooltip(component);
    }
    if (node.kind !== 'incident') return undefined;
    const incident = platform.picture?.live.incidents?.get(node.incident);
    return incident && incidentTooltip(incident);
  }

  /** The row that a component hangs below. */
  above(node: ComponentNode, platform: PlatformPicture | undefined, nodes: NodeStore): Node {
    const deployment = nodes.deployment(node.service, node.environment, node.under, node.group);
    const place = placeOf(node, platform);
    const all = place ? this.#components.known(place) : [];
    const parent = all.find(({ id }) => id === node.component)?.parent;
    return parent !== undefined && parent !== node.component && all.some(({ id }) => id === parent)
      ? nodes.component(deployment, parent)
      : nodes.detail(deployment, 'instances');
  }

  #pastOf(
    node: Extract<Node, { kind: 'past' }>,
    platform: PlatformPicture | undefined,
  ): ReturnType<ReturnType<typeof pastDeployments>['find']> {
    const place = placeOf(node, platform);
    return place && this.#past.find(place, node.deployment);
  }

  #resourceOf(
    node: Extract<Node, { kind: 'resource' }>,
    platform: PlatformPicture | undefined,
  ): ReturnType<ReturnType<typeof placeResources>['find']> {
    const place = placeOf(node, platform);
    return place && this.#resources.find(place, node.resource);
  }
}

function placeOf(
  { service, environment }: DetailNode | ThingNode,
  platform: PlatformPicture | undefined,
): Place | undefined {
  const live = platform?.picture?.live;
  return live && { platform: platform.connection.platform, live, service, environment };
}

/** The component that a row stands for. */
function idOf(node: DetailNode | ComponentNode): string | undefined {
  return node.kind === 'component' ? node.component : undefined;
}

function nodesOf<T extends { readonly id: string }>(
  { id, platform }: DetailNode | ComponentNode,
  listed: Listed<T>,
  node: (id: string) => Node,
  nothing: string,
): readonly Node[] {
  const at = platform === undefined ? {} : { platform };
  if ('fault' in listed) {
    return [{ kind: 'note', id: `${id}/note`, note: listed.fault, isFault: true, ...at }];
  }
  if (listed.items.length > 0) return listed.items.map((item) => node(item.id));
  return [{ kind: 'note', id: `${id}/note`, note: nothing, isFault: false, ...at }];
}
