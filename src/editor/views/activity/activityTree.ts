import type * as vscode from 'vscode';
import type { TreeSource } from '../lazyTree.js';
import { bareRow, moreRow } from '../commonRows.js';
import type { Operation } from '../../../model/delivery.js';
import type { Incident } from '../../../model/incident.js';
import type { LiveSnapshot } from '../../../model/live.js';
import { paged, sections, type Node, type NodeStore, type Section } from '../nodes.js';
import { OnCalls } from '../onCall.js';
import type { Picture } from '../picture.js';
import { PlatformNodes } from '../platformNodes.js';
import { platformRow, platformTooltip, type PlatformPicture } from '../platformRow.js';
import type { Row } from '../row.js';
import type { Tooltip } from '../tooltips.js';
import { toMarkdown, toTreeItem } from '../treeItem.js';
import { activityOf, isMine, type Activity, type ActivityScope } from './activity.js';
import { lineRow, sectionRow } from './activityRows.js';
import { incidentTooltip, operationTooltip } from './activityTooltips.js';
import { incidentRow } from './incidentRow.js';
import { operationRow, stepRow } from './operationRow.js';
import type { OperationLine, OperationLogs } from './operationLogs.js';

/** Rows of the Activity view: sections → operations → steps → what they wrote, and incidents. */
export class ActivityTree implements TreeSource {
  readonly #platforms: PlatformNodes;
  readonly #scope: () => ActivityScope;
  readonly #logs: OperationLogs;
  readonly #onCalls: OnCalls;
  readonly #kept = new WeakMap<
    LiveSnapshot,
    { readonly me: Picture['me']; readonly scope: ActivityScope; readonly activity: Activity }
  >();

  /** `pictures` gives none while the welcome text speaks instead. */
  constructor(
    pictures: () => readonly PlatformPicture[],
    scope: () => ActivityScope,
    logs: OperationLogs,
    onCalls = new OnCalls(),
  ) {
    this.#platforms = new PlatformNodes(pictures);
    this.#scope = scope;
    this.#logs = logs;
    this.#onCalls = onCalls;
  }

  /** The rows of the only platform. */
  get nodes(): NodeStore {
    return this.#platforms.nodes;
  }

  platform(url: string): { readonly row: Node; readonly nodes: NodeStore } {
    return this.#platforms.platform(url);
  }

  roots(): readonly Node[] {
    return this.#platforms.roots((picture, nodes) => this.#sections(picture, nodes));
  }

  /** The lists of a picture; those of one that was asked for a moment ago are not made again. */
  activity(picture: Picture): Activity {
    const scope = this.#scope();
    const { live, me } = picture;
    const kept = this.#kept.get(live);
    if (kept?.scope === scope && kept.me === me) return kept.activity;
    const activity = activityOf(picture, scope);
    this.#kept.set(live, { me, scope, activity });
    return activity;
  }

  children(node: Node): readonly Node[] {
    const picture = this.#platforms.pictureOf(node);
    if (!picture) return this.#platforms.unknown(node);
    const nodes = this.#platforms.nodesOf(node);
    switch (node.kind) {
      case 'platform':
        return this.#sections(picture, nodes);
      case 'section':
        return this.#inSection(node, node.section, picture, nodes);
      case 'operation':
        return this.#inOperation(node, picture, nodes);
      case 'step':
        return this.#lines(node)
          .filter(({ step }) => step === node.step)
          .map(({ id }) => nodes.line(node.operation, node.step, id));
      default:
        return [];
    }
  }

  parent(node: Node): Node | undefined {
    const nodes = this.#platforms.nodesOf(node);
    switch (node.kind) {
      case 'step':
        return nodes.operation(node.operation);
      case 'line':
        return node.step === undefined
          ? nodes.operation(node.operation)
          : nodes.step(node.operation, node.step);
      case 'operation':
      case 'incident':
        return this.#sectionOf(node, nodes);
      case 'section':
      case 'signIn':
        return this.#platforms.top(node);
      default:
        return undefined;
    }
  }

