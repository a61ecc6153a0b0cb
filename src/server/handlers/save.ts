import { TextDocumentSyncKind } from 'vscode-languageserver';
import type { Handler } from './handler.js';

/** What is saved is shown to the platform; what it says joins the diagnostics. */
export const saveHandler: Handler = {
  capabilities: () => ({
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
  }),
  listen: ({ connection, service, documents, publisher }) => {
    const check = async (uri: string): Promise<void> => {
      const document = documents.get(uri);
      if (!document || !(await service.checkOnPlatform(document))) return;
      await publisher.recheck((one) => one === document.uri);
    };
    documents.all.onDidSave(({ document }) => {
      check(document.uri).catch((error: unknown) => connection.console.error(String(error)));
    });
  },
};
