import type { ClientCapabilities } from 'vscode-languageserver';
import { typedTriggers } from '../../language/format/formatOnType.js';
import { languageId } from '../../language/languageService.js';
import { Formatters } from '../formatters.js';
import { answering, liveDocument, type Handler, type Session } from './handler.js';

const [firstTrigger, ...moreTriggers] = typedTriggers;
const onType = { firstTriggerCharacter: firstTrigger, moreTriggerCharacter: [...moreTriggers] };

function canRegister({ textDocument }: ClientCapabilities): boolean {
  return [textDocument?.formatting, textDocument?.rangeFormatting, textDocument?.onTypeFormatting].every(
    (feature) => feature?.dynamicRegistration === true,
  );
}

/** Says, to a client that can be told, which documents are formatted, as manifests and neighbours come and go. */
function registerFormatters({ connection, documents, service, neighbour, onInitialized }: Session): void {
  const isYamlTheirs = (): boolean => neighbour.current.formatting === true;
  const formatters = new Formatters(connection, onType, isYamlTheirs());
  onInitialized(() => {
    formatters.refresh();
    neighbour.onDidChange(() => formatters.leaveYaml(isYamlTheirs()));
    documents.all.onDidChangeContent(({ document }) => {
      if (document.languageId !== languageId && service.recognises(document)) formatters.add(document.uri);
    });
  });
}

export const formattingHandler: Handler = {
  capabilities: (client) =>
    canRegister(client)
      ? {}
      : {
          documentFormattingProvider: true,
          documentRangeFormattingProvider: true,
          documentOnTypeFormattingProvider: onType,
        },
  listen: (session) => {
    const { connection, service, index } = session;
    if (canRegister(session.client)) registerFormatters(session);
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
