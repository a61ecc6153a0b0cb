import type { Hover } from 'vscode-languageserver';
import { shownHover } from '../words.js';
import { liveDocument, type Handler } from './handler.js';

export const hoverHandler: Handler = {
  capabilities: () => ({ hoverProvider: true }),
  listen: (session) => {
    session.connection.onHover(async ({ textDocument, position }, token) => {
      const document = liveDocument(session, textDocument.uri, token);
      if (!document) return null;
      const words = session.service.hover(document, position);
      const hover = joined(words, await session.service.hoverFacts(document, position));
      return hover ? shownHover(hover, session.client.textDocument?.hover?.contentFormat) : null;
    });
  },
};

/** The words of the schema, and below a line what is known besides. */
function joined(words: Hover | undefined, facts: Hover | undefined): Hover | undefined {
  if (!words || !facts) return words ?? facts;
  return { ...words, contents: { kind: 'markdown', value: `${textOf(words)}\n\n---\n\n${textOf(facts)}` } };
}

function textOf({ contents }: Hover): string {
  if (Array.isArray(contents)) return contents.map(plain).join('\n\n');
  return plain(contents);
}

function plain(content: string | { readonly value: string }): string {
  return typeof content === 'string' ? content : content.value;
}
