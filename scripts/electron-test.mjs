/**
 * Runs the suites of test/editor in desktop VS Code, which @vscode/test-electron downloads:
 * `node scripts/electron-test.mjs [suite …] [--version 1.105.0] [--no-build]`. A screen is needed (xvfb-run on a server).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildProject } from './editor-host/project.mjs';
import { runDesktop } from './editor-host/desktop.mjs';
import { startDriver } from './editor-host/driver.mjs';
import { bundleSuite, copyWorkspace, findSuites, packFixture, root } from './editor-host/suites.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string', default: 'stable' },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

let passed = 0;
let failed = 0;
try {
  if (options.build) {
    await buildProject();
  }
  // A desktop is no browser.
  for (const suite of findSuites(positionals).filter(({ host }) => host !== 'web')) {
    process.stdout.write(`\nEditor suite "${suite.name}" (desktop VS Code ${options.version})\n`);
    const result = await runSuite(suite);
    passed += result.passes;
    failed += result.failures;
  }
} catch (error) {
  process.stderr.write(`✘ ${error.message}\n`);
  failed++;
}
process.stdout.write(`\n  ${passed} passing\n${failed > 0 ? `  ${failed} failing\n` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runSuite(suite) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-desktop-'));
  const driver = await startDriver({ page: () => undefined });
  const fixture = await packFixture(suite, path.join(folder, 'fixture'));
  try {
    const editor = await runDesktop({
      folder: copyWorkspace(suite, path.join(folder, 'workspace')),
      extension: root,
      tests: await bundleSuite(suite),
      dataFolder: path.join(folder, 'user'),
      version: options.version,
      trustPrompt: !suite.trust,
      settings: suite.settings,
      env: {
        ...suite.env,
        GOLDEN_PATH_ROOT: root,
        GOLDEN_PATH_DATA: path.join(folder, 'platform'),
        GOLDEN_PATH_DRIVER: driver.url,
        ...(fixture && { GOLDEN_PATH_FIXTURE: fixture }),
      },
    });
    const timeout = new Promise((resolve) => setTimeout(resolve, suite.timeoutSeconds * 1000).unref());
    const result = await Promise.race([driver.result, editor.exited.then(() => undefined), timeout]);
    await editor.stop();
    if (result) return result;
    throw new Error(`The suite "${suite.name}" ended without a result.`);
  } finally {
    await driver.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
