import { typedTriggers } from '../../language/format/formatOnType.js';
import { answering, liveDocument, type Handler } from './handler.js';

const [firstTrigger, ...moreTriggers] = typedTriggers;

export const formattingHandler: Handler = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: {
      firstTriggerCharacter: firstTrigger,
      moreTriggerCharacter: [...moreTriggers],
    },
  }),
  listen: (session) => {
    const { connection, service, index } = session;
    connection.onDocumentFormatting(({ textDocument, options }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      return answering(token, () => service.format(document, { client: options, roots: index.roots }));
    });
    connection.onDocumentRangeFormatting(({ textDocument, options, range }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      return answering(token, () => service.format(document, { client: options, roots: index.roots, range }));
    });
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch, options }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return [];
      const query = { client: options, roots: index.roots };
      return answering(token, () => service.formatOnType(document, position, ch, query));
    });
  },
};
