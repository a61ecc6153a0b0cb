import { liveDocument, type Handler } from './handler.js';

/** The places are all in the file itself, so nothing else is waited for. */
export const documentHighlightsHandler: Handler = {
  capabilities: () => ({ documentHighlightProvider: true }),
  listen: (session) => {
    session.connection.onDocumentHighlight(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.highlights(document, position, []) : [];
    });
  },
};
