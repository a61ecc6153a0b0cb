/**
 * The demo: builds, copies the sample workspace, starts the local platform and opens the real editor on it.
 *   --folder DIR   where the copy goes (default: a fresh folder; one that exists is opened as it is)
 *   --desktop      desktop VS Code instead of the editor in the browser (the default on macOS and Windows)
 *   --code FILE    desktop VS Code that is installed: the program itself (Code.exe, …/MacOS/Electron), not the script `code`
 *   --browser      the editor in the browser (the default on Linux)
 *   --port N       of the editor in the browser (default: a free one)
 *   --no-open      only print the address
 *   --check        open it in a headless browser, look for our views, and end
 * Ctrl+C ends everything that it started.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildProject } from './editor-host/project.mjs';
import { launchBrowser } from './editor-host/browser.mjs';
import { runDesktop } from './editor-host/desktop.mjs';
import { startEditor, workbenchUrl } from './editor-host/editor.mjs';
import { initRepository, root } from './editor-host/suites.mjs';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    desktop: { type: 'boolean', default: process.platform !== 'linux' },
    code: { type: 'string' },
    browser: { type: 'boolean', default: false },
    port: { type: 'string' },
    open: { type: 'boolean', default: true },
    check: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
const desktop = (options.desktop || options.code !== undefined) && !options.browser && !options.check;
const say = (text) => process.stdout.write(`${text}\n`);
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
});

const temporary = mkdtempSync(path.join(os.tmpdir(), 'golden-path-demo-'));
const data = path.join(temporary, 'platform');
const cleanups = [() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })];
let exitCode = 0;
try {
  say('Building …');
  await buildProject();
  const folder = prepareWorkspace();
  await Promise.race([startPlatform(), stopped]);
  const env = { GOLDEN_PATH_DATA: data };
  if (desktop) {
    say(
      options.code
        ? `Opening ${options.code} …`
        : 'Opening desktop VS Code (the first time it may have to be downloaded) …',
    );
    const editor = await runDesktop({
      folder,
      extension: root,
      env,
      dataFolder: path.join(temporary, 'desktop'),
      ...(options.code && { executable: path.resolve(options.code) }),
    });
    cleanups.push(() => editor.stop());
    say(`Sample workspace: ${folder}\nClose the window or press Ctrl+C to end.`);
    await Promise.race([editor.exited, stopped]);
  } else {
    const token = randomBytes(16).toString('hex');
    const server = await startEditor({
      dataFolder: path.join(temporary, 'server'),
      env,
      token,
      installed: root,
      ...(options.port && { port: Number(options.port) }),
    });
    cleanups.push(() => server.stop());
    const url = workbenchUrl(server, { folder, token });
    say(`\nSample workspace: ${folder}\nGolden Path in the editor:\n\n  ${url}\n\nCtrl+C ends everything.`);
    if (options.check) {
      await checkWorkbench(url);
      say('The editor opened with the Golden Path views and the local platform connected.');
    } else {
      if (options.open) openInBrowser(url);
      await Promise.race([server.exited, stopped]);
    }
  }
} catch (error) {
  process.stderr.write(`✘ The demo could not start: ${error.message}\n`);
  exitCode = 1;
} finally {
  say('Stopping …');
  for (const cleanup of cleanups.reverse()) await cleanup();
}
process.exit(exitCode);

/** A copy of examples/ that may be changed, as a repository with one commit. */
function prepareWorkspace() {
  // A check leaves nothing behind; a person keeps what was tried.
  const parent = () =>
    options.check ? temporary : mkdtempSync(path.join(os.tmpdir(), 'golden-path-sample-'));
  const folder = path.resolve(options.folder ?? path.join(parent(), 'workspace'));
  if (existsSync(folder) && readdirSync(folder).length > 0) return folder;
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, 'examples'), folder, {
    recursive: true,
    filter: (source) => !['node_modules', 'dist'].includes(path.basename(source)),
  });
  initRepository(folder);
  return folder;
}

/** In the foreground, as a child of ours: it ends with us. Resolves when it is ready. */
function startPlatform() {
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'dist', 'cli.cjs'),
      ...['platform', 'start', '--data', data, '--port', '0', '--format', 'json'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: temporary },
  );
  cleanups.push(
    () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        const killer = setTimeout(() => child.kill('SIGKILL'), 8000);
        child.once('exit', () => {
          clearTimeout(killer);
          resolve();
        });
        child.kill('SIGTERM');
      }),
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the local platform ended with ${code}.`)));
    createInterface({ input: child.stdout }).once('line', (line) => {
      say(`Local platform: ${JSON.parse(line).url}`);
      resolve();
    });
  });
}

/** Opens the views as a person would; rejects when the environments of the local platform are not in them. */
async function checkWorkbench(url) {
  const { browser } = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url);
    await page.locator('.activitybar [aria-label^="Golden Path"]').first().click({ timeout: 60_000 });
    await page.locator('.pane-body [aria-label^="Environment Production"]').waitFor({ timeout: 60_000 });
  } finally {
    await browser.close();
  }
}

function openInBrowser(url) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  // Without a desktop there is no browser to open: the address is printed.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .once('error', () => undefined)
    .unref();
}
