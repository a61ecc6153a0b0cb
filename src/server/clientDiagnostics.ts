import type { ClientCapabilities, Diagnostic } from 'vscode-languageserver';

/** How a client wants diagnostics: whether it fetches them itself, and which of their parts it understands. */
export interface DiagnosticsClient {
  readonly pulls: boolean;
  /** Whether it can be told to fetch again. */
  readonly refreshes: boolean;
  /** Takes out what the client has not announced that it can show. */
  readonly shaped: (diagnostics: readonly Diagnostic[]) => Diagnostic[];
}

/**
 * A client fetches if it can, and can be told that other files or settings changed what it fetched or cannot be sent
 * any; unless it asked to be sent them (docs/decisions/0013-diagnostics-are-pushed-or-pulled.md).
 */
export function diagnosticsClient(client: ClientCapabilities, wantsPush: boolean): DiagnosticsClient {
  const { diagnostic, publishDiagnostics } = client.textDocument ?? {};
  const canRefresh = client.workspace?.diagnostics?.refreshSupport === true;
  const canBeSent = publishDiagnostics !== undefined;
  const pulls = !wantsPush && diagnostic !== undefined && (canRefresh || !canBeSent);
  const can = { ...publishDiagnostics, ...(pulls && diagnostic) };
  const showsRelated = can.relatedInformation === true;
  const tags = new Set<number>(can.tagSupport?.valueSet);
  const shape = (given: Diagnostic): Diagnostic => {
    const shaped = { ...given };
    if (!showsRelated) delete shaped.relatedInformation;
    const shown = given.tags?.filter((tag) => tags.has(tag)) ?? [];
    if (shown.length > 0) shaped.tags = shown;
    else delete shaped.tags;
    return shaped;
  };
  return { pulls, refreshes: canRefresh, shaped: (diagnostics) => diagnostics.map(shape) };
}
