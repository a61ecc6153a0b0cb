import type { Connection } from 'vscode-languageserver';
import { limits } from '../language/documents/limits.js';
import type { ClientRequests } from '../language/protocol.js';
import type { ServerHost } from './host.js';

/** The host with the client's file systems added: what the host cannot read itself, it asks the client for. */
export function withClientFiles(connection: Connection, host: ServerHost): ServerHost {
  const ask = <M extends keyof ClientRequests>(
    method: M,
    params: ClientRequests[M]['params'],
  ): Promise<ClientRequests[M]['result']> => connection.sendRequest(method, params);
  const readFolder: ServerHost['readFolder'] = async (uri) => {
    if (host.reads(uri)) return host.readFolder(uri);
    const entries = await ask('goldenPath/readFolder', { uri });
    return entries.map(({ uri: place, name, kind }) => ({ name, kind, place }));
  };
  return {
    ...host,
    reads: () => true,
    readFolder,
    files: {
      async readText(uri) {
        if (host.reads(uri)) return host.files.readText(uri);
        const found = await ask('goldenPath/readFile', { uri, mostBytes: 4 * limits.outline });
        return found?.text;
      },
      async listFolder(uri) {
        const entries = await readFolder(uri);
        return entries.map(({ name, kind }) => ({ name, isFolder: kind === 'folder' }));
      },
    },
  };
}
