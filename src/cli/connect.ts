import path from 'node:path';
import { t } from '../base/l10n.js';
import { defaultDataDir } from '../local/life/dataDir.js';
import { findPlatform } from '../local/life/find.js';
import { PlatformError, UserError } from '../model/errors.js';
import type { Platform } from '../model/platform.js';
import { createPlatform, inquire, isWhole, type SystemType } from '../platform/anyPlatform.js';
import { undiciTransport } from '../platform/http/undiciTransport.js';
import { parsePlatformUrl } from '../platform/http/url.js';
import type { CommandIo } from './command.js';
import { readTokenFile } from './readToken.js';

export interface ConnectOptions {
  readonly url?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

/**
 * The platform at `--url`, or the local one of this user when it runs. The token is that of `--token-file`, else of who
 * is signed in there. Throws `UserError` for a URL or a token file that cannot be used.
 */
export async function connect(options: ConnectOptions, io: CommandIo): Promise<Platform> {
  if (options.url !== undefined && isCompositionFile(options.url)) {
    return (await import('./composition.js')).composed(options.url, [], io);
  }
  const { url, token } = await addressed(options, io);
  const transport = undiciTransport();
  const source =
    token === undefined
      ? (await import('./auth/signIns.js'))
          .signInsOf(io, transport)
          .source(new URL(parsePlatformUrl(url)).origin)
      : () => Promise.resolve(token);
  const type = await typeAt(url, io);
  if (isWhole(type)) return createPlatform(type, { url, token: source, transport });
  // What renews the session goes by this transport still.
  return (await import('./composition.js')).alone(type, url, source, io);
}

/** A file is named by a path that ends as one. */
function isCompositionFile(url: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(url) && !/^https?:/i.test(url);
}

/** An address that ends in a version is that of our contract; what stands at another is asked. */
export async function typeAt(url: string, { signal }: Pick<CommandIo, 'signal'>): Promise<SystemType> {
  if (parsePlatformUrl(url) === url.trim().replace(/\/+$/, '')) return 'contract';
  try {
    return (await inquire(url, { transport: undiciTransport }, signal)).type;
  } catch (error) {
    if (PlatformError.is(error)) return 'contract';
    throw error;
  }
}

/**
 * The platform that `--platform` names: by URL, or `local` for the local one of this user. Throws as `connect` does.
 */
export async function connectNamed(
  name: string,
  tokenFile: string | undefined,
  io: CommandIo,
): Promise<Platform> {
  return connect({ ...(name !== 'local' && { url: name }), 'token-file': tokenFile }, io);
}

async function addressed(
  { url, 'token-file': tokenFile }: ConnectOptions,
  io: CommandIo,
): Promise<{ readonly url: string; readonly token: string | undefined }> {
  const token = tokenFile === undefined ? undefined : await readTokenFile(path.resolve(io.cwd, tokenFile));
  if (url !== undefined) return { url, token };
  const local = await findPlatform(defaultDataDir(io.env), io.signal);
  if (local) return { url: local.connection.url, token: token ?? local.connection.token };
  throw new UserError(
    'cli.no-platform',
    t('No platform was named and no local one runs. Give --url, or run: golden-path platform start'),
  );
}
