import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { startGateway, type Gateway, type GatewayOptions } from '../../gateway/server.js';
import { UserError } from '../../model/errors.js';
import { silentLog } from '../../model/log.js';
import type { Platform } from '../../model/platform.js';
import { createBackstagePlatform } from '../../platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../platform/http/undiciTransport.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { composed } from '../composition.js';
import { readFormat, required, usageError } from '../options.js';
import { readTokenFile, readTokenStream } from '../readToken.js';

const options = {
  backstage: { type: 'string' },
  config: { type: 'string' },
  token: { type: 'string', multiple: true, default: [] as string[] },
  'token-stdin': { type: 'boolean', default: false },
  'token-file': { type: 'string' },
  port: { type: 'string', default: '0' },
  format: { type: 'string', default: 'human' },
} as const;

export const gatewayCommand: Command = {
  name: 'gateway',
  usage: [
    t('Usage: golden-path gateway --backstage URL (--token-stdin | --token-file FILE)'),
    t('       golden-path gateway --config FILE [--token NAME=FILE]…'),
    t('                           [--port N] [--format human|json]'),
    '',
    t(
      'Serves the platform API on 127.0.0.1 over a Backstage backend, or over the systems that a file names, until it is ended.',
    ),
    '',
    t(
      'The token is one that the backend accepts. Callers of the gateway send another one, from the file it names.',
    ),
    t(
      'FILE is JSON or YAML in the words of the setting goldenPath.platforms: catalog, delivery, metrics, environments.',
    ),
    t(
      '--token gives the token of a part (catalog, argocd, metrics …); a part may name a variable as "tokenEnv" instead.',
    ),
    t(
      '--port 0 (default) takes any free port. --format json prints one line {"url","tokenFile","pid"} when ready.',
    ),
    '',
    t('Exit code: 0 it was ended, 2 it could not run.'),
  ].join('\n'),
  run: gateway,
};

async function gateway(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options });
  const format = readFormat('gateway', values.format);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw usageError('gateway', t('--port takes a number from 0 to 65535'));
  }
  const platform = await platformOf(values, io);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-gateway-'));
  try {
    // A wrong URL or token is told here and now, not to the first caller.
    await platform.getInfo({ signal: io.signal });
    const token = randomBytes(32).toString('base64url');
    const tokenFile = path.join(folder, 'token');
    writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
    const running = await listen({ platform, token, port, log: silentLog });
    const ready = { url: `http://127.0.0.1:${running.port}/v1`, tokenFile, pid: process.pid };
    const text = t(
      'The gateway runs at {0} (process {1}); its token is in {2}.',
      ready.url,
      ready.pid,
      tokenFile,
    );
    io.stdout.write(format === 'json' ? `${JSON.stringify(ready)}\n` : `${text}\n`);
    await new Promise<void>((resolve) => onAbort(io.signal, resolve));
    await running.close();
    return 0;
  } finally {
    platform.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Values = Parameters<typeof tokenOf>[0] & {
  readonly backstage?: string | undefined;
  readonly config?: string | undefined;
  readonly token: readonly string[];
};

async function platformOf(values: Values, io: CommandIo): Promise<Platform> {
  const { config, backstage } = values;
  if (config !== undefined && backstage !== undefined) {
    throw usageError('gateway', t('give --backstage or --config, not both'));
  }
  if (config !== undefined) return composed(config, values.token, io);
  const url = required('gateway', 'backstage', backstage);
  const token = await tokenOf(values, io);
  return createBackstagePlatform({ url, token: () => Promise.resolve(token), transport: undiciTransport() });
}

async function tokenOf(
  values: { readonly 'token-stdin': boolean; readonly 'token-file'?: string | undefined },
  io: CommandIo,
): Promise<string> {
  const file = values['token-file'];
  if (file !== undefined) return readTokenFile(path.resolve(io.cwd, file));
  if (values['token-stdin']) return readTokenStream(io.stdin);
  throw usageError('gateway', t('give the token of Backstage with --token-stdin or --token-file'));
}

async function listen(given: GatewayOptions): Promise<Gateway> {
  try {
    return await startGateway(given);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(
      'gateway.port',
      t(
        'Cannot listen on port {0} ({1}). Choose another with --port, or 0 for any free one.',
        given.port,
        code,
      ),
      error,
    );
  }
}
