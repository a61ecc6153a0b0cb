import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { formatAccounts, isNewer, parseAccounts, type Account } from './account.js';
import type { Locks } from './locks.js';

/** One secret text: of the editor's secret storage, or a file that only its owner reads. */
export interface SecretSlot {
  read(): Promise<string | undefined>;
  /** `undefined` deletes it. */
  write(text: string | undefined): Promise<void>;
}

/** Everybody who is signed in, at every platform. Read anew each time: other windows write it too. */
export class Accounts {
  readonly #slot: SecretSlot;
  readonly #locks: Locks;

  constructor(slot: SecretSlot, locks: Locks) {
    this.#slot = slot;
    this.#locks = locks;
  }

  async all(): Promise<readonly Account[]> {
    return parseAccounts(await this.#slot.read());
  }

  /** Those of one platform, the one signed in last first. */
  async of(origin: string): Promise<readonly Account[]> {
    return (await this.all()).filter((account) => account.origin === origin);
  }

  async get(id: string): Promise<Account | undefined> {
    return (await this.all()).find((account) => account.id === id);
  }

  /** Adds an account, or takes the place of the one with the same id. */
  async put(account: Account): Promise<void> {
    await this.#change((accounts) => [account, ...accounts.filter(({ id }) => id !== account.id)]);
  }

  /** Writes new tokens into an account, if it is still signed in. */
  async renew(account: Account): Promise<void> {
    await this.#change((accounts) => accounts.map((each) => (each.id === account.id ? account : each)));
  }

  async remove(id: string): Promise<void> {
    await this.#change((accounts) => accounts.filter((account) => account.id !== id));
  }

  async #change(change: (accounts: readonly Account[]) => readonly Account[]): Promise<void> {
    await this.#locks.hold('accounts', async () => {
      const text = await this.#slot.read();
      if (isNewer(text)) {
        throw new UserError(
          'sign-in.store',
          t('A newer version keeps who is signed in. Update this one, or sign out with the newer one first.'),
        );
      }
      const accounts = change(parseAccounts(text));
      await this.#slot.write(accounts.length === 0 ? undefined : formatAccounts(accounts));
    });
  }
}
