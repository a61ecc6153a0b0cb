import type { FilePort } from '../ports.js';

/** Where GitHub and GitLab look for the file, in a workspace folder. */
const names = ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** The first owner that CODEOWNERS gives a file; folders are asked from the first one on. */
export async function codeOwner(
  files: FilePort,
  fileUri: string,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    // All at once: each that is not there would be waited for in turn, at every key.
    const texts = await Promise.all(
      names.map((name) => files.readText(`${folder}/${name}`).catch(() => undefined)),
    );
    const text = texts.find((found) => found !== undefined);
    if (text !== undefined) return ownerIn(text, decodeURI(fileUri.slice(folder.length)));
  }
  return undefined;
}

/** The last line that fits a path holds. `path` begins with a slash and counts from the folder of the repository. */
export function ownerIn(text: string, path: string): string | undefined {
  let owner: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [pattern, first] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (pattern && !pattern.startsWith('[') && fits(pattern, path)) owner = first;
  }
  return owner;
}

/** Patterns are those of .gitignore, without `!`, `[ ]` and `\`. */
function fits(pattern: string, path: string): boolean {
  const isAnchored = /\/./.test(pattern);
  const body = pattern.replace(/^\//, '').replace(/\/$/, '');
  const source = body
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((words) => words.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*'),
    )
    .join('.*');
  return new RegExp(`^${isAnchored ? '/' : '/(?:.*/)?'}${source}(?:/.*)?$`).test(path);
}
