import { liveDocument, type Handler } from './handler.js';

export const linkedEditingHandler: Handler = {
  capabilities: () => ({ linkedEditingRangeProvider: true }),
  listen: (session) => {
    session.connection.languages.onLinkedEditingRange(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return (document && session.service.linkedEditing(document, position)) ?? null;
    });
  },
};
