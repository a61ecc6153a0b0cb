import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundledModules, bundleFaults, entryFaults, type Metafile } from '../support/architecture/bundles.js';
import { projectRoot, readText } from '../support/architecture/sources.js';

const entryLimitBytes = 150 * 1024;

/** The metafiles of the last build; builds when there is none or a source is newer. */
function metafiles(): { extension: Metafile; lazy: Metafile } {
  const built = modified('out/meta/lazy.json');
  const newest = Math.max(
    ...readdirSync(path.join(projectRoot(), 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
      modified(path.join('src', file)),
    ),
  );
  if (built < newest) {
    const { status, stderr } = spawnSync(process.execPath, [
      path.join(projectRoot(), 'scripts', 'build.mjs'),
    ]);
    assert.equal(status, 0, String(stderr));
  }
  const read = (name: string): Metafile => JSON.parse(readText(`out/meta/${name}.json`)) as Metafile;
  return { extension: read('extension'), lazy: read('lazy') };
}

function modified(file: string): number {
  return statSync(path.join(projectRoot(), file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function sample(module: string, bytes = 1): Metafile {
  return { outputs: { 'dist/extension.cjs': { bytes, inputs: { [module]: {} } } } };
}

describe('the bundles of the extension host', () => {
  let extension: Metafile;
  let lazy: Metafile;

  before(function () {
    this.timeout(120_000);
    ({ extension, lazy } = metafiles());
  });

  it('hold the extension', () => {
    assert.ok(bundledModules(extension).includes('src/extension.ts'));
    assert.ok(bundledModules(lazy).includes('src/editor/app.ts'));
  });

  it('hold neither undici nor what belongs to the language server', () => {
    assert.deepEqual([...bundleFaults(extension), ...bundleFaults(lazy)], []);
  });

  it('start with a small entry without packages', () => {
    assert.deepEqual(entryFaults(extension, entryLimitBytes), []);
  });

  it('are checked so that a fault shows', () => {
    assert.equal(bundleFaults(sample('node_modules/undici/index.js')).length, 1);
    assert.equal(bundleFaults(sample('src/editor/app.ts')).length, 0);
    assert.equal(entryFaults(sample('node_modules/semver/index.js'), 10).length, 1);
    assert.equal(entryFaults(sample('src/extension.ts', 11), 10).length, 1);
    assert.equal(entryFaults({ outputs: {} }, 10).length, 1);
  });
});