  item(node: Node): vscode.TreeItem {
    const platform = this.#platforms.platformOf(node);
    if (node.kind === 'platform' && platform) {
      return toTreeItem(node, platformRow(platform, this.children(node).length > 0));
    }
    return toTreeItem(node, (platform?.picture && this.#row(node, platform.picture)) ?? bareRow(node));
  }

  async resolve(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    const platform = this.#platforms.platformOf(node);
    const tooltip =
      node.kind === 'platform'
        ? platform && platformTooltip(platform)
        : platform?.picture && tooltipOf(node, platform.picture);
    const service = node.kind === 'incident' ? node.service : undefined;
    if (tooltip && platform) item.tooltip = toMarkdown(await this.#onCalls.into(tooltip, platform, service));
    return item;
  }

  loadMore(list: string): Node | undefined {
    return this.#platforms.loadMore(list);
  }

  /** Reads what an operation writes no longer: nobody looks. */
  folded(node: Node): void {
    if (node.kind !== 'operation') return;
    const platform = this.#platforms.platformOf(node)?.connection.platform;
    if (platform) this.#logs.leave({ platform, operation: node.operation });
  }

  /** The row of an operation of the platform at an address. */
  operationAt(url: string, operation: string): Node {
    return this.#platforms.nodesAt(url).operation(operation);
  }

  #sections(picture: Picture, nodes: NodeStore): readonly Node[] {
    const activity = this.activity(picture);
    return sections
      .filter((section) => activity[section].length > 0)
      .map((section) => nodes.section(section));
  }

  #inSection(node: Node, section: Section, picture: Picture, nodes: NodeStore): readonly Node[] {
    const items = this.activity(picture)[section];
    const row = (item: Operation | Incident): Node =>
      section === 'incidents' ? nodes.incident(item.id, item) : nodes.operation(item.id, item);
    return paged(items, row, node.id, this.#platforms.limit(node.id), node.platform);
  }

  /** Its steps in their order, then what it wrote outside of them. */
  #inOperation(
    node: Extract<Node, { kind: 'operation' }>,
    picture: Picture,
    nodes: NodeStore,
  ): readonly Node[] {
    const steps = picture.live.operations.get(node.operation)?.steps ?? [];
    const known = new Set(steps.map(({ id }) => id));
    const loose = this.#lines(node).filter(({ step }) => step === undefined || !known.has(step));
    return [
      ...steps.map(({ id }) => nodes.step(node.operation, id)),
      ...loose.map(({ id }) => nodes.line(node.operation, undefined, id)),
    ];
  }

  #lines(node: Extract<Node, { kind: 'operation' | 'step' | 'line' }>): readonly OperationLine[] {
    const platform = this.#platforms.platformOf(node)?.connection.platform;
    return platform ? this.#logs.linesOf({ platform, operation: node.operation }) : [];
  }

  #sectionOf(node: Extract<Node, { kind: 'operation' | 'incident' }>, nodes: NodeStore): Node | undefined {
    const picture = this.#platforms.pictureOf(node);
    if (!picture) return undefined;
    const activity = this.activity(picture);
    const id = node.kind === 'operation' ? node.operation : node.incident;
    const section = sections.find((each) => activity[each].some((item) => item.id === id));
    return section && nodes.section(section);
  }

  #row(node: Node, picture: Picture): Row | undefined {
    const now = Date.now();
    switch (node.kind) {
      case 'section':
        return sectionRow(node.section, this.activity(picture)[node.section].length);
      case 'operation': {
        const operation = picture.live.operations.get(node.operation);
        if (!operation) return undefined;
        const waitsForMe = this.activity(picture).waiting.includes(operation);
        return operationRow(operation, picture.live, { waitsForMe, isMine: isMine(operation, picture) }, now);
      }
      case 'step': {
        const operation = picture.live.operations.get(node.operation);
        const step = operation?.steps?.find(({ id }) => id === node.step);
        const hasLines = this.#lines(node).some((line) => line.step === node.step);
        return step && stepRow(step, hasLines);
      }
      case 'line': {
        const line = this.#lines(node).find(({ id }) => id === node.line);
        return line && lineRow(line, now);
      }
      case 'incident': {
        const incident = picture.live.incidents?.get(node.incident);
        return incident && incidentRow(incident, picture.live, now);
      }
      case 'more':
        return moreRow(node.hidden);
      default:
        return undefined;
    }
  }
}

function tooltipOf(node: Node, { live }: Picture): Tooltip | undefined {
  if (node.kind === 'operation') {
    const operation = live.operations.get(node.operation);
    return operation && operationTooltip(operation, live);
  }
  if (node.kind === 'incident') {
    const incident = live.incidents?.get(node.incident);
    return incident && incidentTooltip(incident);
  }
  return undefined;
}
