import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { isConfigFile } from '../configFile.js';
import { settingsFileName } from '../../model/manifestDetector.js';
import type { Handler } from './handler.js';

/** Reads the settings files of teams again when they change in the editor, and asks to hear of changes on disk. */
export const configFilesHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, client, configs, documents, publisher, onInitialized }) => {
    const changed = (uri: string): void => {
      if (!isConfigFile(uri)) return;
      configs.clear();
      for (const document of documents.all.all()) {
        if (!isConfigFile(document.uri)) publisher.schedule(document);
      }
    };
    documents.all.onDidChangeContent(({ document }) => changed(document.uri));
    documents.all.onDidClose(({ document }) => changed(document.uri));
    documents.all.onDidOpen(({ document }) => void configs.load(document.uri));
    onInitialized(() => {
      if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
      const watchers = [{ globPattern: `**/${settingsFileName}` }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
  },
};
