import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Emitter } from '../base/events.js';
import { setTranslations } from '../base/l10n.js';
import { mayBeCustomKind } from '../model/manifestDetector.js';
import { createLanguageService, type LanguageService } from '../language/languageService.js';
import type { LanguagePorts } from '../language/ports.js';
import { ClientCatalog } from './clientCatalog.js';
import { withClientFiles } from './clientFiles.js';
import { clientEntities } from './clientEntities.js';
import { clientSchemas } from './clientSchemas.js';
import { clientManifestCheck } from './clientManifestCheck.js';
import { diagnosticsClient } from './clientDiagnostics.js';
import { ClientSettings } from './clientSettings.js';
import { BackgroundIndex } from './backgroundIndex.js';
import { isConfigFile } from './configFile.js';
import { ConfigFiles } from './configFiles.js';
import type { Session } from './handlers/handler.js';
import { handlers } from './handlers/handlers.js';
import { readOptions, type ServerHost } from './host.js';
import { besideNeighbour, NeighbourState } from './neighbour.js';
import { OpenDocuments } from './openDocuments.js';
import { Publisher } from './publisher.js';
import { RecentFiles } from './recentFiles.js';
import { watchPatterns } from './workspaceRequests.js';
import { isRead } from './yamlWalk.js';
import { WorkspaceIndex } from './workspaceIndex.js';

/** Serves the language over a connection until the client says goodbye. */
export function startServer(connection: Connection, host: ServerHost): void {
  connection.onInitialize((params) => initialize(connection, host, params));
  connection.listen();
}

function initialize(connection: Connection, own: ServerHost, params: InitializeParams): InitializeResult {
  const options = readOptions(params.initializationOptions);
  const { docsBase = own.docsBase, translations } = options;
  const host = options.clientFiles ? withClientFiles(connection, own) : own;
  if (translations) setTranslations(translations);
  const documents = new OpenDocuments(connection, host.files);
  const settings = new ClientSettings();
  settings.set(options.settings);
  const asked = options.catalog ? new ClientCatalog(connection, () => void publisher.recheck()) : undefined;
  const catalog = host.catalog ?? asked;
  const manifestCheck = host.manifestCheck ?? (options.catalog ? clientManifestCheck(connection) : undefined);
  const schemas = host.schemas ?? (options.catalog ? clientSchemas(connection) : undefined);
  const entities = host.entities ?? (options.entities ? clientEntities(connection) : undefined);
  const recent = new RecentFiles(documents, () => void publisher.recheck());
  const ports: LanguagePorts = {
    files: documents,
    recentFiles: recent,
    workspace: { documents: () => index.documents() },
    settings: (uri) => configs.settingsFor(uri, settings.for(uri)),
    ...(catalog && { catalog }),
    ...(manifestCheck && { manifestCheck }),
    ...(schemas && { schemas }),
    ...(entities && { entities }),
    roots: () => index.roots,
    ...(docsBase !== undefined && { docsBase }),
  };
  const configs = new ConfigFiles(documents);
  const neighbour = new NeighbourState(options.neighbour);
  const whole = createLanguageService(ports);
  const service = besideNeighbour(
    withConfigs(whole, configs),
    (document) => documents.get(document.uri) === document,
    neighbour,
  );
  const index = new WorkspaceIndex(whole, documents, host);
  const refresh = async (uri: string): Promise<void> => {
    if (await index.refresh(uri)) await connection.sendNotification('goldenPath/servicesChanged', {});
  };
  // The index reads what the check has parsed, so that a burst of keys parses a long document once.
  const { capabilities: client } = params;
  const watch = watchOnce(connection, client);
  const background = new BackgroundIndex(index, watch);
  // Of a kind that a file of the workspace may define, only the whole workspace can tell.
  const mayBeMeant = (document: TextDocument): boolean =>
    service.recognises(document) || mayBeCustomKind(document.getText());
  const publisher = new Publisher({
    connection,
    service,
    client: diagnosticsClient(client, options.diagnostics === 'push'),
    documents,
    onChecked: (uri) => {
      const document = documents.get(uri);
      if (document && mayBeMeant(document)) background.begin();
      void refresh(uri);
    },
  });
  index.setRoots(params.workspaceFolders?.map(({ uri }) => uri) ?? legacyRoot(params));
  background.onSettled((isMeant) => void publisher.recheck(isMeant));
  serveDocuments({ connection, service, documents, recent, index, publisher, configs, refresh });
  // The connection keeps one listener only.
  const initialized = new Emitter<undefined>();
  connection.onInitialized(() => initialized.fire(undefined));
  const session: Session = {
    connection,
    client,
    service,
    ports,
    documents,
    publisher,
    index,
    settings,
    configs,
    watch,
    neighbour,
    onInitialized: initialized.event,
    forgetNames: () => asked?.forget(),
  };
  for (const { listen } of handlers) listen(session);
  connection.onShutdown(() => {
    for (const one of [publisher, background, index, recent]) one.dispose();
  });
  return { capabilities: capabilitiesFor(session), serverInfo: { name: 'golden-path' } };
}

