import type { Event } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import { UserError } from '../../model/errors.js';
import type { LocalPlatformHost } from '../../model/localPlatform.js';
import type { Platform } from '../../model/platform.js';
import type { Inquiry } from '../../platform/anyPlatform.js';
import type { Account } from '../../platform/auth/account.js';
import { isCompositionUrl } from '../../platform/composed/compositionUrl.js';
import { originsOf, type NamedConfig } from '../../platform/composed/compositionConfig.js';
import type { PartFinding } from '../../platform/composed/probePart.js';
import type { TokenSource } from '../../platform/http/authorized.js';
import { isDeepEqual } from '../../base/deepEqual.js';
import type { ComposeConnection, Connection, OpenConnection, PlatformAddress } from './connection.js';
import { Connections, type ConnectionChange } from './connections.js';
import type { PlatformMemory, RememberedPlatform } from './memory.js';
import { OwnerNames } from './ownerNames.js';

/** Who is signed in where. */
export interface SessionAccounts {
  /** The account whose token goes to `origin`. */
  current(origin: string): Promise<Account | undefined>;
  source(origin: string): TokenSource;
  keep(account: Account): Promise<void>;
  /** Somebody signed in or out, in this window or another. */
  readonly onDidChange: Event<undefined>;
}

export interface SessionPorts {
  readonly open: OpenConnection;
  readonly compose: ComposeConnection;
  /** A client alone, to try a platform with. */
  readonly trial: (address: Pick<PlatformAddress, 'url' | 'type'>, token: TokenSource) => Platform;
  /** Tries one part of a platform with a token. Rejects with `PlatformError` or `UserError`. */
  readonly probe: (part: NamedConfig, token: TokenSource, signal?: AbortSignal) => Promise<PartFinding>;
  /** What stands at an address, as a person gives it. */
  readonly inquire: (address: string, signal?: AbortSignal) => Promise<Inquiry>;
  readonly localHost: () => Promise<LocalPlatformHost>;
  readonly accounts: SessionAccounts;
  readonly memory: PlatformMemory;
  /** The platforms of the user's own settings. */
  readonly settings: () => readonly Omit<PlatformAddress, 'kind'>[];
  readonly isTrusted: () => boolean;
}

/** Who looks at a platform without an account. */
const nobody = '';

/** Which platforms this window is bound to. In an untrusted workspace it starts and connects nothing. */
export class Session implements Disposable {
  readonly #ports: SessionPorts;
  /** What the platforms call owners. */
  readonly owners = new OwnerNames();
  readonly #connections = new Connections();
  readonly #listening: Disposable;
  #starting = false;
  #resuming = false;
  #resumed: Promise<void> | undefined;
  #host: Promise<LocalPlatformHost> | undefined;

