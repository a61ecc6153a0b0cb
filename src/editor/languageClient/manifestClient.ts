import * as vscode from 'vscode';
import {
  CloseAction,
  type BaseLanguageClient,
  type DocumentSelector,
  type ErrorHandler,
  type LanguageClientOptions,
  type Middleware,
} from 'vscode-languageclient';
import { t } from '../../base/l10n.js';
import type { EntityPort, ManifestCheckPort, SchemaPort } from '../../language/ports.js';
import type { ClientNotifications, CustomRequests, Neighbour } from '../../language/protocol.js';
import type { CatalogPort, CatalogQuery } from '../../model/liveNames.js';
import { answerFileRequests } from './fileRequests.js';
import { manifestLanguage, manifestSchemes } from './manifestDocuments.js';

/** Makes a client that runs the language server: as a process beside the extension, or as a worker of a browser. */
export type ConnectServer = (options: LanguageClientOptions) => BaseLanguageClient;

export interface ManifestClientOptions {
  /** Folder of the pages that rules link to. */
  readonly docsBase: string;
  readonly channel: vscode.LogOutputChannel;
  /** The server crashed so often that it is not started again by itself. */
  readonly onFailed: () => void;
  readonly onServicesChanged: () => void;
  /** The server says what it finds in a document, if only that it is fine: it is a manifest. */
  readonly onRecognised: (uri: vscode.Uri) => void;
  /** What another YAML extension does in this window. */
  readonly neighbour: () => Neighbour;
  /** Live names of the platform that the window is bound to, where windows are. */
  readonly names?: CatalogPort;
  /** The platform's own check of manifests. */
  readonly manifestCheck?: ManifestCheckPort;
  /** The schemas that the platform publishes. */
  readonly schemas?: SchemaPort;
  /** Entities of the connected catalogue as documents. */
  readonly entities?: EntityPort;
}

/** Restarts within three minutes after which a crashing server stays down. */
const mostRestarts = 4;

/** The language client proper. Loaded with the first manifest, since vscode-languageclient is heavy. */
export class ManifestClient {
  readonly #client: BaseLanguageClient;
  /** Documents of other languages that the server may see, by URI. */
  readonly #admitted = new Set<string>();
  /** All that it has open, by URI, each with the version that it was given first. */
  readonly #open = new Map<string, number>();

