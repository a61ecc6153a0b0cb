import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { createPlatform, inquire } from '../../platform/anyPlatform.js';
import { undiciTransport } from '../../platform/http/undiciTransport.js';
import { parsePlatformUrl } from '../../platform/http/url.js';
import { signInsOf } from '../auth/signIns.js';
import { signInAtTerminal, tokenFromStdin } from '../auth/terminalSignIn.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { usageError } from '../options.js';

export const loginCommand: Command = {
  name: 'login',
  usage: [
    t('Usage: golden-path login URL [--token-stdin]'),
    '',
    t(
      'Signs in at a platform, with a code on any device where it has that. Commands with this URL are then sent',
    ),
    t('as you; the session renews itself. It is kept in a file that only you can read.'),
    '',
    t('  --token-stdin  read a token that was made elsewhere from standard input'),
    '',
    t('Exit code: 0 signed in, 2 it could not run.'),
  ].join('\n'),
  run: login,
};

async function login(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'token-stdin': { type: 'boolean', default: false } },
  });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw usageError('login', t('Name one platform by its URL'));
  const { origin, host } = new URL(parsePlatformUrl(given));
  const transport = undiciTransport();
  const { type, url, auth } = await inquire(given, { transport: undiciTransport }, io.signal);
  const { accounts, servers } = signInsOf(io, transport);
  let token: string | undefined;
  const platform = createPlatform(type, { url, transport, token: () => Promise.resolve(token) });
  try {
    const call = { signal: io.signal };
    const account = values['token-stdin']
      ? await tokenFromStdin(origin, io)
      : await signInAtTerminal(servers, origin, auth, io);
    token = account.accessToken;
    // A token that the platform refuses is not kept.
    await Promise.all([platform.getInfo(call), platform.listEnvironments({ pageSize: 1 }, call)]);
    await accounts.put(account);
    io.stdout.write(`${oneLine(t('Signed in to {0} as {1}.', host, account.label))}\n`);
    return 0;
  } finally {
    platform.dispose();
  }
}
