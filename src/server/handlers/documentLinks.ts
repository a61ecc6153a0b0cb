import { liveDocument, type Handler } from './handler.js';

export const documentLinksHandler: Handler = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  listen: (session) => {
    session.connection.onDocumentLinks(({ textDocument }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.links(document) : [];
    });
  },
};
