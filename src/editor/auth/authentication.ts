import type * as vscode from 'vscode';
import { Emitter } from '../../base/events.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import type { Account } from '../../platform/auth/account.js';
import { Accounts } from '../../platform/auth/accounts.js';
import { AccountTokens } from '../../platform/auth/accountToken.js';
import { AuthServers } from '../../platform/auth/authServer.js';
import { fileLocks } from '../../platform/auth/fileLocks.js';
import { renewAccount, revokeAccount } from '../../platform/auth/renewal.js';
import type { TokenSource } from '../../platform/http/authorized.js';
import { fetchTransport } from '../../platform/http/fetchTransport.js';
import type { SessionAccounts } from '../session/session.js';
import { accountSlot, accountsKey } from './accountSlot.js';

export interface AuthenticationPorts {
  readonly secrets: vscode.SecretStorage;
  /** A folder that all windows share, for locks. */
  readonly folder: string;
  readonly log: Log;
  /** A server ended the session of this account. */
  readonly ended: (account: Account) => void;
}

/** How long sign-out waits for the server to end the session there. */
const revocationMs = 5_000;

/** Who is signed in at which platform: kept in the secret storage, renewed once among all windows, ended at sign-out. */
export class Authentication implements SessionAccounts, Disposable {
  readonly servers: AuthServers;
  readonly #accounts: Accounts;
  readonly #tokens: AccountTokens;
  readonly #log: Log;
  readonly #store = new DisposableStore();
  readonly #changed = new Emitter<undefined>();

  readonly onDidChange = this.#changed.event;

  constructor({ secrets, folder, log, ended }: AuthenticationPorts) {
    const locks = fileLocks(folder);
    this.servers = new AuthServers(this.#store.add(fetchTransport()));
    this.#accounts = new Accounts(accountSlot(secrets), locks);
    this.#log = log;
    this.#tokens = new AccountTokens({
      accounts: this.#accounts,
      locks,
      renew: (account) => renewAccount(this.servers, account),
      ended,
    });
    this.#store.add(this.#changed);
    this.#store.add(
      secrets.onDidChange(({ key }) => {
        if (key === accountsKey) this.#changed.fire(undefined);
      }),
    );
  }

  all(): Promise<readonly Account[]> {
    return this.#accounts.all();
  }

  of(origin: string): Promise<readonly Account[]> {
    return this.#accounts.of(origin);
  }

  /** Nobody where the secret storage cannot be read: requests say so. */
  async current(origin: string): Promise<Account | undefined> {
    try {
      return (await this.#accounts.of(origin))[0];
    } catch (error) {
      this.#log.warn(`${origin}: who is signed in is not known (${nameOf(error)})`);
      return undefined;
    }
  }

  /** Whether an account is still there; nobody, the empty name, always is. */
  async isSignedIn(id: string): Promise<boolean> {
    return id === '' || (await this.#accounts.get(id)) !== undefined;
  }

  source(origin: string): TokenSource {
    return this.#tokens.source(origin);
  }

  /** Keeps an account and makes it the one whose token goes to its platform. */
  keep(account: Account): Promise<void> {
    return this.#accounts.put(account);
  }

  async fresh(account: Account): Promise<Account | undefined> {
    const accessToken = await this.#tokens.current(account);
    return accessToken === undefined ? undefined : { ...account, accessToken };
  }

  /** Forgets an account at once and tells the server, which may be away. */
  async signOut(id: string): Promise<Account | undefined> {
    const account = await this.#accounts.get(id);
    if (!account) return undefined;
    await this.#accounts.remove(id);
    try {
      await revokeAccount(this.servers, account, AbortSignal.timeout(revocationMs));
    } catch (error) {
      this.#log.warn(`${account.origin}: the session could not be ended at the server (${nameOf(error)})`);
    }
    return account;
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
