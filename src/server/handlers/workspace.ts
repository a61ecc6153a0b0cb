import type { CancellationToken } from 'vscode-languageserver';
import type { CustomRequests } from '../../language/protocol.js';
import { canonicalUri } from '../canonicalUri.js';
import { validateWorkspace } from '../workspaceRequests.js';
import { answering, type Handler } from './handler.js';

/** What the workspace as a whole is asked, and the folders that it has. */
export const workspaceHandler: Handler = {
  capabilities: () => ({ workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
  listen: (session) => {
    const { connection, client, service, documents, publisher, index, watch, onInitialized } = session;
    const on = <M extends keyof CustomRequests>(
      method: M,
      answer: (
        params: CustomRequests[M]['params'],
        signal: AbortSignal,
      ) => Promise<CustomRequests[M]['result']>,
    ): void => {
      connection.onRequest(method, (params: CustomRequests[M]['params'], token: CancellationToken) =>
        answering(token, (signal) => answer(params, signal)),
      );
    };
    on('goldenPath/workspaceServices', async (_, signal) => {
      await watch();
      return index.services(signal);
    });
    on('goldenPath/validateWorkspace', async (_, signal) => {
      await watch();
      return validateWorkspace(index, documents, publisher, signal);
    });
    on('goldenPath/resolveService', async ({ uri }) => {
      const document = await documents.read(uri);
      return (document && (await service.resolveService(document, index.roots))) ?? null;
    });
    on('goldenPath/catalogDocuments', async ({ uri }) => {
      const document = await documents.read(uri);
      return document ? service.catalogDocuments(document) : [];
    });
    onInitialized(() => {
      if (client.workspace?.workspaceFolders !== true) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => canonicalUri(uri)));
        index.setRoots([...index.roots.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
        void connection.sendNotification('goldenPath/servicesChanged', {});
      });
    });
  },
};
