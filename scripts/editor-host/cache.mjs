/** A per-user cache of pinned npm packages that tests and demo need but that have no place in package.json. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export function cacheFolder() {
  const own = process.env.GOLDEN_PATH_CACHE;
  if (own) return path.resolve(own);
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches', 'golden-path');
  if (process.platform === 'win32') {
    return path.join(process.env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'golden-path', 'cache');
  }
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(home, '.cache'), 'golden-path');
}

/**
 * The folder `name` in the cache, made by `install(temporaryFolder)` when it is not there. Made aside and renamed,
 * so that a broken or parallel installation is never seen.
 */
export async function provide(name, label, install) {
  const folder = path.join(cacheFolder(), name);
  const done = path.join(folder, '.complete');
  if (existsSync(done)) return folder;
  process.stderr.write(`Fetching ${label} into ${folder} (once) …\n`);
  const temporary = `${folder}.${process.pid}.${Date.now()}`;
  mkdirSync(temporary, { recursive: true });
  try {
    await install(temporary);
    writeFileSync(path.join(temporary, '.complete'), new Date().toISOString());
    if (existsSync(folder) && !existsSync(done)) rmSync(folder, { recursive: true, force: true });
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Another process was faster: its folder is as good as ours.
      if (!existsSync(done)) throw error;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** Runs a command to its end; rejects with its last output when it fails. */
export function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const collect = (chunk) => (output = (output + String(chunk)).slice(-4000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${path.basename(file)} ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}

/** `npm install` of exact packages in a folder of their own, without any install script. */
export async function npmInstall(folder, packages, { node, extra = [] } = {}) {
  if (!existsSync(path.join(folder, 'package.json'))) {
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  }
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...extra,
    ...packages,
  ];
  await npm(folder, args, { node });
}

/** Runs npm in a folder, with that Node first in the PATH. */
export async function npm(folder, args, { node, env: extra = {} } = {}) {
  const env = { ...process.env, ...extra };
  if (node) env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
  const npmCli = process.env.npm_execpath;
  if (npmCli?.endsWith('.js') && statSync(npmCli, { throwIfNoEntry: false })) {
    await run(process.execPath, [npmCli, ...args], { cwd: folder, env });
  } else {
    const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(command, args, { cwd: folder, env, shell: process.platform === 'win32' });
  }
}
