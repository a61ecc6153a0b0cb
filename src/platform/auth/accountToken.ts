import { abortReason, onAbort } from '../../base/abort.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { TokenSource } from '../../model/tokenSource.js';
import { isEnded, isEnding, type Account } from './account.js';
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

  /** The tokens of the account that `chosen` names among those of `origin`; by default of the one signed in last. */
  source(origin: string, chosen: () => string | undefined = () => undefined): TokenSource {
    const account = async (): Promise<Account | undefined> => {
      const accounts = await this.#ports.accounts.of(origin);
      const id = chosen();
      return id === undefined ? accounts[0] : accounts.find((each) => each.id === id);
    };
    return {
      token: async (signal) => this.#tokenOf(await account(), signal),
      renew: async (refused, signal) => {
        const known = await account();
        return known && (await this.#renewed(known, refused, signal))?.accessToken;
      },
    };
  }

  async #tokenOf(account: Account | undefined, signal?: AbortSignal): Promise<string | undefined> {
    if (!account || account.refreshToken === undefined || !isEnding(account, this.#clock.now())) {
      return account?.accessToken;
    }
    try {
      return (await this.#renewed(account, account.accessToken, signal))?.accessToken;
    } catch (error) {
      // Nobody answers the renewal: what is still good serves meanwhile.
      if (signal?.aborted || isEnded(account, this.#clock.now())) throw error;
      return account.accessToken;
    }
  }

  /** The account after a renewal that others may have begun. A caller that gives up does not end it for the others. */
  #renewed(account: Account, refused: string, signal?: AbortSignal): Promise<Account | undefined> {
    let running = this.#renewals.get(account.id);
    if (!running) {
      running = this.#renew(account.id, refused).finally(() => this.#renewals.delete(account.id));
      this.#renewals.set(account.id, running);
    }
    return signal ? untilAborted(running, signal) : running;
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

function untilAborted<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const subscription = onAbort(signal, () => reject(abortReason(signal)));
    running.then(resolve, reject).finally(() => subscription.dispose());
  });
}
