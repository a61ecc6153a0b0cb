import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Platform } from '../../model/platform.js';
import { PlatformManifestCheck } from '../../platform/manifestCheck.js';
import { liveNames } from '../../platform/names/liveNames.js';
import { PlatformSchemas } from '../../platform/schemas/platformSchemas.js';
import { serveStdio, type BoundHost } from '../../server/stdio.js';
import { cacheFolder } from '../cacheFolder.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connectNamed } from '../connect.js';
import { entityFiles } from '../entityFiles.js';
import { usageError } from '../options.js';
import { rememberedSchemas } from '../rememberedSchemas.js';
import { RememberedNames } from '../rememberedNames.js';

export const lspCommand: Command = {
  name: 'lsp',
  usage: [
    t('Usage: golden-path lsp --stdio [--platform URL|local] [--token-file FILE]'),
    '',
    t('Starts the language server for an editor, on standard input and output.'),
    '',
    t('  --platform URL|local  the platform that tells live names, and checks manifests that are saved'),
    t('  --token-file FILE     a file that holds the token for it'),
    '',
    t('Exit code: 0 the editor ended it, 1 the editor went away, 2 it could not run.'),
  ].join('\n'),
  run: lsp,
};

async function lsp(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({
    args: [...args],
    options: {
      stdio: { type: 'boolean', default: false },
      platform: { type: 'string' },
      'token-file': { type: 'string' },
    },
  });
  if (!options.stdio) throw usageError('lsp', t('--stdio is missing: it is the only way to speak'));
  const platform =
    options.platform === undefined
      ? undefined
      : await connectNamed(options.platform, options['token-file'], io);
  const docs = io.packageFolder && pathToFileURL(path.join(io.packageFolder, 'docs')).href;
  serveStdio({ ...(platform && bound(platform, io)), ...(docs !== undefined && { docsBase: docs }) });
  await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
  platform?.dispose();
  process.exit(0);
}

/** What the server asks of a platform: never for longer than someone who types waits. */
function bound(platform: Platform, { env }: CommandIo): BoundHost {
  const { catalogFiles, url } = platform;
  return {
    ...(catalogFiles && { entities: entityFiles(catalogFiles, cacheFolder(env), url) }),
    catalog: new RememberedNames(liveNames(platform), cacheFolder(env), platform.url),
    manifestCheck: new PlatformManifestCheck(platform),
    schemas: new PlatformSchemas(platform, rememberedSchemas(cacheFolder(env))),
  };
}
