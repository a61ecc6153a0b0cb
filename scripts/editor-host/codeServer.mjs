/** VS Code's server, extension host and web workbench, as packed in the npm package code-server. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall, provide } from './cache.mjs';
import { provideNode } from './node.mjs';

export const newest = { release: '4.139.1', node: 24 };
export const oldest = { release: '4.105.1', node: 22 };

/** `{node, vscode}`: the Node to run it with and the folder that holds `out/server-main.js`. */
export async function provideCodeServer({ release, node: major }) {
  const node = await provideNode(major);
  const folder = await provide(
    `code-server-${release}`,
    `VS Code's server (code-server ${release})`,
    async (temporary) => {
      await npmInstall(temporary, [`code-server@${release}`], { extra: ['--omit=optional'] });
      const vscode = path.join(temporary, 'node_modules', 'code-server', 'lib', 'vscode');
      if (release === oldest.release) usePublishedWatcher(vscode);
      // Inside lib/vscode, with the package's own Node: native add-ons come prebuilt or are done without.
      await npmInstall(vscode, [], { node, extra: ['--omit=dev'] });
    },
  );
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  useOurLogFiles(vscode);
  return { node, vscode };
}

/** Without a compiler there is no native log writer; output channels need one to show anything. */
function useOurLogFiles(vscode) {
  const folder = path.join(vscode, 'node_modules', '@vscode', 'spdlog');
  const isCompiled = existsSync(path.join(folder, 'build', 'Release', 'spdlog.node'));
  if (!isCompiled)
    copyFileSync(fileURLToPath(new URL('logFiles.cjs', import.meta.url)), path.join(folder, 'index.js'));
}

/** 4.105.1 names a git-hosted watcher that cannot be fetched from npm; the published one is the same code. */
function usePublishedWatcher(vscode) {
  rmSync(path.join(vscode, 'npm-shrinkwrap.json'), { force: true });
  const file = path.join(vscode, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.dependencies['@parcel/watcher'] = '^2.5.1';
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}

/** A TCP port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts the server on loopback and waits until it answers. `dataFolder` takes settings, extensions and logs;
 * `trustPrompt` keeps workspace trust on (Restricted Mode); `token` is the connection token, none when absent.
 */
export async function startServer({
  version = newest,
  dataFolder,
  trustPrompt = false,
  development = true,
  env = {},
  token,
  port,
  args = [],
}) {
  const { node, vscode } = await provideCodeServer(version);
  const listenPort = port ?? (await freePort());
  const child = spawn(
    node,
    [
      path.join(vscode, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(listenPort)],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      '--accept-server-license-terms',
      ...['--server-data-dir', dataFolder],
      ...['--telemetry-level', 'off'],
      ...(trustPrompt ? [] : ['--disable-workspace-trust']),
      // Without it a release build ignores development and test parameters; with it pop-ups are not shown.
      ...(development ? ['--enable-smoke-test-driver'] : []),
      ...args,
    ],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  let output = '';
  const collect = (chunk) => (output = (output + String(chunk)).slice(-20_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const url = `http://127.0.0.1:${listenPort}/`;
  await waitUntilItAnswers(url, child, () => output);
  return {
    url,
    port: listenPort,
    pid: child.pid,
    output: () => output,
    exited: new Promise((resolve) => child.once('exit', resolve)),
    /** Ends the server and everything in its process group. */
    stop: () => endGroup(child),
  };
}

async function waitUntilItAnswers(url, child, output) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`VS Code's server ended with ${child.exitCode}:\n${output()}`);
    try {
      const response = await fetch(`${url}version`);
      if (response.status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`VS Code's server did not answer within 60 s:\n${output()}`);
}

async function endGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      if (process.platform === 'win32') child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  signal('SIGTERM');
  const killer = setTimeout(() => signal('SIGKILL'), 5000);
  await exited;
  clearTimeout(killer);
  signal('SIGKILL');
}
