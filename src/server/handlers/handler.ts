import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Event } from '../../base/events.js';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { onAbort } from '../../base/abort.js';
import type { DocumentFacts } from '../../language/facts/documentFacts.js';
import type { LanguagePorts } from '../../language/ports.js';
import { RenameRefusal } from '../../language/navigation/nameRules.js';
import type { LanguageService } from '../../language/languageService.js';
import type { ClientSettings } from '../clientSettings.js';
import type { ConfigFiles } from '../configFiles.js';
import type { NeighbourState } from '../neighbour.js';
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
  readonly configs: ConfigFiles;
  /** Drops the live names that were asked for. */
  readonly forgetNames: () => void;
  readonly neighbour: NeighbourState;
  /** The client may be asked from now on. The connection's own event keeps one listener only. */
  readonly onInitialized: Event<undefined>;
  /** Asks the client, once, to tell of changed files: whoever uses the index calls it first. */
  readonly watch: () => Promise<void>;
}

/** One feature of the protocol: what the server says that it can do, and who answers. */
export interface Handler {
  readonly capabilities: (client: ClientCapabilities, session: Session) => Partial<ServerCapabilities>;
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

/** How long a request waits for the index; then the open documents have to do. */
const indexWaitMs = 2000;

/** What the workspace is known to say, open documents as they are now. Throws when the request is cancelled. */
export async function knownDocuments(
  { index, watch }: Session,
  signal: AbortSignal,
): Promise<readonly DocumentFacts[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), indexWaitMs);
  const listening = onAbort(signal, () => stop.abort());
  try {
    // A client that never answers keeps no request waiting.
    void watch().catch(() => undefined);
    return await index.known(stop.signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return index.opened();
  } finally {
    clearTimeout(timer);
    listening.dispose();
  }
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
    if (error instanceof RenameRefusal) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  } finally {
    listening.dispose();
  }
}
