import type * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { ClientNotifications, CustomRequests } from '../../language/protocol.js';
import { UserError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { ConnectServer, ManifestClient, ManifestClientOptions } from './manifestClient.js';
import { YamlNeighbour } from './neighbour.js';

export type LanguageServerState = 'off' | 'starting' | 'running' | 'failed';

export interface LanguageClientHostOptions extends Omit<
  ManifestClientOptions,
  'onFailed' | 'onServicesChanged' | 'onRecognised' | 'neighbour'
> {
  /** Loads what runs the server. */
  readonly loadServer: () => Promise<ConnectServer>;
}

/** Owns the language client: loads and starts it with the first manifest, and tells how it fares. */
export class LanguageClientHost implements Disposable {
  readonly #options: LanguageClientHostOptions;
  readonly #log: Log;
  readonly #stateChanged = new Emitter<LanguageServerState>();
  readonly #servicesChanged = new Emitter<undefined>();
  readonly #neighbour: YamlNeighbour;
  #state: LanguageServerState = 'off';
  #client: Promise<ManifestClient> | undefined;
  #isDisposed = false;

  readonly onDidChangeState = this.#stateChanged.event;
  /** The manifests of the workspace describe other services than before. */
  readonly onDidChangeServices = this.#servicesChanged.event;

  constructor(options: LanguageClientHostOptions, log: Log) {
    this.#options = options;
    this.#log = log;
    this.#neighbour = new YamlNeighbour(log);
    this.#neighbour.onDidChange((provided) => {
      this.notify('goldenPath/neighbourChanged', provided).catch((error: unknown) =>
        log.error('the language server was not told of the other YAML extension', error),
      );
    });
  }

  get state(): LanguageServerState {
    return this.#state;
  }

  /** Starts the server unless it runs. Rejects with `UserError` when it cannot be started. */
  async start(): Promise<ManifestClient> {
    this.#client ??= this.#start();
    return this.#client;
  }

  /** Starts the server anew and gives it the documents that the old one had. */
  async restart(): Promise<void> {
    const old = await this.#client?.catch(() => undefined);
    const documents = old?.admitted() ?? [];
    this.#client = undefined;
    await old?.stop().catch((error: unknown) => this.#log.error('the language server did not stop', error));
    const client = await this.start();
    for (const document of documents) client.admit(document);
  }

  /** Lets a document of another language through to the server: a Score file stays `yaml`. */
  async admit(document: vscode.TextDocument): Promise<void> {
    void this.#neighbour.claimManifests();
    (await this.start()).admit(document);
  }

  /** Asks the server, which is started if need be. */
  async request<Method extends keyof CustomRequests>(
    method: Method,
    params: CustomRequests[Method]['params'],
  ): Promise<CustomRequests[Method]['result']> {
    return (await this.start()).request(method, params);
  }

  /** Tells the server, if there is one. */
  async notify<Method extends keyof ClientNotifications>(
    method: Method,
    params: ClientNotifications[Method],
  ): Promise<void> {
    await (await this.#client?.catch(() => undefined))?.notify(method, params);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#neighbour.dispose();
    void this.#client?.then((client) => client.stop()).catch(() => undefined);
    this.#stateChanged.dispose();
    this.#servicesChanged.dispose();
  }

  async #start(): Promise<ManifestClient> {
    this.#enter('starting');
    try {
      const [{ ManifestClient }, connect] = await Promise.all([
        import('./manifestClient.js'),
        this.#options.loadServer(),
      ]);
      const client = new ManifestClient(connect, {
        ...this.#options,
        neighbour: () => this.#neighbour.provides(),
        onFailed: () => this.#enter('failed'),
        onServicesChanged: () => this.#servicesChanged.fire(undefined),
        onRecognised: (uri) => this.#neighbour.recognised(uri),
      });
      await client.start();
      if (this.#isDisposed) await client.stop();
      else this.#enter('running');
      return client;
    } catch (error) {
      this.#client = undefined;
      this.#enter('failed');
      this.#log.error('the language server did not start', error);
      throw new UserError(
        'language.not-started',
        t('The language server did not start. Its log says why; then run "Restart Language Server".'),
        error,
      );
    }
  }

  #enter(state: LanguageServerState): void {
    if (this.#isDisposed || state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
