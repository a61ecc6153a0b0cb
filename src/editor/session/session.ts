import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import { DisposableStore, MutableDisposable, type Disposable } from '../../base/lifecycle.js';
import { UserError } from '../../model/errors.js';
import type { LiveChange } from '../../model/live.js';
import type { LocalPlatformHost, PlatformConnection } from '../../model/localPlatform.js';
import type { Connection, OpenConnection, PlatformKind } from './connection.js';
import type { PlatformMemory } from './memory.js';
import type { PlatformTokens } from './tokens.js';

export interface SessionPorts {
  readonly open: OpenConnection;
  readonly localHost: () => Promise<LocalPlatformHost>;
  readonly tokens: PlatformTokens;
  readonly memory: PlatformMemory;
  /** The address in the user's own settings, empty for none. */
  readonly settingUrl: () => string;
  readonly isTrusted: () => boolean;
}

/** Which platform this window is bound to. In an untrusted workspace it starts and connects nothing. */
export class Session implements Disposable {
  readonly #ports: SessionPorts;
  readonly #connection = new MutableDisposable<Connection>();
  readonly #listeners = new MutableDisposable<DisposableStore>();
  readonly #changed = new Emitter<undefined>();
  readonly #liveChanged = new Emitter<LiveChange>();
  #starting = false;
  #resumed: Promise<void> | undefined;
  #host: Promise<LocalPlatformHost> | undefined;
  #isDisposed = false;

  /** Another platform, none, or one on its way. */
  readonly onDidChange = this.#changed.event;
  /** The picture of the current platform changed. */
  readonly onDidChangeLive = this.#liveChanged.event;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  get connection(): Connection | undefined {
    return this.#connection.value;
  }

  /** The local platform is on its way up. */
  get isStarting(): boolean {
    return this.#starting;
  }

  /** Goes back to the platform of last time, or to a local one that already runs. Starts nothing. Works once. */
  resume(): Promise<void> {
    if (!this.#ports.isTrusted()) return Promise.resolve();
    return (this.#resumed ??= this.#resume());
  }

  /** Starts the local platform, or joins the one that runs. Rejects with `UserError`. */
  async startLocal(signal?: AbortSignal): Promise<void> {
    this.#requireTrust();
    this.#starting = true;
    this.#changed.fire(undefined);
    try {
      const host = await this.#localHost();
      const at = await host.start(signal);
      await this.#ports.memory.remember({ kind: 'local' });
      this.#bind('local', at);
    } finally {
      this.#starting = false;
      this.#changed.fire(undefined);
    }
  }

  /** Stops the local platform and everything it runs. */
  async stopLocal(signal?: AbortSignal): Promise<void> {
    this.#requireTrust();
    const host = await this.#localHost();
    await host.stop(signal);
    if (this.connection?.kind === 'local') this.#unbind();
  }

  /**
   * Binds to the platform at `url` after it has answered as one and taken the token.
   * Rejects with `PlatformError`; the platform of before then stays.
   */
  async connect(at: PlatformConnection, signal?: AbortSignal): Promise<void> {
    this.#requireTrust();
    const trial = this.#ports.open('remote', at);
    try {
      const call = signal ? { signal } : {};
      await trial.platform.getInfo(call);
      await trial.platform.listEnvironments({ pageSize: 1 }, call);
    } finally {
      trial.dispose();
    }
    await this.#ports.tokens.set(at.url, at.token);
    await this.#ports.memory.remember({ kind: 'remote', url: at.url });
    this.#bind('remote', at);
  }

  /** Leaves the platform and forgets its token. A local platform keeps running while other windows use it. */
  async disconnect(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    if (connection.kind === 'remote') await this.#ports.tokens.delete(connection.url);
    await this.#ports.memory.remember(undefined);
    this.#unbind();
  }

  /** The current platform. Throws `UserError` `session.none` when there is none, `session.untrusted` without trust. */
  require(): Connection {
    this.#requireTrust();
    const { connection } = this;
    if (connection) return connection;
    throw new UserError(
      'session.none',
      t('No platform is connected: start the local platform or connect to one.'),
    );
  }

  /** Releases the lease on the local platform, so that it stops when this was the last window. */
  dispose(): void {
    this.#isDisposed = true;
    this.#unbind();
    void this.#host?.then((host) => host.dispose());
    this.#changed.dispose();
    this.#liveChanged.dispose();
  }

  async #resume(): Promise<void> {
    const { memory, tokens } = this.#ports;
    const last = memory.last;
    const url = this.#ports.settingUrl() || (last?.kind === 'remote' ? last.url : '');
    if (url) {
      this.#bind('remote', { url, token: await tokens.get(url) });
      return;
    }
    const host = await this.#localHost();
    const at = await host.find();
    if (at && !this.connection && !this.#starting) this.#bind('local', at);
  }

  #bind(kind: PlatformKind, at: PlatformConnection): void {
    if (this.#isDisposed) return;
    const connection = this.#ports.open(kind, at);
    const listeners = new DisposableStore();
    listeners.add(connection.live.onDidChange((change) => this.#liveChanged.fire(change)));
    this.#listeners.value = listeners;
    this.#connection.value = connection;
    this.#changed.fire(undefined);
  }

  #unbind(): void {
    this.#listeners.value = undefined;
    this.#connection.value = undefined;
    this.#changed.fire(undefined);
  }

  #localHost(): Promise<LocalPlatformHost> {
    return (this.#host ??= this.#ports.localHost());
  }

  #requireTrust(): void {
    if (this.#ports.isTrusted()) return;
    throw new UserError(
      'session.untrusted',
      t('This workspace is in Restricted Mode: trust it first, then run the command again.'),
    );
  }
}
