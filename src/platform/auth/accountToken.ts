import { systemClock, type Clock } from '../../model/clock.js';
import { isEnded, isEnding, type Account } from './account.js';
import type { TokenSource } from '../http/authorized.js';
import type { Accounts } from './accounts.js';
import type { Locks } from './locks.js';

export interface AccountTokenPorts {
  readonly accounts: Accounts;
  readonly locks: Locks;
  /** New tokens for an account; `undefined` when its session is over. */
  readonly renew: (account: Account) => Promise<Account | undefined>;
  /** The server ended a session. Called once for it, in the window that learnt it. */
  readonly ended: (account: Account) => void;
  readonly clock?: Clock;
}

/** Hands out the tokens of accounts, and renews each one once however many ask, in however many windows. */
export class AccountTokens {
  readonly #ports: AccountTokenPorts;
  readonly #clock: Clock;
  readonly #renewals = new Map<string, Promise<Account | undefined>>();

  constructor(ports: AccountTokenPorts) {
    this.#ports = ports;
    this.#clock = ports.clock ?? systemClock;
  }

  /** The tokens of the account signed in last at `origin`, and of nobody elsewhere. */
  source(origin: string): TokenSource {
    return async (refused) => {
      const [account] = await this.#ports.accounts.of(origin);
      if (!account) return undefined;
      return refused === undefined
        ? this.current(account)
        : (await this.#renewed(account, refused))?.accessToken;
    };
  }

  /** The token of an account, renewed first when it is about to end; `undefined` when its session is over. */
  async current(account: Account): Promise<string | undefined> {
    if (account.refreshToken === undefined || !isEnding(account, this.#clock.now())) {
      return account.accessToken;
    }
    try {
      return (await this.#renewed(account, account.accessToken))?.accessToken;
    } catch (error) {
      // Nobody answers the renewal: what is still good serves meanwhile.
      if (isEnded(account, this.#clock.now())) throw error;
      return account.accessToken;
    }
  }

  #renewed(account: Account, refused: string): Promise<Account | undefined> {
    let running = this.#renewals.get(account.id);
    if (!running) {
      running = this.#renew(account.id, refused).finally(() => this.#renewals.delete(account.id));
      this.#renewals.set(account.id, running);
    }
    return running;
  }

  #renew(id: string, refused: string): Promise<Account | undefined> {
    const { accounts, locks, renew, ended } = this.#ports;
    return locks.hold(`renew ${id}`, async () => {
      const current = await accounts.get(id);
      if (!current) return undefined;
      // Another window renewed it while this one waited for the lock.
      if (current.accessToken !== refused && !isEnded(current, this.#clock.now())) return current;
      if (current.refreshToken === undefined) return undefined;
      const fresh = await renew(current);
      if (fresh) {
        await accounts.renew(fresh);
        return fresh;
      }
      await accounts.remove(id);
      ended(current);
      return undefined;
    });
  }
}
