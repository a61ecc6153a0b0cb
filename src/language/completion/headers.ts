import { t } from '../../base/l10n.js';
import { asMap } from '../documents/yamlDocument.js';
import { entityApiVersion, entityKindNames } from '../kinds/backstage.js';
import { platformApiVersion, platformKinds, scaffolderApiVersion, scoreApiVersion } from '../kinds/kinds.js';
import { kindNamed } from '../kinds/dispatch.js';
import { schemasAt } from '../schema/navigate.js';
import type { Cursor } from './cursor.js';
import type { ItemList } from './items.js';
import { writtenSnippets } from './defaultSnippets.js';
import { SnippetWriter } from './snippets.js';

const apiVersions = [platformApiVersion, scoreApiVersion, entityApiVersion, scaffolderApiVersion];

function kindNamesOf(apiVersion: unknown): readonly string[] {
  if (apiVersion === scaffolderApiVersion) return ['Template'];
  if (apiVersion === entityApiVersion) return entityKindNames();
  return platformKinds.map(({ name }) => name);
}

/** In a document whose kind is not told yet: the keys that tell it, and whole manifests to start from. */
export function proposeHeader(items: ItemList, cursor: Cursor): void {
  const [key, ...deeper] = cursor.path;
  if (deeper.length > 0) return;
  if (cursor.wants === 'value') {
    if (key !== 'apiVersion' && key !== 'kind') return;
    const choices = key === 'apiVersion' ? apiVersions : kindNamesOf(asMap(cursor.value)?.['apiVersion']);
    for (const choice of choices) items.addValue(choice, [kindNamed(choice)?.schema ?? {}], false);
    return;
  }
  if (key !== undefined) return;
  if (cursor.siblings.size === 0 && !cursor.isFlow) proposeManifests(items);
  proposeKeys(items, cursor);
}

function proposeKeys(items: ItemList, { siblings }: Cursor): void {
  const schema = platformKinds[0]?.schema ?? {};
  for (const name of ['apiVersion', 'kind', 'metadata', 'spec']) {
    if (siblings.has(name)) continue;
    const kinds = platformKinds.map((kind) => kind.name).join(',');
    const text = { apiVersion: `apiVersion: ${platformApiVersion}`, kind: `kind: \${1|${kinds}|}` }[name];
    items.addKey(name, text ?? `${name}:\n  $1`, schemasAt(schema, undefined, [name]), true);
  }
}

/** Each kind with what it requires, and the fuller ones that its schema suggests. */
function proposeManifests(items: ItemList): void {
  for (const kind of platformKinds) {
    const writer = new SnippetWriter(kind.schema, { apiVersion: platformApiVersion, kind: kind.name }, false);
    const text = (kind.schema.required ?? []).map((name) => writer.entry([name], name, '')).join('\n');
    items.addBlock(kind.name, `${text}\n`, kind.schema.description, t('New {0}', kind.name));
    for (const { label, text: body, words } of writtenSnippets([kind.schema])) {
      items.addBlock(label, body, words, kind.name);
    }
  }
}
