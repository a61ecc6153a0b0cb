import type { Path } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import type { CatalogKind } from '../../ports.js';
import { at, entries, items, specOf } from '../mapped.js';
import { workloadOf } from '../workloads.js';

/** A place in a document that names something of the workspace or the platform. */
export interface NamedThing {
  readonly kind: CatalogKind;
  readonly name: string;
  readonly path: Path;
  /** Whether the key is the name, not the value. */
  readonly isKey?: boolean;
}

/** What a document names of environments, pipelines, scorecards, types and owners. */
export function namedThings(document: YamlDocument, kind: Kind): NamedThing[] {
  const spec = specOf(document);
  const value = (thing: CatalogKind, ...path: Path): NamedThing[] => {
    const name = at(spec, ...path);
    return typeof name === 'string' ? [{ kind: thing, name, path: ['spec', ...path] }] : [];
  };
  const list = (thing: CatalogKind, ...path: Path): NamedThing[] =>
    items(at(spec, ...path)).flatMap((_, index) => value(thing, ...path, index));
  const environmentKeys = entries(spec['environments']).map(([name]): NamedThing => ({
    kind: 'environment',
    name,
    path: ['spec', 'environments', name],
    isKey: true,
  }));
  const owner = kind.hasKindKey ? value('owner', 'owner') : [];
  switch (kind.name) {
    case 'Service':
      return [
        ...owner,
        ...environmentKeys,
        ...value('pipeline', 'delivery', 'pipeline'),
        ...resourceTypes(document, kind),
      ];
    case 'Resource':
      return [...owner, ...environmentKeys, ...value('resourceType', 'type')];
    case 'FreezeWindow':
      return list('environment', 'environments');
    case 'ResourceType':
      return items(spec['classes']).flatMap((_, index) =>
        list('environment', 'classes', index, 'environments'),
      );
    case 'DeliveryPipeline':
      return items(spec['stages']).flatMap((_, index) => [
        ...value('environment', 'stages', index, 'environment'),
        ...value('scorecard', 'stages', index, 'gates', 'scorecard', 'name'),
      ]);
    default:
      return [...owner, ...resourceTypes(document, kind)];
  }
}

/** Types that every platform gives a meaning of its own. */
const commonTypes = new Set(['service', 'route', 'dns', 'volume', 'environment']);

function resourceTypes(document: YamlDocument, kind: Kind): NamedThing[] {
  const workload = workloadOf(document, kind);
  return entries(at(workload?.body, 'resources')).flatMap(([name, resource]) => {
    const type = at(resource, 'type');
    if (!workload || typeof type !== 'string' || commonTypes.has(type)) return [];
    return [{ kind: 'resourceType', name: type, path: [...workload.path, 'resources', name, 'type'] }];
  });
}
