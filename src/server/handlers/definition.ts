import type { Definition, DefinitionLink, DefinitionParams, CancellationToken } from 'vscode-languageserver';
import { answering, knownDocuments, liveDocument, type Handler, type Session } from './handler.js';

/** A name in a manifest has one place where it is declared and defined. */
export const definitionHandler: Handler = {
  capabilities: () => ({ definitionProvider: true, declarationProvider: true }),
  listen: (session) => {
    const { definition, declaration } = session.client.textDocument ?? {};
    session.connection.onDefinition((params, token) =>
      define(session, params, token, definition?.linkSupport === true),
    );
    session.connection.onDeclaration((params, token) =>
      define(session, params, token, declaration?.linkSupport === true),
    );
  },
};

async function define(
  session: Session,
  { textDocument, position }: DefinitionParams,
  token: CancellationToken,
  asLinks: boolean,
): Promise<Definition | DefinitionLink[]> {
  const document = liveDocument(session, textDocument.uri, token);
  if (!document) return [];
  return answering(token, async (signal) => {
    const known = await knownDocuments(session, signal);
    const links = await session.service.definition(document, position, known);
    if (asLinks) return links;
    return links.map(({ targetUri, targetSelectionRange }) => ({
      uri: targetUri,
      range: targetSelectionRange,
    }));
  });
}
