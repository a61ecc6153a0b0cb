import { isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { changed } from '../../edits/change.js';
import { keyOf } from '../../documents/plainValue.js';
import type { Path } from '../../documents/lookup.js';
import { parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { sortKeys, type Rank } from '../../edits/sortKeys.js';
import { isReadable } from '../refactorings/refactoring.js';
import { rankAt } from '../refactorings/sortMap.js';
import { siteAt, type Scene } from '../scene.js';

/** The text with the keys of every map in the order of its schema; maps that cannot be sorted stay as they are. */
export function sortedText(scene: Scene): string {
  const { documents } = scene.file;
  let text = scene.source.getText();
  for (const { document, offset } of [...documents].reverse()) {
    const site = siteAt(scene, offset + document.tree.range[0]);
    const isAlone = documents.filter((other) => other.offset === offset).length === 1;
    if (!site?.kind || site.document !== document || !isAlone || !isReadable(document)) continue;
    const sorted = sortedDocument(document, (path) => rankAt(site, path));
    text = text.slice(0, offset) + sorted + text.slice(offset + document.text.length);
  }
  return text;
}

/** From the inside out, one level after the other: what is sorted has moved, and is read again for the next. */
function sortedDocument(document: YamlDocument, rank: (path: Path) => Rank): string {
  let now = document;
  for (let depth = mapsOf(document).length - 1; depth >= 0; depth--) {
    const changes = (mapsOf(now)[depth] ?? []).flatMap(({ map, path }) => {
      const own = sortKeys(now, map, rank(path));
      return typeof own === 'string' ? [] : own;
    });
    if (changes.length === 0) continue;
    const [parsed, ...others] = parseYaml(changed(now.text, changes)) ?? [];
    if (!parsed || others.length > 0 || !isReadable(parsed)) return now.text;
    now = parsed;
  }
  return now.text;
}

interface PlacedMap {
  readonly map: YAMLMap;
  readonly path: Path;
}

/** The maps of a document by how many others they are in. */
function mapsOf(document: YamlDocument): PlacedMap[][] {
  const levels: PlacedMap[][] = [];
  const visit = (node: Node | null, path: Path, depth: number): void => {
    if (isSeq(node)) node.items.forEach((item, index) => visit(item as Node, [...path, index], depth));
    if (!isMap(node)) return;
    (levels[depth] ??= []).push({ map: node, path });
    for (const { key, value } of node.items) {
      visit(value as Node | null, [...path, keyOf(key) ?? ''], depth + 1);
    }
  };
  visit(document.root, [], 0);
  return levels;
}
