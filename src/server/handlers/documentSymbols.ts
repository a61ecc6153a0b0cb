import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { liveDocument, type Handler } from './handler.js';

export const documentSymbolsHandler: Handler = {
  capabilities: () => ({ documentSymbolProvider: true }),
  listen: (session) => {
    const isTree = session.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    session.connection.onDocumentSymbol(({ textDocument: { uri } }, token) => {
      const document = liveDocument(session, uri, token);
      const symbols = document ? session.service.symbols(document) : [];
      return isTree ? symbols : symbols.flatMap((symbol) => listed(symbol, uri));
    });
  },
};

/** A symbol and those below it, one after the other, for a client that shows no tree. */
function listed(symbol: DocumentSymbol, uri: string, containerName?: string): SymbolInformation[] {
  const { name, kind, tags, range, children = [] } = symbol;
  return [
    { name, kind, location: { uri, range }, ...(tags && { tags }), ...(containerName && { containerName }) },
    ...children.flatMap((child) => listed(child, uri, name)),
  ];
}
