import { liveDocument, type Handler } from './handler.js';

/** What an anchor's name is made of: all but space, commas and brackets (YAML 1.2.2, 6.9.2). */
const wordPattern = '[^\\s,\\[\\]{}&*]+';

/** An anchor and its aliases are edited as one. */
export const linkedEditingHandler: Handler = {
  capabilities: () => ({ linkedEditingRangeProvider: true }),
  listen: (session) => {
    session.connection.languages.onLinkedEditingRange(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      const ranges = document ? session.service.linkedRanges(document, position) : [];
      return ranges.length > 0 ? { ranges, wordPattern } : null;
    });
  },
};
