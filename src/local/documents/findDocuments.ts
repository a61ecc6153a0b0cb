import { open, readdir } from 'node:fs/promises';
import path from 'node:path';

/** A documentation file of a release. */
export interface DocumentFile {
  /** Relative to the source of the release, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly type: 'guide' | 'runbook' | 'decision' | 'reference';
}

const folders = new Set(['docs', 'doc', 'runbooks', 'runbook']);
const maxDepth = 4;
const maxFiles = 200;
/** The title stands near the beginning. */
const headBytes = 4_096;
export const maxDocumentBytes = 512 * 1024;

/**
 * The README and the Markdown files below `docs` and `runbooks` of a folder, README first. Links are not followed, so
 * nothing outside the folder is ever among them. A folder that is gone has none.
 */
export async function findDocuments(root: string): Promise<readonly DocumentFile[]> {
  const found: string[] = [];
  const visit = async (relative: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(root, relative), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (found.length >= maxFiles) return;
      if (entry.isFile() && isDocument(relative, entry.name)) found.push(below);
      const enters = depth > 0 ? depth < maxDepth : folders.has(entry.name.toLowerCase());
      if (entry.isDirectory() && enters && !entry.name.startsWith('.')) await visit(below, depth + 1);
    }
  };
  await visit('', 0);
  const files = await Promise.all(found.map((file) => describe(root, file)));
  return files.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** The text of a document; a very long one is cut after its last whole line, and `isCut` says so. */
export async function readDocument(
  root: string,
  file: string,
): Promise<{ readonly content: string; readonly isCut: boolean }> {
  const read = await head(path.join(root, file), maxDocumentBytes + 1);
  if (read.length <= maxDocumentBytes) return { content: read.toString('utf8'), isCut: false };
  const text = read.subarray(0, maxDocumentBytes).toString('utf8');
  const end = text.lastIndexOf('\n');
  return { content: end > 0 ? text.slice(0, end + 1) : text, isCut: true };
}

function isDocument(folder: string, name: string): boolean {
  return folder === '' ? /^(readme|runbook)\.(md|markdown)$/i.test(name) : /\.(md|markdown)$/i.test(name);
}

async function describe(root: string, file: string): Promise<DocumentFile> {
  const text = (await head(path.join(root, file), headBytes).catch(() => Buffer.alloc(0))).toString('utf8');
  const heading = /^#[ \t]+(.+?)[ \t#]*$/m.exec(text)?.[1];
  return { path: file, title: (heading ?? path.basename(file)).slice(0, 200), type: typeOf(file) };
}

function typeOf(file: string): DocumentFile['type'] {
  const parts = file.toLowerCase().split('/');
  if (parts.some((part) => part.startsWith('runbook'))) return 'runbook';
  if (parts.some((part) => part === 'decisions' || part === 'adr')) return 'decision';
  return parts.some((part) => part === 'reference' || part === 'api') ? 'reference' : 'guide';
}

function rank({ path: file }: DocumentFile): number {
  return /^readme\./i.test(file) ? 0 : 1;
}

async function head(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
