import { InlayHintRequest, type ClientCapabilities } from 'vscode-languageserver';
import { OnDemand } from '../onDemand.js';
import { liveDocument, type Handler } from './handler.js';

const isDynamic = (client: ClientCapabilities): boolean =>
  client.textDocument?.inlayHint?.dynamicRegistration === true;

/** Hints are off unless a setting asks for them. */
export const inlayHintsHandler: Handler = {
  capabilities: (client) => (isDynamic(client) ? {} : { inlayHintProvider: true }),
  listen: (session) => {
    const { connection, client, service, settings, onInitialized } = session;
    connection.languages.inlayHint.on(({ textDocument, range }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? service.inlayHints(document, range) : [];
    });
    const failed = (error: unknown): void => connection.console.error(String(error));
    const canRefresh = client.workspace?.inlayHint?.refreshSupport === true;
    if (!isDynamic(client)) {
      settings.onDidChange(() => {
        if (canRefresh) connection.languages.inlayHint.refresh().catch(failed);
      });
      return;
    }
    const offered = new OnDemand(() =>
      connection.client.register(InlayHintRequest.type, { documentSelector: null }),
    );
    const update = async (): Promise<void> => {
      await offered.want(settings.hasInlayHints);
      if (settings.hasInlayHints && canRefresh) await connection.languages.inlayHint.refresh();
    };
    onInitialized(() => void update().catch(failed));
    settings.onDidChange(() => void update().catch(failed));
  },
};
