import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import type { Platform } from '../model/platform.js';
import { namedParts, type CompositionConfig } from '../platform/composed/compositionConfig.js';
import type { CompositionPorts, GitAccess } from '../platform/composed/compositionPorts.js';
import { openComposition } from '../platform/composed/openComposition.js';
import { readComposition } from '../platform/composed/readComposition.js';
import type { TokenSource } from '../platform/http/authorized.js';
import { undiciTransport } from '../platform/http/undiciTransport.js';
import { cacheFolder } from './cacheFolder.js';
import type { CommandIo } from './command.js';
import { readTokenFile } from './readToken.js';
import { renderFor } from './renderFor.js';
import { serviceOf } from './serviceOf.js';

/**
 * The platform that a file describes, in the words of the setting. Tokens come from `NAME=FILE` for a part, from the
 * variable that the part names, or from who is signed in there. Throws `UserError` for a file that cannot be used.
 */
export async function composed(file: string, tokens: readonly string[], io: CommandIo): Promise<Platform> {
  const at = path.resolve(io.cwd, file);
  const config = readComposition(await valueIn(at));
  const given = await tokensOf(config, tokens, io);
  const named = new Map(namedParts(config).map((part) => [part.name, part.config]));
  const signedIn = (await import('./auth/signIns.js')).signInsOf(io, undiciTransport());
  return openComposition(
    config,
    { name: path.basename(at).replace(/\.\w+$/, '') },
    {
      ...portsOf(io),
      token: ({ name, url }) => {
        const part = named.get(name);
        const variable = part && 'tokenEnv' in part ? part.tokenEnv : undefined;
        const token = given.get(name) ?? io.env[variable ?? ''];
        // A variable that is set to nothing is as good as none: who is signed in, or who has to.
        return token === undefined || token === ''
          ? signedIn.source(new URL(url).origin)
          : () => Promise.resolve(token);
      },
    },
  );
}

/** A system that is a part elsewhere, as a platform of its own. */
export async function alone(
  type: 'argocd' | 'prometheus',
  url: string,
  token: TokenSource,
  io: CommandIo,
): Promise<Platform> {
  if (type === 'prometheus') {
    throw new UserError(
      'cli.metrics-alone',
      t('Prometheus measures services and has none. Name a file with its parts: --url platform.yaml'),
    );
  }
  const config: CompositionConfig = { delivery: [{ type, url }] };
  return openComposition(config, { url }, { ...portsOf(io), token: () => token });
}

function portsOf(io: CommandIo): Omit<CompositionPorts, 'token'> {
  const { env } = io;
  return {
    transport: undiciTransport,
    git: gitAccess(io),
    // Who runs a program in a terminal runs what their kubeconfig names, as with kubectl.
    clusters: {
      env,
      home: env['HOME'] ?? os.homedir(),
      consent: () => Promise.resolve(true),
      render: renderFor(io),
    },
  };
}

function gitAccess(io: CommandIo): GitAccess {
  const { env, cwd, ask, packageFolder } = io;
  return {
    folder: path.join(cacheFolder(env), 'gitops'),
    env,
    codeIn: async ({ name }) =>
      (await serviceOf(cwd, io).catch(() => undefined)) === name ? cwd : undefined,
    ...(ask &&
      packageFolder !== undefined && {
        questions: {
          program: path.join(packageFolder, 'dist', 'askpass.cjs'),
          known: new Map<string, string>(),
          ask: async (question) => (await import('./gitQuestions.js')).askAtTerminal(ask, question),
        },
      }),
  };
}

async function valueIn(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError('cli.parts-file', unusable(file, code, message.split('\n')[0] ?? ''), error);
  }
}

function unusable(file: string, code: string | undefined, message: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return t('There is no file or folder “{0}”. Correct the path.', file);
  }
  return code?.startsWith('E') === true
    ? t('“{0}” cannot be read ({1}). Check its permissions.', file, code)
    : t('“{0}” is neither JSON nor YAML: {1} Correct it.', file, message);
}

async function tokensOf(
  config: CompositionConfig,
  tokens: readonly string[],
  { cwd }: CommandIo,
): Promise<ReadonlyMap<string, string>> {
  const names = namedParts(config).flatMap(({ name, config: part }) => ('url' in part ? [name] : []));
  const found = new Map<string, string>();
  for (const token of tokens) {
    const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(token) ?? [];
    if (!names.includes(name)) {
      throw new UserError('cli.token', t('--token takes NAME=FILE, the name one of {0}.', names.join(', ')));
    }
    found.set(name, await readTokenFile(path.resolve(cwd, file)));
  }
  return found;
}