/** The service as a team's settings want it: nothing is said of a file before they were read, or that they leave out. */
function withConfigs(service: LanguageService, configs: ConfigFiles): LanguageService {
  return {
    ...service,
    diagnostics: async (document) => {
      const config = await configs.load(document.uri);
      return config?.covers(document.uri) === false ? [] : service.diagnostics(document);
    },
  };
}

function capabilitiesFor(session: Session): ServerCapabilities {
  const all = handlers.map(({ capabilities }) => capabilities(session.client, session));
  const workspace = Object.assign({}, ...all.map((one) => one.workspace)) as ServerCapabilities['workspace'];
  return Object.assign({}, ...all, { workspace }) as ServerCapabilities;
}

/** Asks the client to tell of changed files, once the index is in use. */
function watchOnce(connection: Connection, client: ClientCapabilities): () => Promise<void> {
  let isWatching = client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true;
  return async () => {
    if (isWatching) return;
    isWatching = true;
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: watchPatterns });
  };
}

/** The one folder that clients without workspace folders name. */
function legacyRoot(params: InitializeParams): string[] {
  const { rootUri } = params as { rootUri?: string | null };
  return rootUri ? [rootUri] : [];
}

interface Served {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly documents: OpenDocuments;
  readonly recent: RecentFiles;
  readonly index: WorkspaceIndex;
  readonly publisher: Publisher;
  readonly configs: ConfigFiles;
  readonly refresh: (uri: string) => Promise<void>;
}

function serveDocuments(served: Served): void {
  const { connection, service, documents, recent, index, publisher, configs, refresh } = served;
  documents.all.onDidChangeContent(({ document }) => publisher.schedule(document));
  /** A file that is not open shows what it has on disk, once the whole workspace was checked. */
  const settle = async (uri: string): Promise<void> => {
    await refresh(uri);
    if (documents.get(uri)) return;
    const document = publisher.hasCheckedWorkspace ? await documents.read(uri) : undefined;
    if (document) await publisher.check(document);
    else publisher.clear(uri);
  };
  const relearn = async (uri: string): Promise<void> => {
    const document = await documents.read(uri).catch(() => undefined);
    await service.learn(uri, document?.getText() ?? '');
  };
  documents.all.onDidClose(({ document }) => {
    recent.forget(document.uri);
    service.forget(document.uri);
    void settle(document.uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) recent.forget(uri);
    const hasConfigs = changes.some(({ uri }) => isConfigFile(uri));
    if (hasConfigs) configs.clear();
    const manifests = changes.filter(({ uri }) => isRead(uri)).map(({ uri }) => uri);
    const gone = changes.filter(({ uri, type }) => type === FileChangeType.Deleted && !isRead(uri));
    const below = gone.length > 0 ? index.below(gone.map(({ uri }) => uri)) : [];
    for (const uri of [...manifests, ...below]) void settle(uri);
    const made = changes.filter(({ uri, type }) => type === FileChangeType.Created && !isRead(uri));
    for (const { uri } of made) void index.inside(uri).then((files) => Promise.all(files.map(settle)));
    // Schemas that a setting or a comment names lie anywhere.
    const schemas = changes.filter(({ uri }) => !isRead(uri) && service.usesSchema(uri));
    if (schemas.length > 0) {
      void Promise.all(schemas.map(({ uri }) => relearn(uri))).then(() => publisher.recheck());
    }
    if (!hasConfigs && manifests.length + below.length === 0) return;
    void publisher.recheck();
  });
}
