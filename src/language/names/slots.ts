import { asMap } from '../documents/yamlDocument.js';
import type { CatalogKind } from '../ports.js';

type Path = readonly (string | number)[];

/** A place in a manifest where a name from somewhere else stands. */
export interface Slot {
  readonly names: CatalogKind;
  /** Whether the name is the key of a map, or a value. */
  readonly as: 'key' | 'value';
}

type Row = readonly [pattern: string, names: CatalogKind, as?: 'key'];

const workload: readonly Row[] = [['resources.*.type', 'resourceType']];

const owned: readonly Row[] = [
  ['spec.owner', 'owner'],
  ['spec.system', 'system'],
  ['spec.lifecycle', 'lifecycle'],
  ['metadata.tags.#', 'tag'],
];

/** Where names stand, by kind: `*` is any key, `#` any place in a list. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  Service: [
    ...owned,
    ['spec.dependsOn.#', 'entity'],
    ['spec.providesApis.#', 'api'],
    ['spec.consumesApis.#', 'api'],
    ['spec.delivery.pipeline', 'pipeline'],
    ['spec.template.ref', 'template'],
    ['spec.environments.*', 'environment', 'key'],
    ['spec.secrets.*.key', 'secretKey'],
    ['spec.environments.*.secrets.*.key', 'secretKey'],
    ...workload.map(([pattern, names]): Row => [`spec.workload.${pattern}`, names]),
    ...workload.map(([pattern, names]): Row => [`spec.environments.*.overrides.${pattern}`, names]),
  ],
  Resource: [...owned, ['spec.type', 'resourceType'], ['spec.environments.*', 'environment', 'key']],
  Environment: [['spec.approvals.approvers.#', 'owner']],
  DeliveryPipeline: [
    ['spec.stages.#.environment', 'environment'],
    ['spec.stages.#.promotesFrom.#', 'environment'],
    ['spec.stages.#.gates.scorecard.name', 'scorecard'],
  ],
  FreezeWindow: [
    ['spec.environments.#', 'environment'],
    ['spec.override.allowedBy.#', 'owner'],
  ],
  ResourceType: [['spec.classes.#.environments.#', 'environment']],
  Template: [['spec.owner', 'owner']],
  Action: [['spec.approvals.approvers.#', 'owner']],
};

const entity: readonly Row[] = [
  ...owned,
  ['spec.domain', 'domain'],
  ['spec.subdomainOf', 'domain'],
  ['spec.subcomponentOf', 'entity'],
  ['spec.dependsOn.#', 'entity'],
  ['spec.dependencyOf.#', 'entity'],
  ['spec.providesApis.#', 'api'],
  ['spec.consumesApis.#', 'api'],
  ['spec.parent', 'owner'],
  ['spec.children.#', 'owner'],
  ['spec.memberOf.#', 'owner'],
];

/** What name can stand at a path of a document; `undefined` where none is known to. */
export function slotAt(root: unknown, path: Path): Slot | undefined {
  const { apiVersion, kind } = asMap(root) ?? {};
  const known =
    typeof apiVersion !== 'string'
      ? []
      : apiVersion.startsWith('score.dev/')
        ? workload
        : /^(?:backstage\.io|scaffolder\.backstage\.io)\//.test(apiVersion)
          ? entity
          : typeof kind === 'string' && Object.hasOwn(rows, kind)
            ? (rows[kind] ?? [])
            : [];
  const found = known.find(([pattern]) => isKeyPath(pattern.split('.'), path));
  return found && { names: found[1], as: found[2] ?? 'value' };
}

/** Whether a path is one of a pattern: `*` is any key, `#` any place in a list. */
export function isKeyPath(pattern: readonly string[], path: Path): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, index) => {
      const step = path[index];
      if (part === '#') return typeof step === 'number';
      return part === '*' ? typeof step === 'string' : part === step;
    })
  );
}
