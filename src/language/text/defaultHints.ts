import { isMap, isPair, type Node, type Pair } from 'yaml';
import { t } from '../../base/l10n.js';
import type { Path } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import { shown } from '../rules/values.js';
import { schemasAt } from '../schema/navigate.js';
import { besideKey, type DocumentHint } from './documentHint.js';
import { childrenOf } from './extents.js';

/** How many keys a hint names; its tooltip names all. */
const mostNamed = 3;

/** Beside the key of each map: the standard values of what it leaves out. */
export function defaultHints(document: YamlDocument, kind: Kind): DocumentHint[] {
  const hints: DocumentHint[] = [];
  const visit = (item: Node | Pair, path: Path): void => {
    const value = isPair(item) ? (item.value as Node | null) : item;
    if (isPair(item) && isMap(value)) {
      const hint = hintFor(document, kind, item, path);
      if (hint) hints.push(hint);
    }
    childrenOf(value).forEach((child, index) => {
      visit(child, [...path, isPair(child) ? (keyOf(child.key) ?? '') : index]);
    });
  };
  if (document.root) visit(document.root, []);
  return hints;
}

function hintFor(document: YamlDocument, kind: Kind, pair: Pair, path: Path): DocumentHint | undefined {
  const at = besideKey(pair, document.text);
  const schemas = schemasAt(kind.schema, document.value, path);
  const written = writtenAt(document.value, path);
  const left = new Map<string, { value: unknown; description: string | undefined }>();
  for (const { properties = {} } of schemas) {
    for (const [name, schema] of Object.entries(properties)) {
      if (typeof schema !== 'object' || schema.default === undefined) continue;
      if (!written || Object.hasOwn(written, name) || left.has(name)) continue;
      left.set(name, { value: schema.default, description: schema.description });
    }
  }
  if (at === undefined || left.size === 0) return undefined;
  const words = [...left].map(([name, { value }]) => `${name}: ${shown(value)}`);
  return {
    at,
    label: words.slice(0, mostNamed).join(', ') + (words.length > mostNamed ? ', …' : ''),
    tooltip: [
      t('Standard values of what is left out here, from the schema of {0}:', kind.name),
      '',
      ...[...left].map(
        ([name, { value, description }]) =>
          `- \`${name}: ${shown(value)}\`${description === undefined ? '' : ` – ${description}`}`,
      ),
    ].join('\n'),
  };
}

function writtenAt(root: unknown, path: Path): Readonly<Record<string, unknown>> | undefined {
  let at = root;
  for (const part of path) at = Array.isArray(at) ? (at[Number(part)] as unknown) : asMap(at)?.[part];
  return asMap(at);
}
