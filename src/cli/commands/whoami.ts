import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { undiciTransport } from '../../platform/http/undiciTransport.js';
import { parsePlatformUrl } from '../../platform/http/url.js';
import { signInsOf } from '../auth/signIns.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { readFormat, usageError } from '../options.js';
import { table } from '../table.js';

export const whoamiCommand: Command = {
  name: 'whoami',
  usage: [
    t('Usage: golden-path whoami [URL] [--format human|json]'),
    '',
    t('Shows who is signed in, everywhere or at one platform. Asks no platform.'),
    '',
    t('Exit code: 0 somebody is, 1 nobody is, 2 it could not run.'),
  ].join('\n'),
  run: whoami,
};

async function whoami(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'human' } },
  });
  const format = readFormat('whoami', values.format);
  const [url, ...more] = positionals;
  if (more.length > 0) throw usageError('whoami', t('Name one platform by its URL, or none'));
  const transport = undiciTransport();
  try {
    const { accounts } = signInsOf(io, transport);
    const found =
      url === undefined ? await accounts.all() : await accounts.of(new URL(parsePlatformUrl(url)).origin);
    const shown = found.map(({ origin, label, issuer }) => ({
      platform: origin,
      account: label,
      ...(issuer !== undefined && { issuer }),
    }));
    if (format === 'json') io.stdout.write(`${JSON.stringify({ accounts: shown })}\n`);
    else io.stdout.write(human(shown));
    return found.length === 0 ? 1 : 0;
  } finally {
    transport.dispose();
  }
}

function human(shown: readonly { readonly platform: string; readonly account: string }[]): string {
  if (shown.length === 0) return `${t('Nobody is signed in.')}\n`;
  const rows = shown.map(({ platform, account }) => [platform, account].map(oneLine));
  return `${table([[t('PLATFORM'), t('ACCOUNT')], ...rows])}\n`;
}
