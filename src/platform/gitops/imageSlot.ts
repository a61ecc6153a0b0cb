import type { ParsedNode, YAMLMap } from 'yaml';
import { imageText, type ImageRef } from './imageRef.js';
import type { TextEdit } from './textEdit.js';
import { insertedAfter, pairOf, removed, renamed, replaced, type Written } from './yamlText.js';

/** Which of its versions an image is. */
export type ImageVersion = Omit<ImageRef, 'name'>;

/** A place in a file of the configuration where it is written which image runs. */
export interface ImageSlot {
  readonly file: string;
  /** JSON Pointer into the document. */
  readonly pointer: string;
  /** As it is written now; the name is empty where the file does not tell it. */
  readonly image: ImageRef;
  /** Of several places that name an image those with the lowest count: 0 a list made for it, 1 a file of the folder, 2 one below. */
  readonly rank: number;
  /** What makes it say another version of the same image; `undefined` where that cannot be said there. */
  set(version: ImageVersion): readonly TextEdit[] | undefined;
}

type Place = Pick<ImageSlot, 'file' | 'pointer' | 'image' | 'rank'>;

/** `image: name:tag`, whole. */
export function wholeSlot(place: Place, written: Written): ImageSlot {
  const { name } = place.image;
  return { ...place, set: (version) => [replaced(written, imageText({ ...version, name }))] };
}

/** A map that has the parts of an image under keys of their own. */
export interface ImageParts {
  readonly map: YAMLMap<ParsedNode, ParsedNode | null>;
  readonly text: string;
  /** What the tag is called there, e.g. `newTag`. */
  readonly tagKey: string;
  /** The pair that a new one is written behind. */
  readonly after: string;
  readonly tag?: Written | undefined;
  readonly digest?: Written | undefined;
  /** Whether whatever reads it is known to take a digest that was not there before, and to do without the tag. */
  readonly takesDigest: boolean;
}

export function partsSlot(place: Place, parts: ImageParts): ImageSlot {
  const editsFor = parts.takesDigest ? exactly : likewise;
  return {
    ...place,
    set: (version) => {
      const edits = editsFor(parts, version);
      const possible = edits.filter((edit) => edit !== undefined);
      return possible.length === edits.length ? possible : undefined;
    },
  };
}

/** `undefined` stands for an edit that cannot be made. */
type Edits = readonly (TextEdit | undefined)[];

/** Tag and digest are both there, or one of them, as they are wanted. */
function exactly(parts: ImageParts, { tag, digest }: ImageVersion): Edits {
  const tagPart = { key: parts.tagKey, now: parts.tag, wanted: tag };
  const digestPart = { key: 'digest', now: parts.digest, wanted: digest };
  const [main, other] = tag === undefined ? [digestPart, tagPart] : [tagPart, digestPart];
  if (main.wanted === undefined) return [undefined];
  if (other.wanted !== undefined) {
    return [
      ...said(parts, main.key, main.wanted, main.now),
      ...said(parts, other.key, other.wanted, other.now),
    ];
  }
  if (!main.now && other.now && !pairOf(parts.map, main.key)) {
    // The line of one becomes that of the other.
    const pair = pairOf(parts.map, other.key);
    return [pair && renamed(pair, main.key), replaced(other.now, main.wanted)];
  }
  return [
    ...said(parts, main.key, main.wanted, main.now),
    ...(other.now ? [takenAway(parts, other.key)] : []),
  ];
}

/** Values of a chart: only the keys that it has are sure to be read. */
function likewise(parts: ImageParts, { tag, digest }: ImageVersion): Edits {
  const hasDigest = parts.digest !== undefined && parts.digest.value !== '';
  if (tag === undefined && (digest === undefined || !parts.digest)) return [undefined];
  return [
    ...(tag === undefined ? [] : said(parts, parts.tagKey, tag, parts.tag)),
    ...(parts.digest && (hasDigest || digest !== undefined)
      ? said(parts, 'digest', digest ?? '', parts.digest)
      : []),
  ];
}

function said(
  { map, after, text }: ImageParts,
  key: string,
  wanted: string,
  now: Written | undefined,
): Edits {
  if (now) return now.value === wanted ? [] : [replaced(now, wanted)];
  // It is there, only not as a word of its own, such as an alias.
  if (pairOf(map, key)) return [undefined];
  const before = pairOf(map, after);
  return [before && insertedAfter(map, before, [key, wanted], text)];
}

function takenAway({ map, text }: ImageParts, key: string): TextEdit | undefined {
  const pair = pairOf(map, key);
  return pair && removed(map, pair, text);
}
