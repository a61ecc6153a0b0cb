import { LinkedEditingRangeRequest } from 'vscode-languageserver';
import { OnDemand } from '../onDemand.js';
import { liveDocument, type Handler } from './handler.js';

/** What an anchor's name is made of: all but space, commas and brackets (YAML 1.2.2, 6.9.2). */
const wordPattern = '[^\\s,\\[\\]{}&*]+';

/** An anchor and its aliases are edited as one, in the few documents that have any. */
export const linkedEditingHandler: Handler = {
  capabilities: (client) =>
    client.textDocument?.linkedEditingRange?.dynamicRegistration === true
      ? {}
      : { linkedEditingRangeProvider: true },
  listen: (session) => {
    const { connection, client, documents } = session;
    connection.languages.onLinkedEditingRange(({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      const ranges = document ? session.service.linkedRanges(document, position) : [];
      return ranges.length > 0 ? { ranges, wordPattern } : null;
    });
    if (client.textDocument?.linkedEditingRange?.dynamicRegistration !== true) return;
    const linked = new OnDemand(() =>
      connection.client.register(LinkedEditingRangeRequest.type, { documentSelector: null }),
    );
    const failed = (error: unknown): void => connection.console.error(String(error));
    // Once there was one it stays: it is gone and back with every key of its name.
    documents.all.onDidChangeContent(({ document }) => {
      if (document.getText().includes('&')) linked.want(true).catch(failed);
    });
  },
};
