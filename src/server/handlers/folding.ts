import { liveDocument, type Handler } from './handler.js';

export const foldingHandler: Handler = {
  capabilities: () => ({ foldingRangeProvider: true }),
  listen: (session) => {
    const { rangeLimit, lineFoldingOnly } = session.client.textDocument?.foldingRange ?? {};
    session.connection.onFoldingRanges(({ textDocument }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return document
        ? session.service.folding(document, {
            ...(rangeLimit !== undefined && { most: rangeLimit }),
            linesOnly: lineFoldingOnly === true,
          })
        : [];
    });
  },
};
