import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { at, entries, items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import type { Surroundings, SurroundingsRule } from '../ruleContext.js';
import { preparedSchema } from '../../schema/preparedSchemas.js';
import { partFindings } from '../schemaPart.js';
import { placeholdersIn } from '../score/placeholderTexts.js';
import { listWords } from '../values.js';
import { workloadOf } from '../workloads.js';
import { liveEntries, ofKind, specIn } from './surroundings.js';

interface OfferedType {
  readonly classes: readonly string[];
  readonly outputs: readonly string[];
  /** JSON Schema of the parameters. */
  readonly params: unknown;
}

/** A resource of a document: of a workload, or the document itself. */
interface UsedResource {
  readonly name: string;
  readonly type: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Outputs and classes that a resource's type does not have. Types that nobody describes are left alone. */
export const resourceTypes: SurroundingsRule = async (document, kind, around) => {
  const used = usedResources(document, kind);
  if (used.length === 0 || !around.workspace) return [];
  const types = await offeredTypes(around);
  const offered = (name: string): OfferedType | undefined =>
    types.get(used.find((resource) => resource.name === name)?.type ?? '');
  const params = used.map((resource) => wrongParams(document, kind, resource, types.get(resource.type)));
  return [
    ...(await Promise.all(params)).flat(),
    ...used.flatMap((resource) => unknownClass(document, resource, types.get(resource.type))),
    ...unknownOutputs(document, kind, offered),
  ];
};

export function usedResources(document: YamlDocument, kind: Kind): UsedResource[] {
  const spec = specOf(document);
  if (kind.name === 'Resource') {
    const { type } = spec;
    return typeof type === 'string' ? [{ name: '', type, path: ['spec'], value: spec }] : [];
  }
  const workload = workloadOf(document, kind);
  return entries(at(workload?.body, 'resources')).flatMap(([name, value]) => {
    const type = at(value, 'type');
    if (!workload || typeof type !== 'string') return [];
    return [{ name, type, value, path: [...workload.path, 'resources', name] }];
  });
}

async function offeredTypes(around: Surroundings): Promise<ReadonlyMap<string, OfferedType>> {
  const live = (await liveEntries(around, 'resourceType')) ?? [];
  const described = [
    ...live.map(({ name, facts = {} }) => [name, facts] as const),
    ...ofKind(around, 'ResourceType').map((facts) => [specIn(facts)['type'], specIn(facts)] as const),
  ];
  return new Map(
    described.flatMap(([type, { classes, outputs, params }]) =>
      typeof type === 'string'
        ? [[type, { classes: namesOf(classes), outputs: namesOf(outputs), params }]]
        : [],
    ),
  );
}

function namesOf(list: unknown): string[] {
  return items(list).flatMap((item) => {
    const name = typeof item === 'string' ? item : at(item, 'name');
    return typeof name === 'string' ? [name] : [];
  });
}

function unknownClass(
  document: YamlDocument,
  { value, path, type }: UsedResource,
  offered: OfferedType | undefined,
): Finding[] {
  const name = at(value, 'class');
  const { classes = [] } = offered ?? {};
  if (typeof name !== 'string' || name === 'default' || classes.length === 0 || classes.includes(name)) {
    return [];
  }
  const message = t('“{0}” has no class “{1}”. Write {2}.', type, name, listWords(classes));
  return [
    finding(
      'resource/unknown-class',
      valueSpan(document, [...path, 'class']),
      message,
      meant(nearest(name, classes)),
    ),
  ];
}

/** What the schema of the type says of the parameters. Placeholders in them can become anything. */
async function wrongParams(
  document: YamlDocument,
  kind: Kind,
  { value, path }: UsedResource,
  offered: OfferedType | undefined,
): Promise<Finding[]> {
  const written = asMap(at(value, 'params'));
  if (!written || !asMap(offered?.params)) return [];
  const prepared = await preparedSchema(offered?.params);
  if (prepared.is !== 'ready') return [];
  const params = [...path, 'params'];
  return partFindings(document, kind, params, prepared.schema, written)
    .filter(({ start, end }) => !document.text.slice(start, end).includes('${'))
    .map(({ data, message, ...span }) => finding('resource/params', span, message, meant(data?.suggestion)));
}

function unknownOutputs(
  document: YamlDocument,
  kind: Kind,
  offered: (name: string) => OfferedType | undefined,
): Finding[] {
  const workload = workloadOf(document, kind);
  if (!workload) return [];
  return placeholdersIn(document, workload.path, workload.body).flatMap(({ parts, span, whole }) => {
    const [head, name = '', output] = parts;
    const { outputs = [] } = offered(name) ?? {};
    if (head !== 'resources' || output === undefined || whole.includes('\\')) return [];
    if (outputs.length === 0 || outputs.includes(output)) return [];
    const word = nearest(output, outputs);
    const suggestion = word && `\${${['resources', name, word, ...parts.slice(3)].join('.')}}`;
    const message = t('The resource “{0}” has no output “{1}”. Write {2}.', name, output, listWords(outputs));
    return [finding('score/unknown-output', span, message, meant(suggestion))];
  });
}
