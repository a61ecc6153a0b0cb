import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { ConversionSource, ConvertedFile } from '../language/convert/conversion.js';
import { convert } from '../language/convert/convert.js';
import { limits } from '../language/documents/limits.js';
import { folderOf } from '../language/documents/uris.js';
import type { ConversionResult, CustomRequests } from '../language/protocol.js';
import type { OpenDocuments } from './openDocuments.js';
import { isRead } from './yamlWalk.js';

/** Files beside the one that is converted that are looked into for what belongs to it. */
const mostNeighbours = 50;

/** Converts a file, with the Kubernetes objects beside it that belong to it, into files that are not there yet. */
export async function convertFile(
  { uri, to, text }: CustomRequests['goldenPath/convert']['params'],
  documents: OpenDocuments,
): Promise<ConversionResult> {
  const given = text ?? (await documents.readText(uri)) ?? '';
  const folder = folderOf(uri);
  const entries = await documents.listFolder(folder).catch(() => []);
  const names = entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
  const context = to === 'service' ? await neighbours(uri, names, documents) : [];
  const { files, report } = convert([{ uri, text: given }, ...context], to, new Set(names));
  return {
    files: files.map(({ name, replaces }) => ({
      uri: replaces ?? `${folder}/${encodeURIComponent(name)}`,
      isNew: replaces === undefined,
    })),
    edit: files.length > 0 ? editFor(files, folder, given) : null,
    report,
  };
}

async function neighbours(
  uri: string,
  names: readonly string[],
  documents: OpenDocuments,
): Promise<ConversionSource[]> {
  const found: ConversionSource[] = [];
  for (const name of names.filter(isRead).slice(0, mostNeighbours)) {
    const other = `${folderOf(uri)}/${encodeURIComponent(name)}`;
    if (other === uri) continue;
    const text = await documents.readText(other).catch(() => undefined);
    if (text !== undefined && text.length <= limits.fullService && /^\s*"?kind"?\s*:/m.test(text)) {
      found.push({ uri: other, text, isContext: true });
    }
  }
  return found;
}

/** Makes the new files with their text, and puts what stays into the place of the source. */
function editFor(files: readonly ConvertedFile[], folder: string, given: string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  const documentChanges = files.flatMap(({ name, text, replaces }) => {
    const uri = replaces ?? `${folder}/${encodeURIComponent(name)}`;
    const old = TextDocument.create(uri, 'yaml', 0, replaces === undefined ? '' : given);
    const range = { start, end: old.positionAt(old.getText().length) };
    const change: TextDocumentEdit = {
      textDocument: { uri, version: null },
      edits: [{ range, newText: text }],
    };
    return replaces === undefined ? [{ kind: 'create' as const, uri }, change] : [change];
  });
  return { documentChanges };
}
