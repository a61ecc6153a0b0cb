import type { CompletionItem, CompletionItemKind, Position } from 'vscode-languageserver-types';
import type { Cursor } from '../completion/cursor.js';
import { containedUri, folderOf } from '../documents/uris.js';
import type { LanguagePorts } from '../ports.js';

const itemKinds = { file: 17, folder: 19 } as const satisfies Record<string, CompletionItemKind>;
const mostFiles = 200;

/** The files below the manifest's folder that a path at the cursor can go on to. */
export async function fileItems(
  uri: string,
  cursor: Cursor,
  position: Position,
  { files }: LanguagePorts,
): Promise<CompletionItem[]> {
  const typed = cursor.prefix;
  const cut = typed.lastIndexOf('/') + 1;
  const inner = typed.slice(0, cut).replace(/^\.\//, '');
  const folder = inner === '' ? folderOf(uri) : containedUri(uri, inner);
  if (folder === undefined || !files.listFolder) return [];
  const entries = await files.listFolder(folder).catch(() => []);
  const own = uri.slice(uri.lastIndexOf('/') + 1);
  const range = {
    start: { line: position.line, character: position.character - (typed.length - cut) },
    end: position,
  };
  return entries
    .filter(
      ({ name }) => !name.startsWith('.') && name !== 'node_modules' && encodeURIComponent(name) !== own,
    )
    .sort((a, b) => Number(rank(b.name)) - Number(rank(a.name)) || a.name.localeCompare(b.name))
    .slice(0, mostFiles)
    .map(({ name, isFolder }, index) => ({
      label: isFolder ? `${name}/` : name,
      kind: isFolder ? itemKinds.folder : itemKinds.file,
      sortText: `!${String(index).padStart(4, '0')}`,
      filterText: name,
      textEdit: { range, newText: `${cursor.needsSpace ? ' ' : ''}${name}${isFolder ? '/' : ''}` },
    }));
}

/** Manifests first: they are what is mostly named. */
function rank(name: string): boolean {
  return /score.*\.ya?ml$/i.test(name);
}
