import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { createPlatform, inquire, isWhole, type SystemType } from '../../platform/anyPlatform.js';
import { probePart } from '../../platform/composed/probePart.js';
import type { TokenSource } from '../../platform/http/authorized.js';
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
  try {
    const { accounts, servers } = signInsOf(io, transport);
    const account = values['token-stdin']
      ? await tokenFromStdin(origin, io)
      : await signInAtTerminal(servers, origin, auth, io);
    // A token that the platform refuses is not kept.
    await tryToken(type, url, () => Promise.resolve(account.accessToken), io);
    await accounts.put(account);
    io.stdout.write(`${oneLine(t('Signed in to {0} as {1}.', host, account.label))}\n`);
    return 0;
  } finally {
    transport.dispose();
  }
}

/** Rejects with `PlatformError` for a token that is not taken. */
async function tryToken(type: SystemType, url: string, token: TokenSource, io: CommandIo): Promise<void> {
  const call = { signal: io.signal };
  if (!isWhole(type)) {
    await probePart(
      { name: type, config: { type, url } },
      { transport: undiciTransport, token: () => token },
      call,
    );
    return;
  }
  const platform = createPlatform(type, { url, transport: undiciTransport(), token });
  try {
    await Promise.all([platform.getInfo(call), platform.listEnvironments({ pageSize: 1 }, call)]);
  } finally {
    platform.dispose();
  }
}
