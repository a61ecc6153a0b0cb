/**
 * Runs the suites of test/editor inside the real editor: `node scripts/editor-test.mjs [suite …] [options]`.
 *   --oldest         on the oldest supported VS Code
 *   --vsix FILE      against the packaged extension instead of this folder
 *   --except a,b     all suites but these
 *   --grep TEXT      only tests whose title contains it
 *   --screenshots    a screenshot after every test, not only after a failed one
 *   --no-build       dist/ is up to date
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildProject } from './editor-host/project.mjs';
import { launchBrowser } from './editor-host/browser.mjs';
import { newest, oldest } from './editor-host/codeServer.mjs';
import { startDriver } from './editor-host/driver.mjs';
import { startEditor, workbenchUrl } from './editor-host/editor.mjs';
import { pseudoExtension, pseudoLanguage } from './editor-host/pseudoLocale.mjs';
import { runningIn, untilEnded } from './editor-host/leftovers.mjs';
import { bundleSuite, copyWorkspace, findSuites, packFixture, root } from './editor-host/suites.mjs';
import { unpackVsix } from './editor-host/vsix.mjs';
import { openWebWorkbench, serveWebFiles } from './editor-host/web.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    oldest: { type: 'boolean', default: false },
    vsix: { type: 'string' },
    except: { type: 'string' },
    grep: { type: 'string' },
    screenshots: { type: 'boolean', default: false },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

const suites = suitesOrEnd(positionals);
if (options.build) {
  await buildProject();
}
const version = options.oldest ? oldest : newest;
let passed = 0;
let failed = 0;
/** What follows each closed window: until all that its suite started has ended. */
const endings = [];
try {
  for (const suite of suites) {
    const started = Date.now();
    process.stdout.write(
      `\nEditor suite "${suite.name}" (VS Code ${version.release.replace(/^4\./, '1.')})\n`,
    );
    let result = await tryRun(suite);
    // Real windows on a machine that is held up: in CI a suite may be tried once more, in a new window.
    if (process.env.CI && result.failures > 0) {
      process.stdout.write(`  ! ${suite.name}: ${told(result)}; tried again\n`);
      result = await tryRun(suite);
    }
    passed += result.passes;
    failed += result.failures;
    if (result.error) process.stdout.write(`  ✘ ${suite.name}: ${told(result)}\n`);
    const loop = result.loop
      ? `; extension host loop p99 ${result.loop.p99} ms, max ${result.loop.max} ms`
      : '';
    process.stdout.write(`  (${((Date.now() - started) / 1000).toFixed(1)} s${loop})\n`);
  }
} finally {
  for (const { suite, folder, running, ended } of endings) {
    const { seconds, left } = await ended;
    if (suite.endsAlone) reportEnding(suite, running, seconds, left);
    if (left.length > 0) {
      failed += 1;
      process.stdout.write(`\n  ✘ ${suite.name}: still running 40 s after its window was closed:\n`);
      for (const { pid, command } of left) process.stdout.write(`    ${pid} ${command}\n`);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.stdout.write(`\n  ${passed} passing\n${failed > 0 ? `  ${failed} failing\n` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

function suitesOrEnd(names) {
  try {
    const left = options.except ? findSuites(options.except.split(',')).map(({ name }) => name) : [];
    return findSuites(names).filter(({ name }) => !left.includes(name));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

async function tryRun(suite) {
  return await runSuite(suite).catch((error) => ({ passes: 0, failures: 1, error }));
}

function told({ error, failures }) {
  return error ? (error.message ?? String(error)) : `${failures} failing`;
}

/** Where scripts/backstage-test.mjs put a Backstage and engines-test.mjs its servers; suites that want them are skipped without. */
function realServers() {
  const names = ['GOLDEN_PATH_BACKSTAGE', 'GOLDEN_PATH_BACKSTAGE_NODE', 'GOLDEN_PATH_ENGINES'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function runSuite(suite) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-editor-'));
  const workspace = copyWorkspace(suite, path.join(folder, 'workspace'));
  const original = options.vsix ? unpackVsix(options.vsix, path.join(folder, 'extension')) : root;
  const extension = suite.pseudoLocale ? pseudoExtension(original, path.join(folder, 'pseudo')) : original;
  const fixture = await packFixture(suite, path.join(folder, 'fixture'));
  const { browser } = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  if (suite.pseudoLocale) {
    // What the workbench asks for its language, which it knows no words of.
    await page.addInitScript((language) => {
      globalThis._VSCODE_NLS_LANGUAGE = language;
    }, pseudoLanguage);
  }
  const crashed = new Promise((_, reject) => {
    browser.once('disconnected', () => reject(new Error('The headless browser ended by itself.')));
  });
  crashed.catch(() => undefined);
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text().slice(0, 2000));
  });
  const driver = await startDriver({
    screenshotFolder: path.join(root, 'out', 'screenshots', suite.name),
    page: () => page,
  });
  // The bundle stays in out/: it requires mocha from this folder's node_modules.
  const tests = await bundleSuite(suite, { driver: driver.url, grep: options.grep });
  const webFiles = suite.host === 'web' ? await serveWebFiles({ extension, tests, workspace }) : undefined;
  const dataFolder = path.join(folder, 'server');
  const server = await startEditor({
    version,
    dataFolder,
    settings: suite.settings,
    trustPrompt: !suite.trust,
    env: {
      ...suite.env,
      GOLDEN_PATH_ROOT: root,
      GOLDEN_PATH_DATA: path.join(folder, 'platform'),
      GOLDEN_PATH_DRIVER: driver.url,
      ...(fixture && { GOLDEN_PATH_FIXTURE: fixture }),
      ...realServers(),
      ...(options.grep && { GOLDEN_PATH_GREP: options.grep }),
      ...(options.screenshots && { GOLDEN_PATH_SCREENSHOTS: '1' }),
    },
  });
  try {
    let exit;
    const exited = new Promise((resolve) => (exit = resolve));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    let isDying = suite.hostDies === true;
    await page.exposeFunction('codeAutomationExit', (code) => {
      if (!isDying) return exit(code);
      // Under test the editor does not start an extension host again that was killed: the window does, once.
      isDying = false;
      page.reload().catch(() => exit(code));
      return undefined;
    });
    if (webFiles) await openWebWorkbench(page, server, { origin: webFiles.origin, settings: suite.settings });
    else await page.goto(workbenchUrl(server, { folder: workspace, extension, tests }));
    return await Promise.race([
      driver.result,
      exited.then((code) => waitForResult(driver, code)),
      crashed,
      timeout(suite.timeoutSeconds * 1000),
    ]);
  } catch (error) {
    await page
      .screenshot({ path: path.join(root, 'out', 'screenshots', `${suite.name}-stuck.png`) })
      .catch(() => undefined);
    keepLogs(dataFolder, suite.name);
    // What the workbench said last usually names the cause, such as a module that is missing.
    process.stdout.write(`${complaints.slice(-10).join('\n')}\n`);
    throw error;
  } finally {
    const closedAt = Date.now();
    await browser.close().catch(() => undefined);
    await server.stop();
    await driver.stop();
    await webFiles?.stop();
    const running = runningIn(folder);
    endings.push({ suite, folder, running, ended: untilEnded(folder, closedAt) });
  }
}

/** A suite that leaves a platform running must have done so, or its end would prove nothing. */
function reportEnding(suite, running, seconds, left) {
  if (process.platform !== 'linux') return;
  process.stdout.write(
    `\n  ${suite.name}: ${running.length} processes ran when the window closed; ` +
      (left.length === 0 ? `all ended by themselves after ${seconds.toFixed(1)} s\n` : 'not all ended\n'),
  );
  if (running.length >= 2) return;
  failed += 1;
  process.stdout.write(`  ✘ ${suite.name}: its platform and service did not outlive the window at all.\n`);
}

/** The editor may say that it ends before the report is in; a run that never reports has crashed. */
async function waitForResult(driver, code) {
  const late = new Promise((resolve) => setTimeout(resolve, 3000, undefined));
  const result = await Promise.race([driver.result, late]);
  if (result) return result;
  throw new Error(`The tests ended with ${code} and reported nothing: they could not be loaded.`);
}

function timeout(ms) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`No result within ${ms / 1000} s.`)), ms).unref();
  });
}

function keepLogs(dataFolder, name) {
  const logs = path.join(dataFolder, 'data', 'logs');
  if (existsSync(logs)) cpSync(logs, path.join(root, 'out', 'logs', name), { recursive: true });
}
