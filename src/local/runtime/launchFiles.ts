import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { entries, member, scalar, text } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';

type Resolve = (path: readonly string[]) => Resolved;

/** A file of the Score `files`: where the container wants it, where it is on this machine, and what is in it. */
export interface LaunchFile {
  readonly target: string;
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly content: FileContent;
}

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly base64: string }
  /** A file of the release, by its path in it; placeholders are filled with `resolve` when there is one. */
  | { readonly kind: 'source'; readonly source: string; readonly resolve?: Resolve };

const defaultMode = 0o644;

/** Reads the `files` of a container, as map or list. What cannot be filled becomes a block. */
export function readFiles(
  container: string,
  spec: unknown,
  place: (target: string) => string,
  resolve: Resolve,
  blocks: Block[],
): readonly LaunchFile[] {
  return itemsOf(member(spec, 'files')).flatMap(([target, file]) => {
    const content = contentOf(container, target, file, resolve, blocks);
    return content ? [{ target, path: place(target), mode: modeOf(member(file, 'mode')), content }] : [];
  });
}

/** The entries of a Score map keyed by target, or of its older form, a list of objects with `target`. */
export function itemsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value)) return entries(value);
  return value.flatMap((item: unknown) => {
    const target = text(member(item, 'target'));
    return target === undefined ? [] : [[target, item] as const];
  });
}

function contentOf(
  container: string,
  target: string,
  file: unknown,
  resolve: Resolve,
  blocks: Block[],
): FileContent | undefined {
  const literal = member(file, 'noExpand') === true;
  const base64 = text(member(file, 'binaryContent'));
  if (base64 !== undefined) return { kind: 'base64', base64 };
  const source = text(member(file, 'source'));
  if (source !== undefined) return { kind: 'source', source, ...(!literal && { resolve }) };
  const content = scalar(member(file, 'content'));
  if (content === undefined) {
    const message = t('The file {0} of "{1}" has no content, binaryContent or source.', target, container);
    blocks.push({ reason: 'InputRequired', name: container, message });
    return undefined;
  }
  if (literal) return { kind: 'text', text: content };
  const { text: filled, problems } = expand(content, resolve);
  for (const problem of problems) {
    const message = t('The file {0} of "{1}" cannot be filled: {2}.', target, container, problem);
    blocks.push({ reason: 'InputRequired', name: container, message });
  }
  return { kind: 'text', text: filled };
}

function modeOf(value: unknown): number {
  const octal = scalar(value);
  return octal !== undefined && /^0?[0-7]{3}$/.test(octal) ? Number.parseInt(octal, 8) : defaultMode;
}

/** Puts the place of this machine where a text names a path of the container, alone or as the start of a longer one. */
export function relocate(source: string, moves: ReadonlyMap<string, string>): string {
  let result = source;
  for (const [target, place] of [...moves].sort(([a], [b]) => b.length - a.length)) {
    const pattern = new RegExp(
      `(?<![\\w./-])${target.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w.-])`,
      'g',
    );
    result = result.replace(pattern, () => place);
  }
  return result;
}
