import { t } from '../../base/l10n.js';
import { asMap } from '../documents/yamlDocument.js';
import { entityApiVersion, entityKindNames, shippedEntityKinds } from '../kinds/backstage.js';
import {
  platformApiVersion,
  platformKinds,
  scaffolderApiVersion,
  scaffolderTemplate,
  scoreWorkload,
} from '../kinds/kinds.js';
import { kindNamed, shippedVersions } from '../kinds/dispatch.js';
import type { Kind } from '../kinds/kind.js';
import { schemasAt } from '../schema/navigate.js';
import type { Cursor } from './cursor.js';
import type { ItemList } from './items.js';
import { writtenSnippets } from './defaultSnippets.js';
import { SnippetWriter } from './snippets.js';

/** More whole manifests than a person reads through. */
const mostOthers = 100;

function kindNamesOf(apiVersion: unknown, known: readonly Kind[]): readonly string[] {
  if (apiVersion === scaffolderApiVersion) return ['Template'];
  if (apiVersion === entityApiVersion) return entityKindNames();
  const others = known.filter((kind) => kind.apiVersion === apiVersion).map(({ name }) => name);
  if (others.length > 0) return others;
  return platformKinds.map(({ name }) => name);
}

/** In a document whose kind is not told yet: the keys that tell it, and whole manifests to start from. */
export function proposeHeader(items: ItemList, cursor: Cursor, known: readonly Kind[]): void {
  const [key, ...deeper] = cursor.path;
  if (deeper.length > 0) return;
  if (cursor.wants === 'value') {
    if (key !== 'apiVersion' && key !== 'kind') return;
    const header = asMap(cursor.value);
    const choices =
      key === 'apiVersion'
        ? new Set([...shippedVersions, ...known.map(({ apiVersion }) => apiVersion)])
        : kindNamesOf(header?.['apiVersion'], known);
    for (const choice of choices) items.addValue(choice, [kindNamed(choice)?.schema ?? {}], false);
    return;
  }
  if (key !== undefined) return;
  if (cursor.siblings.size === 0 && !cursor.isFlow) proposeManifests(items, known);
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

/** Each kind with what it requires, and the fuller ones that its schema suggests; then those of other groups. */
function proposeManifests(items: ItemList, known: readonly Kind[]): void {
  for (const kind of platformKinds) {
    items.addBlock(kind.name, written(kind), kind.schema.description, t('New {0}', kind.name));
    for (const { label, text: body, words } of writtenSnippets([kind.schema])) {
      items.addBlock(label, body, words, kind.name);
    }
  }
  const others = [scoreWorkload, ...shippedEntityKinds(), scaffolderTemplate, ...known.slice(0, mostOthers)];
  for (const kind of others) {
    const label = `${kind.name} (${kind.apiVersion})`;
    items.addBlock(label, written(kind), kind.schema.description, t('New {0}', kind.name));
  }
}

function written({ schema, apiVersion, name, hasKindKey }: Kind): string {
  const writer = new SnippetWriter(schema, { apiVersion, kind: name }, false);
  const required = writer.look([]).flatMap((part) => part.required ?? []);
  const keys = new Set(['apiVersion', ...(hasKindKey ? ['kind'] : []), ...required]);
  return `${[...keys].map((key) => writer.entry([key], key, '')).join('\n')}\n`;
}
