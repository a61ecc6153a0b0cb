import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import { parseAccounts, type Account } from '../../platform/auth/account.js';
import { accountsKey } from './accountSlot.js';

export const providerId = 'goldenPath';

/** What signs in and out, loaded when it is wanted. */
export interface SignInPort {
  /** Asks the person. `url` is a platform's address; without one the chosen platform is meant. Rejects when they give up. */
  createAccount(url: string | undefined): Promise<Account>;
  removeAccount(id: string): Promise<void>;
  /** The same account with a token that is good now; `undefined` when its session is over. */
  freshAccount(account: Account): Promise<Account | undefined>;
}

/** A scope that names the platform, for extensions that ask for a session: `platform:https://platform.example/v1`. */
const platformScope = 'platform:';

/** The accounts of all platforms in the editor's Accounts menu. Lists them without loading anything else. */
export class LazyAuthenticationProvider implements vscode.AuthenticationProvider, Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #load: () => Promise<SignInPort>;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #store = new DisposableStore();
  #known: readonly Account[] = [];

  readonly onDidChangeSessions = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, load: () => Promise<SignInPort>) {
    this.#secrets = secrets;
    this.#load = load;
    this.#store.add(this.#changed);
    this.#store.add(secrets.onDidChange(({ key }) => void (key === accountsKey && this.#compare())));
    this.#store.add(
      vscode.authentication.registerAuthenticationProvider(providerId, 'Golden Path', this, {
        supportsMultipleAccounts: true,
      }),
    );
  }

  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    this.#known = await this.#accounts();
    const origin = originIn(scopes);
    const found = this.#known.filter(
      (each) =>
        (origin === undefined || each.origin === origin) && (account === undefined || each.id === account.id),
    );
    if (!scopes?.length) return found.map(sessionOf);
    // Somebody means to use it: it must be good now.
    const port = await this.#load();
    const fresh = await Promise.all(found.map((each) => port.freshAccount(each)));
    return fresh.flatMap((each) => (each ? [sessionOf(each)] : []));
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    return sessionOf(await (await this.#load()).createAccount(urlIn(scopes)));
  }

  async removeSession(id: string): Promise<void> {
    await (await this.#load()).removeAccount(id);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #accounts(): Promise<readonly Account[]> {
    return parseAccounts(await this.#secrets.get(accountsKey));
  }

  async #compare(): Promise<void> {
    const before = new Map(this.#known.map((account) => [account.id, account]));
    this.#known = await this.#accounts();
    const added: vscode.AuthenticationSession[] = [];
    const changed: vscode.AuthenticationSession[] = [];
    for (const account of this.#known) {
      const known = before.get(account.id);
      before.delete(account.id);
      if (!known) added.push(sessionOf(account));
      else if (known.accessToken !== account.accessToken) changed.push(sessionOf(account));
    }
    const removed = [...before.values()].map(sessionOf);
    if (added.length + changed.length + removed.length > 0) this.#changed.fire({ added, removed, changed });
  }
}

function sessionOf({ id, origin, label, accessToken, scopes = [] }: Account): vscode.AuthenticationSession {
  return {
    id,
    accessToken,
    account: { id, label: `${label} · ${new URL(origin).host}` },
    scopes: [...scopes],
  };
}

function urlIn(scopes: readonly string[] | undefined): string | undefined {
  return scopes?.find((scope) => scope.startsWith(platformScope))?.slice(platformScope.length);
}

function originIn(scopes: readonly string[] | undefined): string | undefined {
  return URL.parse(urlIn(scopes) ?? '')?.origin;
}
