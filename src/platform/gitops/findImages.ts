import type { ParsedNode, YAMLMap } from 'yaml';
import { isMap, isSeq } from 'yaml';
import type { ConfigSource } from '../../model/engine.js';
import { imageRef, type ImageRef } from './imageRef.js';
import { partsSlot, wholeSlot, type ImageSlot } from './imageSlot.js';
import { documentsIn, keyOf, mapsIn, pairOf, writtenAt } from './yamlText.js';

/** Files of a configuration by their path from the repository's root. */
export type ConfigFiles = ReadonlyMap<string, string>;

type Map = YAMLMap<ParsedNode, ParsedNode | null>;

const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The file that makes a folder one of Kustomize. */
export function kustomizationOf(path: string, files: ConfigFiles): string | undefined {
  return kustomizationNames.map((name) => inFolder(path, name)).find((file) => files.has(file));
}

export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The values of a chart that lies in the folder come first, so that those of the environment win. */
export function valueFilesOf({ path, valueFiles = [] }: ConfigSource): readonly string[] {
  return [...new Set([inFolder(path, 'values.yaml'), ...valueFiles])];
}

/**
 * Where it is written which images run, as far as it counts: of Helm the file that wins, of Kustomize its list of images
 * before anything in the folder.
 */
export function imagesIn(source: ConfigSource, files: ConfigFiles): readonly ImageSlot[] {
  if (source.format === 'Helm') return valueSlots(valueFilesOf(source), files);
  const kustomization = kustomizationOf(source.path, files);
  const listed = kustomization === undefined ? [] : kustomizeSlots(kustomization, files);
  const written = [...files].flatMap(([file, text]) => {
    const rank = file.slice(source.path === '' ? 0 : source.path.length + 1).includes('/') ? 2 : 1;
    return file === kustomization ? [] : wholeSlots(file, text, rank);
  });
  return [...listed, ...written];
}

/** `images:` of a kustomization. */
function kustomizeSlots(file: string, files: ConfigFiles): readonly ImageSlot[] {
  const text = files.get(file) ?? '';
  const [document] = documentsIn(text);
  const list = isMap(document?.contents) ? pairOf(document.contents, 'images')?.value : undefined;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item, index) => {
    if (!isMap(item)) return [];
    const map = item as Map;
    const [name, newName, tag, digest] = ['name', 'newName', 'newTag', 'digest'].map((key) =>
      writtenAt(map, key, text),
    );
    if (!name) return [];
    const image = refOf((newName ?? name).value, tag?.value, digest?.value);
    const parts = { map, text, tagKey: 'newTag', after: newName ? 'newName' : 'name', tag, digest };
    return [
      partsSlot({ file, pointer: `/images/${index}`, image, rank: 0 }, { ...parts, takesDigest: true }),
    ];
  });
}

/** Every `image: name:tag` of a file; one that is no YAML, such as a chart's template, has none. */
function wholeSlots(file: string, text: string, rank: number): readonly ImageSlot[] {
  if (!text.includes('image')) return [];
  const slots: ImageSlot[] = [];
  const documents = documentsIn(text);
  documents.forEach((document, index) => {
    mapsIn(document, (map, path) => {
      const written = writtenAt(map, 'image', text);
      const image = written && imageRef(written.value);
      if (!image) return;
      const place = documents.length > 1 ? [String(index), ...path] : path;
      slots.push(wholeSlot({ file, pointer: pointerOf([...place, 'image']), image, rank }, written));
    });
  });
  return slots;
}

/** What one value file says of the image at one place. */
interface ValuesOfImage {
  readonly file: string;
  readonly text: string;
  readonly map: Map;
  readonly registry: string | undefined;
  readonly repository: string | undefined;
  readonly hasVersion: boolean;
}

function valueSlots(names: readonly string[], files: ConfigFiles): readonly ImageSlot[] {
  const places = new Map<string, ValuesOfImage[]>();
  const whole = new Map<string, ImageSlot>();
  for (const file of names) {
    const text = files.get(file) ?? '';
    const [document, ...others] = documentsIn(text);
    if (!document || others.length > 0) continue;
    mapsIn(document, (map, path) => {
      const pointer = pointerOf(path);
      const found = valuesOf(file, text, map, path);
      if (found) places.set(pointer, [...(places.get(pointer) ?? []), found]);
      for (const slot of wholeValues(file, text, map, path)) whole.set(slot.pointer, slot);
    });
  }
  return [...[...places].map(([pointer, values]) => valueSlot(pointer, values)), ...whole.values()].filter(
    (slot) => slot !== undefined,
  );
}

function valuesOf(file: string, text: string, map: Map, path: readonly string[]): ValuesOfImage | undefined {
  const value = (key: string): string | undefined => writtenAt(map, key, text)?.value;
  const [repository, registry, tag, digest] = ['repository', 'registry', 'tag', 'digest'].map(value);
  const isNamed = /image$/i.test(path.at(-1) ?? '');
  const hasVersion = tag !== undefined || digest !== undefined;
  const isImage = isNamed ? hasVersion || repository !== undefined : repository !== undefined && hasVersion;
  return isImage ? { file, text, map, registry, repository, hasVersion } : undefined;
}

/** The last file that tells the version has it; where none does, the last that tells anything. */
function valueSlot(pointer: string, values: readonly ValuesOfImage[]): ImageSlot | undefined {
  const winner = values.findLast(({ hasVersion }) => hasVersion) ?? values.at(-1);
  if (!winner) return undefined;
  const { file, text, map } = winner;
  const [tag, digest] = ['tag', 'digest'].map((key) => writtenAt(map, key, text));
  const repository = values.findLast((each) => each.repository !== undefined)?.repository ?? '';
  const registry = values.findLast((each) => each.registry !== undefined)?.registry ?? '';
  const name = registry === '' || repository === '' ? repository : `${registry}/${repository}`;
  const after = ['repository', 'registry', 'digest', 'tag'].find((key) => writtenAt(map, key, text)) ?? 'tag';
  const parts = { map, text, tagKey: 'tag', after, tag, digest, takesDigest: false };
  return partsSlot({ file, pointer, image: refOf(name, tag?.value, digest?.value), rank: 0 }, parts);
}

/** `image: name:tag` and `sidecarImage: name:tag`. */
function wholeValues(file: string, text: string, map: Map, path: readonly string[]): readonly ImageSlot[] {
  return map.items.flatMap((pair) => {
    const key = keyOf(pair);
    const written = /image$/i.test(key) ? writtenAt(map, key, text) : undefined;
    const image = written && imageRef(written.value);
    const isWhole = image && (image.tag !== undefined || image.digest !== undefined);
    return isWhole ? [wholeSlot({ file, pointer: pointerOf([...path, key]), image, rank: 0 }, written)] : [];
  });
}

function refOf(name: string, tag: string | undefined, digest: string | undefined): ImageRef {
  return { name, ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
