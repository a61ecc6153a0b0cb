import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientFolderEntry, ClientRequests } from '../../language/protocol.js';

type FileRequest = 'goldenPath/readFile' | 'goldenPath/readFolder';

/** Answers the server's questions about files that it cannot read itself: those of virtual file systems, and all in a browser. */
export function answerFileRequests(client: BaseLanguageClient): void {
  const on = <M extends FileRequest>(
    method: M,
    answer: (params: ClientRequests[M]['params'], uri: vscode.Uri) => Promise<ClientRequests[M]['result']>,
  ): void => {
    client.onRequest(method, (params: ClientRequests[M]['params']) =>
      answer(params, client.protocol2CodeConverter.asUri(params.uri)),
    );
  };
  on('goldenPath/readFile', ({ mostBytes }, uri) => readFile(uri, mostBytes));
  on('goldenPath/readFolder', async (_, uri) => {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({
      name,
      kind: kindOf(type),
      uri: client.code2ProtocolConverter.asUri(vscode.Uri.joinPath(uri, name)),
    }));
  });
}

async function readFile(uri: vscode.Uri, mostBytes: number): Promise<{ readonly text: string } | null> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > mostBytes) throw new Error('The file is too large.');
    const bytes = await vscode.workspace.fs.readFile(uri);
    return { text: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

function kindOf(type: vscode.FileType): ClientFolderEntry['kind'] {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'folder' : 'other';
}
