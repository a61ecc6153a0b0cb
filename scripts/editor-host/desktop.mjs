/** Desktop VS Code, downloaded by @vscode/test-electron; the same suites run in it. */
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { quietSettings } from './editor.mjs';

/**
 * Starts it on `folder` with the extension under development. `tests` (a module that exports `run`) is run in it, and
 * it then ends by itself with 0 or 1. `version` is a release or `stable`; `executable` an installed VS Code instead.
 */
export async function runDesktop({
  folder,
  extension,
  dataFolder,
  tests,
  env = {},
  settings = {},
  version = 'stable',
  executable,
  trustPrompt = false,
}) {
  const program =
    executable ??
    (await downloadAndUnzipVSCode({ version, cachePath: path.join(cacheFolder(), 'vscode-desktop') }));
  const user = path.join(dataFolder, 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(
    program,
    [
      folder,
      `--extensionDevelopmentPath=${extension}`,
      ...(tests ? [`--extensionTestsPath=${tests}`] : []),
      `--user-data-dir=${dataFolder}`,
      `--extensions-dir=${path.join(dataFolder, 'extensions')}`,
      ...['--new-window', '--wait', '--skip-welcome', '--skip-release-notes', '--disable-updates'],
      ...(trustPrompt ? [] : ['--disable-workspace-trust']),
      ...(root ? ['--no-sandbox', '--disable-gpu-sandbox'] : []),
    ],
    {
      // An editor started from another editor's terminal would take its identity.
      env: {
        ...Object.fromEntries(
          Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)),
        ),
        ...env,
      },
      stdio: 'ignore',
    },
  );
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return {
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await exited.catch(() => undefined);
    },
  };
}
