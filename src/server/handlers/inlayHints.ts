import { liveDocument, type Handler } from './handler.js';

export const inlayHintsHandler: Handler = {
  capabilities: () => ({ inlayHintProvider: true }),
  listen: (session) => {
    const { connection, service } = session;
    connection.languages.inlayHint.on(({ textDocument, range }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? service.inlayHints(document, range) : [];
    });
  },
};
