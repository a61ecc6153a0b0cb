import { liveDocument, type Handler } from './handler.js';

export const selectionRangesHandler: Handler = {
  capabilities: () => ({ selectionRangeProvider: true }),
  listen: (session) => {
    session.connection.onSelectionRanges(({ textDocument, positions }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document ? session.service.selectionRanges(document, positions) : [];
    });
  },
};
