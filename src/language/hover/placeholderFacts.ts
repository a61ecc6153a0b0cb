import { t } from '../../base/l10n.js';
import type { Span } from '../documents/lookup.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import { placeholderPlaces, type PlaceholderPlace } from '../facts/placeholderPlaces.js';
import { workloadAt, type WorkloadScope } from '../facts/workloadScope.js';
import type { LanguagePorts } from '../ports.js';
import { knownNames } from '../names/knownNames.js';
import { shown } from '../rules/values.js';
import { nameFacts } from './nameFacts.js';

/** What stands at a placeholder of a workload, and all between its braces. */
export interface PlaceholderWords {
  readonly words: string;
  readonly span: Span;
}

/** What the Score placeholder at an offset of a document is filled with. `undefined` where none is, or nobody knows. */
export async function placeholderFacts(
  document: YamlDocument,
  offset: number,
  uri: string,
  ports: LanguagePorts,
): Promise<PlaceholderWords | undefined> {
  const value = document.map ?? {};
  const { apiVersion, kind } = value;
  const scope = workloadAt(
    value,
    typeof apiVersion === 'string' ? apiVersion : '',
    typeof kind === 'string' ? kind : '',
    { uri, ordinal: 0 },
  );
  const place = scope?.paths
    .flatMap((path) => placeholderPlaces(document, path))
    .find(({ inner }) => inner.start <= offset && offset <= inner.end);
  if (!scope || !place) return undefined;
  const words =
    place.root === 'metadata' ? metadataWords(value, place) : await resourceWords(value, scope, place, ports);
  return words === undefined ? undefined : { words, span: place.inner };
}

function metadataWords(
  value: Readonly<Record<string, unknown>>,
  { name }: PlaceholderPlace,
): string | undefined {
  const found = asMap(value['metadata'])?.[name];
  if (found === undefined || typeof found === 'object') return undefined;
  return t('`metadata.{0}` of this document: `{1}`', name, shown(found));
}

async function resourceWords(
  value: Readonly<Record<string, unknown>>,
  { body }: WorkloadScope,
  { name, output }: PlaceholderPlace,
  ports: LanguagePorts,
): Promise<string | undefined> {
  const patches = Object.values(asMap(asMap(value['spec'])?.['environments']) ?? {});
  const bodies = [body, ...patches.map((patch) => asMap(asMap(patch)?.['overrides']))];
  const type = bodies
    .map((one) => asMap(asMap(one?.['resources'])?.[name])?.['type'])
    .find((one) => typeof one === 'string');
  if (type === undefined) return undefined;
  const sentence =
    output === undefined
      ? t('The resource `{0}`, a {1}.', name, type)
      : t('The output `{0}` of the resource `{1}`, a {2}.', output.name, name, type);
  const description = output && (await outputDescription(type, output.name, ports));
  const facts = await nameFacts({ names: 'resourceType', as: 'value' }, type, undefined, ports);
  return [sentence, description, facts].filter((one) => one !== undefined).join('\n\n');
}

async function outputDescription(
  type: string,
  output: string,
  ports: LanguagePorts,
): Promise<string | undefined> {
  const types = await knownNames(ports, { kind: 'resourceType', prefix: type, limit: 1000 });
  const outputs = types.find(({ name }) => name === type)?.facts?.['outputs'];
  const list: readonly unknown[] = Array.isArray(outputs) ? outputs : [];
  const description = asMap(list.find((one) => asMap(one)?.['name'] === output))?.['description'];
  return typeof description === 'string' ? description : undefined;
}
