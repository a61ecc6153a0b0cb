import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { Account } from '../../platform/auth/account.js';
import { Accounts } from '../../platform/auth/accounts.js';
import { AccountTokens } from '../../platform/auth/accountToken.js';
import { AuthServers } from '../../platform/auth/authServer.js';
import { fileLocks } from '../../platform/auth/fileLocks.js';
import { fileSlot } from '../../platform/auth/fileSlot.js';
import { renewAccount } from '../../platform/auth/renewal.js';
import type { TokenSource } from '../../platform/http/authorized.js';
import type { Transport } from '../../platform/http/transport.js';
import type { CommandIo } from '../command.js';
import { oneLine } from '../oneLine.js';
import { configFolder } from './configFolder.js';

/** Who is signed in at the terminal: a file that only its owner reads, shared by all programs of this user. */
export interface SignIns {
  readonly accounts: Accounts;
  readonly servers: AuthServers;
  /** The token for an origin, renewed when it ends. */
  source(origin: string): TokenSource;
}

export function signInsOf(io: Pick<CommandIo, 'env' | 'stderr'>, transport: Transport): SignIns {
  const folder = configFolder(io.env);
  const locks = fileLocks(path.join(folder, 'locks'));
  const accounts = new Accounts(fileSlot(path.join(folder, 'accounts.json')), locks);
  const servers = new AuthServers(transport);
  const ended = ({ origin }: Account): void => {
    const sentence = t('Your session at {0} has ended. Run: golden-path login {0}', oneLine(origin));
    io.stderr.write(`golden-path: ${sentence}\n`);
  };
  const tokens = new AccountTokens({
    accounts,
    locks,
    renew: (account) => renewAccount(servers, account),
    ended,
  });
  return { accounts, servers, source: (origin) => tokens.source(origin) };
}
