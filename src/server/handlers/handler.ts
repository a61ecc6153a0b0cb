import {
  ErrorCodes,
  ResponseError,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguagePorts } from '../../language/ports.js';
import type { LanguageService } from '../../language/languageService.js';
import type { Neighbour } from '../../language/protocol.js';
import type { ClientSettings } from '../clientSettings.js';
import type { OpenDocuments } from '../openDocuments.js';
import type { Publisher } from '../publisher.js';
import type { WorkspaceIndex } from '../workspaceIndex.js';

/** What the handlers of a connection share. */
export interface Session {
  readonly connection: Connection;
  readonly client: ClientCapabilities;
  readonly service: LanguageService;
  readonly ports: LanguagePorts;
  readonly documents: OpenDocuments;
  readonly publisher: Publisher;
  readonly index: WorkspaceIndex;
  readonly settings: ClientSettings;
  /** Drops the live names that were asked for. */
  readonly forgetNames: () => void;
  readonly setNeighbour: (neighbour: Neighbour) => void;
  /** Asks the client, once, to tell of changed files: whoever uses the index calls it first. */
  readonly watch: () => Promise<void>;
}

/** One feature of the protocol: what the server says that it can do, and who answers. */
export interface Handler {
  readonly capabilities: (client: ClientCapabilities) => Partial<ServerCapabilities>;
  readonly listen: (session: Session) => void;
}

/** The open document that a request is about. Throws when the request was cancelled while it waited. */
export function liveDocument(
  { documents }: Session,
  uri: string,
  token: CancellationToken,
): TextDocument | undefined {
  if (token.isCancellationRequested) throw cancelled();
  return documents.get(uri);
}

export function cancelled(): ResponseError {
  return new ResponseError(-32800, 'The request was cancelled.');
}

/** Runs what answers a request with a signal for its cancellation; what it throws becomes an error of the protocol. */
export async function answering<T>(
  token: CancellationToken,
  answer: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const listening = token.onCancellationRequested(() => stop.abort());
  try {
    return await answer(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) throw cancelled();
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  } finally {
    listening.dispose();
  }
}
