import {
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { setTranslations } from '../base/l10n.js';
import { actionKinds } from '../language/actions/codeActions.js';
import { createLanguageService, type LanguageService } from '../language/languageService.js';
import { canonicalUri } from './canonicalUri.js';
import { withClientFiles } from './clientFiles.js';
import type { ServerHost } from './host.js';
import { readOptions } from './initializationOptions.js';
import { OpenDocuments } from './openDocuments.js';
import { Publisher } from './publisher.js';
import { validateWorkspace, watchPatterns } from './workspaceRequests.js';
import { WorkspaceIndex } from './workspaceIndex.js';
import type { CustomRequests } from '../language/protocol.js';

/** Serves the language over a connection until the client says goodbye. */
export function startServer(connection: Connection, host: ServerHost): void {
  connection.onInitialize((params) => initialize(connection, host, params));
  connection.listen();
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
  hoverProvider: true,
  completionProvider: { triggerCharacters: [' ', ':'], resolveProvider: false },
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: actionKinds },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

function initialize(connection: Connection, own: ServerHost, params: InitializeParams): InitializeResult {
  const { docsBase, translations, clientFiles } = readOptions(params.initializationOptions);
  const host = clientFiles ? withClientFiles(connection, own) : own;
  if (translations) setTranslations(translations);
  const documents = new OpenDocuments(connection, host.files);
  const service = createLanguageService({ files: documents, ...(docsBase !== undefined && { docsBase }) });
  const index = new WorkspaceIndex(service, documents, host);
  const refresh = async (uri: string): Promise<void> => {
    if (await index.refresh(uri)) await connection.sendNotification('goldenPath/servicesChanged', {});
  };
  // The index reads what the check has parsed, so that a burst of keys parses a long document once.
  const publisher = new Publisher(
    connection,
    service,
    (uri) => documents.get(uri),
    (uri) => void refresh(uri),
  );
  const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? legacyRoot(params);
  index.setRoots(roots);

  serveDocuments(connection, service, documents, publisher, refresh);
  serveFeatures(connection, service, documents, params);
  serveWorkspace(connection, service, documents, publisher, index, params);
  connection.onShutdown(() => publisher.dispose());
  return { capabilities, serverInfo: { name: 'golden-path' } };
}

/** The one folder that clients without workspace folders name. */
function legacyRoot(params: InitializeParams): string[] {
  const { rootUri } = params as { rootUri?: string | null };
  return rootUri ? [rootUri] : [];
}

function serveDocuments(
  connection: Connection,
  service: LanguageService,
  documents: OpenDocuments,
  publisher: Publisher,
  refresh: (uri: string) => Promise<void>,
): void {
  documents.all.onDidChangeContent(({ document }) => publisher.schedule(document));
  /** A file that is not open shows what it has on disk, once the whole workspace was checked. */
  const settle = async (uri: string): Promise<void> => {
    await refresh(uri);
    if (documents.get(uri)) return;
    const document = publisher.hasCheckedWorkspace ? await documents.read(uri) : undefined;
    if (document) await publisher.check(document);
    else publisher.clear(uri);
  };
  documents.all.onDidClose(({ document }) => {
    service.forget(document.uri);
    void settle(document.uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) void settle(uri);
    for (const document of documents.all.all()) publisher.schedule(document);
  });
}

function serveFeatures(
  connection: Connection,
  service: LanguageService,
  documents: OpenDocuments,
  { capabilities: client }: InitializeParams,
): void {
  const snippets = client.textDocument?.completion?.completionItem?.snippetSupport === true;
  connection.onHover(({ textDocument, position }, token) => {
    const document = liveDocument(documents, textDocument.uri, token);
    return document ? (service.hover(document, position) ?? null) : null;
  });
  connection.onCompletion(({ textDocument, position }, token) => {
    const document = liveDocument(documents, textDocument.uri, token);
    return document ? service.complete(document, position, { snippets }) : [];
  });
  connection.onCodeAction(async ({ textDocument, range, context: { only } }, token) => {
    const document = liveDocument(documents, textDocument.uri, token);
    return document ? service.codeActions(document, { range, ...(only && { only }) }) : [];
  });
  connection.onDocumentSymbol(({ textDocument }, token) => {
    const document = liveDocument(documents, textDocument.uri, token);
    return document ? service.symbols(document) : [];
  });
}

function liveDocument(
  documents: OpenDocuments,
  uri: string,
  token: CancellationToken,
): ReturnType<OpenDocuments['get']> {
  if (token.isCancellationRequested) throw cancelled();
  return documents.get(uri);
}

function cancelled(): ResponseError {
  return new ResponseError(-32800, 'The request was cancelled.');
}

function serveWorkspace(
  connection: Connection,
  service: LanguageService,
  documents: OpenDocuments,
  publisher: Publisher,
  index: WorkspaceIndex,
  params: InitializeParams,
): void {
  let isWatching = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true;
  /** Asks the client to tell of changed files, once the index is in use. */
  const watch = async (): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: watchPatterns });
  };
  const request = <M extends keyof CustomRequests>(
    method: M,
    answer: (
      params: CustomRequests[M]['params'],
      signal: AbortSignal,
    ) => Promise<CustomRequests[M]['result']>,
  ): void => {
    connection.onRequest(method, async (given: CustomRequests[M]['params'], token: CancellationToken) => {
      const stop = new AbortController();
      const listening = token.onCancellationRequested(() => stop.abort());
      try {
        return await answer(given, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) throw cancelled();
        throw new ResponseError(
          ErrorCodes.InternalError,
          error instanceof Error ? error.message : String(error),
        );
      } finally {
        listening.dispose();
      }
    });
  };
  request('goldenPath/workspaceServices', async (_, signal) => {
    await watch();
    return index.services(signal);
  });
  request('goldenPath/validateWorkspace', async (_, signal) => {
    await watch();
    return validateWorkspace(index, documents, publisher, signal);
  });
  request('goldenPath/resolveService', async ({ uri }) => {
    const document = await documents.read(uri);
    return (document && (await service.resolveService(document, index.roots))) ?? null;
  });
  connection.onInitialized(() => {
    if (params.capabilities.workspace?.workspaceFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => canonicalUri(uri)));
      index.setRoots([...index.roots.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
      void connection.sendNotification('goldenPath/servicesChanged', {});
    });
  });
}