  constructor(connect: ConnectServer, options: ManifestClientOptions) {
    this.#client = connect({
      documentSelector: selector(),
      outputChannel: options.channel,
      // Asked for anew when a server that crashed is started again.
      initializationOptions: () => ({
        docsBase: options.docsBase,
        translations: vscode.l10n.bundle ?? {},
        diagnostics: 'push',
        clientFiles: true,
        catalog: options.names !== undefined,
        entities: options.entities !== undefined,
        neighbour: options.neighbour(),
      }),
      middleware: this.#middleware(options.onRecognised),
      errorHandler: this.#errorHandler(options.onFailed),
      initializationFailedHandler: () => false,
    });
    answerFileRequests(this.#client);
    this.#client.onNotification('goldenPath/servicesChanged', options.onServicesChanged);
    this.#client.onRequest(
      'goldenPath/catalog',
      async (query: CatalogQuery) => (await options.names?.query(query)) ?? null,
    );
    this.#client.onRequest(
      'goldenPath/entity',
      async ({ ref }: { ref: string }) => (await options.entities?.documentOf(ref)) ?? null,
    );
    this.#client.onRequest('goldenPath/schema', async () => (await options.schemas?.served()) ?? null);
    this.#client.onRequest(
      'goldenPath/validateManifest',
      async ({ yaml, value }: { yaml: string; value?: unknown }) =>
        (await options.manifestCheck?.check(yaml, value)) ?? null,
    );
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  async stop(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.dispose();
  }

  request<Method extends keyof CustomRequests>(
    method: Method,
    params: CustomRequests[Method]['params'],
  ): Promise<CustomRequests[Method]['result']> {
    return this.#client.sendRequest(method, params);
  }

  async notify<Method extends keyof ClientNotifications>(
    method: Method,
    params: ClientNotifications[Method],
  ): Promise<void> {
    await this.#client.sendNotification(method, params);
  }

  /** Whether the server was given this document. */
  has(document: vscode.TextDocument): boolean {
    return this.#open.has(this.#client.code2ProtocolConverter.asUri(document.uri));
  }

  /** Open documents of other languages that the server was given. */
  admitted(): readonly vscode.TextDocument[] {
    return vscode.workspace.textDocuments.filter((document) =>
      this.#admitted.has(this.#client.code2ProtocolConverter.asUri(document.uri)),
    );
  }

  /** Opens a document of another language at the server, until it closes. */
  admit(document: vscode.TextDocument): void {
    const uri = this.#client.code2ProtocolConverter.asUri(document.uri);
    if (this.#open.has(uri)) return;
    this.#admitted.add(uri);
    void this.#client.sendNotification(
      'textDocument/didOpen',
      this.#client.code2ProtocolConverter.asOpenTextDocumentParams(document),
    );
  }

  /** One gate for everything that names a document: what is neither ours nor admitted never leaves the editor. */
  #middleware(onRecognised: (uri: vscode.Uri) => void): Middleware {
    return {
      handleDiagnostics: (uri, diagnostics, next) => {
        onRecognised(uri);
        next(uri, diagnostics);
      },
      // The editor asks at each key; the server need not wake up where no anchor is near.
      provideLinkedEditingRange: (document, position, token, next) =>
        /[&*]/.test(document.lineAt(position).text) ? next(document, position, token) : undefined,
      sendRequest: async (type, param, token, next) => {
        const uri = documentOf(param)?.uri;
        if (uri === undefined || this.#open.has(uri)) return next(type, param, token);
        return null as Awaited<ReturnType<typeof next>>;
      },
      sendNotification: async (type, next, params) => {
        const document = documentOf(params);
        if (!document || this.#passes(typeof type === 'string' ? type : type.method, document)) {
          await next(type, params);
        }
      },
    };
  }

  #passes(method: string, { uri, languageId, version = 0 }: NamedDocument): boolean {
    if (method === 'textDocument/didOpen') {
      const passes = languageId === manifestLanguage || this.#admitted.has(uri);
      if (passes) this.#open.set(uri, version);
      return passes;
    }
    if (method === 'textDocument/didChange') {
      const first = this.#open.get(uri);
      // The edit that made a text a manifest is in the text that was opened; told again, it would be made twice.
      return first !== undefined && version > first;
    }
    if (method !== 'textDocument/didClose') return this.#open.has(uri);
    this.#admitted.delete(uri);
    return this.#open.delete(uri);
  }

  #errorHandler(onFailed: () => void): ErrorHandler {
    const usual = (): ErrorHandler => this.#client.createDefaultErrorHandler(mostRestarts);
    let handler: ErrorHandler | undefined;
    return {
      error: (...fault) => (handler ??= usual()).error(...fault),
      closed: async () => {
        const result = await (handler ??= usual()).closed();
        if (result.action === CloseAction.Restart) return { ...result, handled: true };
        onFailed();
        return { ...result, message: t('The language server keeps crashing.'), handled: true };
      },
    };
  }
}

/** Ours by language; YAML is listed for Score files and filtered document by document. */
function selector(): DocumentSelector {
  return manifestSchemes.flatMap((scheme) => [
    { scheme, language: 'platform-manifest' },
    { scheme, language: 'yaml' },
  ]);
}

interface NamedDocument {
  readonly uri: string;
  readonly languageId?: string;
  readonly version?: number;
}

function documentOf(params: unknown): NamedDocument | undefined {
  if (typeof params !== 'object' || params === null || !('textDocument' in params)) return undefined;
  const document = params.textDocument;
  if (typeof document !== 'object' || document === null || !('uri' in document)) return undefined;
  return typeof document.uri === 'string' ? (document as NamedDocument) : undefined;
}
