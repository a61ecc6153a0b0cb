import { tokenModifiers, tokenTypes } from '../../language/text/tokenTypes.js';
import { encodeTokens, SentTokens, tokenEdits } from '../tokenEdits.js';
import { liveDocument, type Handler } from './handler.js';

export const semanticTokensHandler: Handler = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  }),
  listen: (session) => {
    const { service, documents, connection } = session;
    const { semanticTokens } = connection.languages;
    const sent = new SentTokens();
    documents.all.onDidClose(({ document }) => sent.forget(document.uri));
    semanticTokens.on(({ textDocument: { uri } }, token) => {
      const document = liveDocument(session, uri, token);
      return document ? sent.set(uri, encodeTokens(service.semanticTokens(document))) : { data: [] };
    });
    semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) => {
      const document = liveDocument(session, uri, token);
      if (!document) return { data: [] };
      const before = sent.get(uri, previousResultId);
      const result = sent.set(uri, encodeTokens(service.semanticTokens(document)));
      return before ? { resultId: result.resultId, edits: tokenEdits(before, result.data) } : result;
    });
    semanticTokens.onRange(({ textDocument, range }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      return { data: document ? encodeTokens(service.semanticTokens(document, range)) : [] };
    });
  },
};
