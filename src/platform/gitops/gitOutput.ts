import type { Commit } from '../../model/deployment.js';

export function isCommit(text: string): boolean {
  return /^(?:[\da-f]{40}|[\da-f]{64})$/.test(text);
}

/** The files that `git cat-file --batch` printed, by their id; those that are not text are absent. */
export function textsIn(printed: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < printed.length;) {
    const end = printed.indexOf(10, at);
    if (end < 0) break;
    const [id = '', type, size = ''] = printed.toString('latin1', at, end).split(' ');
    const length = type === 'blob' ? Number(size) : -1;
    if (length >= 0) {
      const text = textOf(printed.subarray(end + 1, end + 1 + length));
      if (text !== undefined) texts.set(id, text);
    }
    at = end + 2 + length;
  }
  return texts;
}

/** Exactly these bytes, or nothing: what is read has to be written again as it was. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Five fields a commit, for `git log -z`. */
export const logFormat = '--format=%H%x00%an%x00%aI%x00%cI%x00%B%x00';

/** What `git log -z` printed in that format. */
export function commitsIn(printed: string): readonly Commit[] {
  const fields = printed.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 4 < fields.length; at += 6) {
    const [id = '', author = '', authoredAt = '', committedAt = '', message = ''] = fields.slice(at, at + 5);
    commits.push({ id: id.trim(), author, authoredAt, committedAt, message: message.trim() });
  }
  return commits;
}

/** A commit of a branch, and the ids that the files it changed had before it; empty for one that was not there. */
export interface Step {
  readonly commit: string;
  readonly before: ReadonlyMap<string, string>;
}

/** What `git log -z --raw` printed with `commit %H` a commit. */
export function stepsIn(printed: string): readonly Step[] {
  const steps: { readonly commit: string; readonly before: Map<string, string> }[] = [];
  const words = printed.split('\0').values();
  for (const word of words) {
    const commit = /^\s*commit ([\da-f]+)$/.exec(word)?.[1];
    if (commit !== undefined) steps.push({ commit, before: new Map() });
    const [, mode = '', blob] = /^\s*:(\d+) \d+ ([\da-f]+) [\da-f]+ [A-Z]\d*$/.exec(word) ?? [];
    if (blob === undefined) continue;
    const file = words.next().value ?? '';
    steps.at(-1)?.before.set(file, mode.startsWith('100') ? blob : '');
  }
  return steps;
}
