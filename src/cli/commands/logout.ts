import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { revokeAccount } from '../../platform/auth/renewal.js';
import { undiciTransport } from '../../platform/http/undiciTransport.js';
import { parsePlatformUrl } from '../../platform/http/url.js';
import { signInsOf } from '../auth/signIns.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { usageError } from '../options.js';

export const logoutCommand: Command = {
  name: 'logout',
  usage: [
    t('Usage: golden-path logout URL | --all'),
    '',
    t('Ends your sessions at a platform, or at all: there, and here.'),
    '',
    t('Exit code: 0 signed out, 1 nobody was signed in, 2 it could not run.'),
  ].join('\n'),
  run: logout,
};

/** How long one server may take to end a session. */
const revocationMs = 5_000;

async function logout(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false } },
  });
  const [url, ...more] = positionals;
  if (more.length > 0 || (url === undefined) !== values.all) {
    throw usageError('logout', t('Name one platform by its URL, or give --all'));
  }
  const transport = undiciTransport();
  try {
    const { accounts, servers } = signInsOf(io, transport);
    const ending =
      url === undefined ? await accounts.all() : await accounts.of(new URL(parsePlatformUrl(url)).origin);
    if (ending.length === 0) io.stdout.write(`${t('Nobody is signed in.')}\n`);
    for (const account of ending) {
      const { host } = new URL(account.origin);
      await accounts.remove(account.id);
      const signal = AbortSignal.any([io.signal, AbortSignal.timeout(revocationMs)]);
      const isEnded = await revokeAccount(servers, account, signal).then(
        () => true,
        () => false,
      );
      io.stdout.write(`${oneLine(t('{0} is signed out of {1}.', account.label, host))}\n`);
      if (!isEnded) {
        io.stderr.write(
          `golden-path: ${t('{0} could not be told; the session there ends by itself.', host)}\n`,
        );
      }
    }
    return ending.length === 0 ? 1 : 0;
  } finally {
    transport.dispose();
  }
}
