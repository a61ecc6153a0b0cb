import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  browserFaults,
  bundledModules,
  bundleFaults,
  eagerFaults,
  entryFaults,
  protocolFaults,
  type Metafile,
} from '../support/architecture/bundles.js';
import { projectRoot, readText } from '../support/architecture/sources.js';

const entryLimitBytes = 150 * 1024;

/** The metafiles of the last build; builds when there is none or a source is newer. */
function metafiles(): Readonly<
  Record<'extension' | 'lazy' | 'webEntry' | 'server' | 'web' | 'webServer', Metafile>
> {
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
  return {
    extension: read('extension'),
    lazy: read('lazy'),
    webEntry: read('web-entry'),
    server: read('server'),
    web: read('web'),
    webServer: read('web-server'),
  };
}

function modified(file: string): number {
  return statSync(path.join(projectRoot(), file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function sample(module: string, bytes = 1): Metafile {
  return { outputs: { 'dist/extension.cjs': { bytes, inputs: { [module]: {} } } } };
}

let extension: Metafile;
let lazy: Metafile;
let webEntry: Metafile;
let server: Metafile;
let web: Metafile;
let webServer: Metafile;

before(function () {
  this.timeout(120_000);
  ({ extension, lazy, webEntry, server, web, webServer } = metafiles());
});

describe('the bundles of the extension host', () => {
  it('hold the extension', () => {
    assert.ok(bundledModules(extension).includes('src/extension.ts'));
    assert.ok(bundledModules(lazy).includes('src/editor/app.ts'));
  });

  it('hold neither undici nor what belongs to the language server', () => {
    assert.deepEqual([...bundleFaults(extension), ...bundleFaults(lazy)], []);
  });

  it('read no YAML before an engine is connected', () => {
    const imported = Object.values(extension.outputs).flatMap(({ imports = [] }) => imports);
    const first = imported
      .filter(({ path: file }) => file.startsWith('./lazy/'))
      .map(({ path: file }) => `dist/${file.slice(2)}`);
    assert.ok(first.includes('dist/lazy/editor-app.js'));
    assert.deepEqual(
      first.flatMap((file) => eagerFaults(lazy, file)),
      [],
    );
    const modules = { 'node_modules/yaml/index.js': {} };
    const outputs = {
      a: {
        bytes: 1,
        inputs: {},
        imports: [
          { path: 'b', kind: 'import-statement' },
          { path: 'c', kind: 'dynamic-import' },
        ],
      },
      b: { bytes: 1, inputs: {} },
      c: { bytes: 1, inputs: modules },
    };
    assert.deepEqual(eagerFaults({ outputs }, 'a'), []);
    assert.equal(eagerFaults({ outputs: { ...outputs, b: { bytes: 1, inputs: modules } } }, 'a').length, 1);
  });

  it('start with a small entry without packages', () => {
    assert.deepEqual(entryFaults(extension, entryLimitBytes), []);
  });

  it('hold of the libraries of the protocol what is used', () => {
    assert.ok(bundledModules(server).some((module) => module.includes('node_modules/vscode-jsonrpc/')));
    assert.deepEqual([lazy, server, web, webServer].flatMap(protocolFaults), []);
  });

  it('are checked so that a fault shows', () => {
    assert.equal(bundleFaults(sample('node_modules/undici/index.js')).length, 1);
    assert.equal(bundleFaults(sample('src/editor/app.ts')).length, 0);
    assert.equal(entryFaults(sample('node_modules/semver/index.js'), 10).length, 1);
    assert.equal(entryFaults(sample('src/extension.ts', 11), 10).length, 1);
    assert.equal(entryFaults({ outputs: {} }, 10).length, 1);
    const inputs = { 'node_modules/vscode-jsonrpc/lib/common/api.js': { format: 'cjs' } };
    assert.equal(protocolFaults({ inputs, outputs: {} }).length, 1);
  });
});

describe('the bundles for a browser', () => {
  it('hold the web extension and its server', () => {
    assert.ok(bundledModules(webEntry).includes('src/extension.web.ts'));
    assert.ok(bundledModules(web).includes('src/editor/webApp.ts'));
    assert.ok(bundledModules(webServer).includes('src/language/languageService.ts'));
  });

  it('need nothing of Node', () => {
    assert.deepEqual([webEntry, web, webServer].flatMap(browserFaults), []);
  });

  it('hold nothing that belongs to a machine or to a platform', () => {
    const theirs = [webEntry, web, webServer]
      .flatMap(bundledModules)
      .filter((module) => /^src\/(platform|local|cli|contract)\/|node_modules\/undici\//.test(module));
    assert.deepEqual(theirs, []);
    assert.deepEqual([...bundleFaults(webEntry), ...bundleFaults(web)], []);
  });

  it('start with a small entry without packages', () => {
    assert.deepEqual(entryFaults(webEntry, entryLimitBytes), []);
  });

  it('are checked so that a fault shows', () => {
    const output = (path: string): Metafile => ({
      outputs: { 'dist/a.js': { bytes: 1, inputs: {}, imports: [{ path, external: true }] } },
    });
    assert.equal(browserFaults(output('node:fs')).length, 1);
    assert.equal(browserFaults(output('vscode')).length, 0);
  });
});