  /** Another platform, one less, another account, or one on its way. */
  readonly onDidChange = this.#connections.onDidChange;
  /** The picture of a platform changed. */
  readonly onDidChangeLive: Event<ConnectionChange> = this.#connections.onDidChangeLive;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#listening = ports.accounts.onDidChange(() => void this.#accountsChanged());
  }

  /** Every platform, those of the settings first. */
  get connections(): readonly Connection[] {
    return this.#connections.all;
  }

  /** The chosen platform: what names, lenses and commands go by where nothing names another. */
  get connection(): Connection | undefined {
    return this.#connections.chosen;
  }

  /** The local platform is on its way up. */
  get isStarting(): boolean {
    return this.#starting;
  }

  /** Platforms of the settings or of last time are looked for. */
  get isResuming(): boolean {
    return this.#resuming;
  }

  /** Goes back to the platforms of the settings and of last time. Starts nothing. Works once. */
  resume(): Promise<void> {
    if (!this.#ports.isTrusted()) return Promise.resolve();
    return (this.#resumed ??= this.#resume().finally(() => this.#setResuming(false)));
  }

  /** The user named other platforms: binds to new ones, leaves those that are named no longer. */
  async settingsChanged(): Promise<void> {
    if (!this.#ports.isTrusted() || !this.#resumed) return;
    await this.#resumed;
    const named = this.#ports.settings();
    const left = this.connections.filter(
      ({ url, name }) => name !== undefined && !named.some((each) => each.url === url),
    );
    for (const { url } of left) this.#connections.remove(url);
    const changed = named.filter(({ url, name, app, parts }) => {
      const bound = this.#connections.of(url);
      return bound?.name !== name || bound?.app !== app || !isDeepEqual(bound?.parts, parts);
    });
    await Promise.all(changed.map((address) => this.#bindRemote({ kind: 'remote', ...address })));
  }

  /** Starts the local platform, or joins the one that runs. Rejects with `UserError`. */
  async startLocal(signal?: AbortSignal): Promise<void> {
    this.#requireTrust();
    this.#starting = true;
    this.#connections.touch();
    try {
      const host = await this.#localHost();
      this.#bindLocal(await host.start(signal));
      await this.#remember();
    } finally {
      this.#starting = false;
      this.#connections.touch();
    }
  }

  /** Stops the local platform and everything it runs. */
  async stopLocal(signal?: AbortSignal): Promise<void> {
    this.#requireTrust();
    const host = await this.#localHost();
    await host.stop(signal);
    for (const { kind, url } of this.connections) if (kind === 'local') this.#connections.remove(url);
  }

  /** What stands at an address, as it says to anybody. Rejects with `PlatformError`. */
  async inquire(address: string, signal?: AbortSignal): Promise<Inquiry> {
    this.#requireTrust();
    return this.#ports.inquire(address, signal);
  }

  /** Tries a part with the token of `account`, or of whoever is signed in there. Rejects with `PlatformError` or `UserError`. */
  async probe(part: NamedConfig, signal?: AbortSignal, account?: Account): Promise<PartFinding> {
    this.#requireTrust();
    const { accounts, probe } = this.#ports;
    const [origin] = 'url' in part.config ? [originOf(part.config.url)] : [];
    const known = origin === undefined ? fixedToken('') : accounts.source(origin);
    return probe(part, account ? fixedToken(account.accessToken) : known, signal);
  }

  /**
   * Binds to a platform and chooses it, after it has answered as one and taken the token: of `account`, which is then
   * kept, or of whoever is signed in there. Rejects with `PlatformError`; nothing has changed then.
   */
  async connect(
    { url, name, type }: Omit<PlatformAddress, 'kind' | 'knownAs'>,
    signal?: AbortSignal,
    account?: Account,
  ): Promise<void> {
    this.#requireTrust();
    const { accounts } = this.#ports;
    const token = account ? fixedToken(account.accessToken) : accounts.source(originOf(url));
    const trial = this.#ports.trial({ url, ...(type && { type }) }, token);
    let knownAs: string;
    try {
      const call = signal ? { signal } : {};
      const info = await trial.getInfo(call);
      knownAs = info.title ?? info.name;
      await trial.listEnvironments({ pageSize: 1 }, call);
    } finally {
      trial.dispose();
    }
    if (account) await accounts.keep(account);
    await this.#bindRemote({
      kind: 'remote',
      url,
      knownAs,
      ...(type && { type }),
      ...(name !== undefined && { name }),
    });
    this.#connections.choose(url);
    await this.#remember();
  }

  /** Makes a bound platform the one that is meant where nothing names another. */
  async choose(url: string): Promise<void> {
    this.#connections.choose(url);
    await this.#remember();
  }

  /** Begins anew with a platform: none of its parts rests from a fault of before. */
  async reopen(connection: Connection): Promise<void> {
    await this.#bindRemote(addressOf(connection));
  }

  /** Leaves a platform; who is signed in there stays so. A local one keeps running while other windows use it. */
  async disconnect(url: string | undefined = this.connection?.url): Promise<void> {
    if (url === undefined) return;
    this.#connections.remove(url);
    await this.#remember();
  }

  /**
   * The platform at `url`, or else the chosen one. Throws `UserError` `session.none` when there is none,
   * `session.untrusted` without trust.
   */
  require(url?: string): Connection {
    this.#requireTrust();
    const connection = url === undefined ? this.connection : this.#connections.of(url);
    if (connection) return connection;
    throw new UserError(
      'session.none',
      t('No platform is connected: start the local platform or connect to one.'),
    );
  }

  /** Releases the lease on the local platform, so that it stops when this was the last window. */
  dispose(): void {
    this.#listening.dispose();
    this.#connections.dispose();
    this.owners.dispose();
    void this.#host?.then((host) => host.dispose());
  }

  async #resume(): Promise<void> {
    const { memory, settings } = this.#ports;
    const remembered = memory.platforms;
    const wanted = new Map<string, PlatformAddress>();
    for (const address of remembered) {
      // Only the settings tell of what others are made.
      if (address.kind === 'remote' && !isCompositionUrl(address.url)) wanted.set(address.url, address);
    }
    for (const address of settings()) {
      wanted.set(address.url, { ...wanted.get(address.url), kind: 'remote', ...address });
    }
    this.#setResuming(remembered.length + wanted.size > 0);
    const [chosen] = remembered;
    if (chosen?.kind === 'remote') this.#connections.choose(chosen.url);
    await Promise.all([...wanted.values()].map((address) => this.#bindRemote(address)));
    if (wanted.size > 0 && !remembered.some(({ kind }) => kind === 'local')) return;
    const host = await this.#localHost();
    const at = await host.find();
    if (!at || this.#starting) return;
    this.#bindLocal(at, chosen?.kind === 'local');
  }

  #setResuming(value: boolean): void {
    if (value === this.#resuming) return;
    this.#resuming = value;
    this.#connections.touch();
  }

  async #bindRemote(address: PlatformAddress): Promise<void> {
    if (address.parts) await this.#bindParts({ ...address, parts: address.parts });
    else this.#bindAs(address, await this.#ports.accounts.current(originOf(address.url)));
  }

  async #bindParts(address: PlatformAddress & Required<Pick<PlatformAddress, 'parts'>>): Promise<void> {
    const { compose, accounts } = this.#ports;
    const found = await this.#accountsAt(originsOf(address.parts));
    const viewer = found.map(({ id }) => id).join('\n');
    const connection = await compose(address, (origin) => accounts.source(origin), viewer);
    const partAccounts = found.map(({ id, label, origin }) => ({ id, label, origin }));
    this.#connections.put({ ...connection, partAccounts });
  }

  async #accountsAt(origins: readonly string[]): Promise<readonly Account[]> {
    const found = await Promise.all(origins.map((origin) => this.#ports.accounts.current(origin)));
    return found.filter((account) => account !== undefined);
  }

  #bindAs(address: PlatformAddress, account: Account | undefined): void {
    const { open, accounts, settings } = this.#ports;
    // Only the settings tell where its pages are, however it was come by.
    const app = settings().find(({ url }) => url === address.url)?.app;
    const place = { ...address, ...(app !== undefined && { app }) };
    const connection = open(place, accounts.source(originOf(address.url)), account?.id ?? nobody);
    this.#connections.put({
      ...connection,
      ...(account && { account: { id: account.id, label: account.label } }),
    });
  }

  #bindLocal({ url, token }: { readonly url: string; readonly token: string }, choose = true): void {
    // A restarted one has another port.
    for (const each of this.connections) {
      if (each.kind === 'local' && each.url !== url) this.#connections.remove(each.url);
    }
    this.#connections.put(this.#ports.open({ kind: 'local', url }, fixedToken(token), nobody));
    if (choose) this.#connections.choose(url);
  }

  /** Shows nobody what somebody else was shown: a platform with another account begins anew. */
  async #accountsChanged(): Promise<void> {
    for (const connection of this.connections) {
      if (connection.kind === 'local') continue;
      if (connection.parts) {
        await this.#partAccountsChanged({ ...connection, parts: connection.parts });
        continue;
      }
      const account = await this.#ports.accounts.current(originOf(connection.url));
      const { url } = connection;
      // It may have been left, or bound anew, meanwhile.
      if (this.#connections.of(url) !== connection) continue;
      if (account?.id !== connection.account?.id) {
        this.#bindAs(addressOf(connection), account);
      } else if (account && connection.live.snapshot.status === 'unauthenticated') {
        connection.live.refresh().catch(() => undefined);
      }
    }
  }

  async #partAccountsChanged(connection: Connection & Required<Pick<Connection, 'parts'>>): Promise<void> {
    const { url, parts, partAccounts = [], live } = connection;
    const now = await this.#accountsAt(originsOf(parts));
    if (this.#connections.of(url)?.live !== live) return;
    const ids = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join('\n');
    if (ids(now) !== ids(partAccounts)) await this.#bindParts({ ...addressOf(connection), parts });
    else live.refresh().catch(() => undefined);
  }

  async #remember(): Promise<void> {
    const chosen = this.connection;
    const others = this.connections.filter((each) => each !== chosen);
    const all = chosen ? [chosen, ...others] : others;
    await this.#ports.memory.remember(all.map(remembered));
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

function fixedToken(token: string): TokenSource {
  return () => Promise.resolve(token || undefined);
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function addressOf({ kind, url, type, parts, name, knownAs, live }: Connection): PlatformAddress {
  const { info } = live.snapshot;
  const title = info?.title ?? info?.name ?? knownAs;
  return {
    kind,
    url,
    ...(type && { type }),
    ...(parts && { parts }),
    ...(name !== undefined && { name }),
    ...(title !== undefined && { knownAs: title }),
  };
}

function remembered(connection: Connection): RememberedPlatform {
  const { kind, url, type, knownAs } = addressOf(connection);
  if (kind === 'local') return { kind };
  const words = knownAs === undefined ? {} : { knownAs };
  return { kind, url, ...(type === 'backstage' && { type }), ...words };
}
