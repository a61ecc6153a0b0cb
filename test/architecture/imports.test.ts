import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCycles, importGraph } from '../support/architecture/cycles.js';
import { importsOf, type Import } from '../support/architecture/imports.js';
import { matrixFaults, type Matrix } from '../support/architecture/matrix.js';
import { projectRoot, readSrc } from '../support/architecture/sources.js';

async function loadMatrix(): Promise<Matrix> {
  const config = (await import(pathToFileURL(path.join(projectRoot(), 'eslint.config.mjs')).href)) as {
    importMatrix: Matrix;
  };
  return config.importMatrix;
}

function sample(file: string, text: string): Import[] {
  return importsOf({ file, text });
}

describe('the import matrix', () => {
  const imports = readSrc().flatMap(importsOf);

  it('holds for every import of src', async () => {
    assert.ok(imports.length > 50, 'the imports of src are read');
    assert.deepEqual(matrixFaults(imports, await loadMatrix()), []);
  });

  for (const [file, text, fault] of [
    ['src/base/x.ts', "import { a } from '../model/a.js';", /src\/base must not import src\/model/],
    ['src/model/x.ts', "import fs from 'node:fs';", /must run in a browser/],
    ['src/server/x.ts', "import fs from 'node:fs';", /must run in a browser/],
    ['src/language/x.ts', "import * as vscode from 'vscode';", /only src\/editor/],
    ['src/editor/x.ts', "import { a } from '../language/a.js';", /types only/],
    ['src/editor/x.ts', "const a = await import('../local/host.js');", /must not import src\/local/],
    ['src/platform/http/x.ts', "import { fetch } from 'undici';", /undici is for the command line/],
    ['src/editor/x.ts', "import type { TestApi } from '../extension.js';", /composition root/],
    ['src/cli/x.ts', "export * from '../editor/app.js';", /must not import src\/editor/],
    ['src/stray.ts', "import { a } from './base/a.js';", /in no folder/],
  ] as const) {
    it(`refuses ${text} in ${file}`, async () => {
      const faults = matrixFaults(sample(file, text), await loadMatrix());
      assert.equal(faults.length, 1);
      assert.match(faults[0] ?? '', fault);
    });
  }

  it('tells types from values', () => {
    const typeOnly = (text: string): boolean | undefined => sample('src/editor/x.ts', text)[0]?.typeOnly;
    assert.equal(typeOnly("import type { A } from '../language/a.js';"), true);
    assert.equal(typeOnly("import { type A, type B } from '../language/a.js';"), true);
    assert.equal(typeOnly("import { type A, b } from '../language/a.js';"), false);
    assert.equal(typeOnly("import '../language/a.js';"), false);
    assert.equal(typeOnly("export type { A } from '../language/a.js';"), true);
    assert.equal(typeOnly("let a: import('../language/a.js').A;"), true);
    assert.equal(typeOnly("export * from '../language/a.js';"), false);
  });
});

describe('import cycles', () => {
  it('are not in src', () => {
    const graph = importGraph(readSrc().flatMap(importsOf));
    assert.ok(graph.size > 50, 'the graph of src is read');
    assert.deepEqual(findCycles(graph), []);
  });

  it('are found and printed', () => {
    const imports = [
      ...sample('src/a/one.ts', "import { two } from './two.js';"),
      ...sample('src/a/two.ts', "export { three } from './three.js';"),
      ...sample('src/a/three.ts', "import { one } from './one.js'; import { four } from './four.js';"),
    ];
    const [cycle, ...others] = findCycles(importGraph(imports));
    assert.equal(cycle, 'src/a/one.ts → src/a/two.ts → src/a/three.ts → src/a/one.ts');
    assert.deepEqual(others, []);
  });

  it('are made by types too, and not by what is imported when it is needed', () => {
    const one = sample('src/a/one.ts', "import { two } from './two.js';");
    const types = sample('src/a/two.ts', "import type { One } from './one.js';");
    assert.equal(findCycles(importGraph([...one, ...types])).length, 1);
    const later = sample('src/a/two.ts', "void import('./one.js');");
    assert.deepEqual(findCycles(importGraph([...one, ...later])), []);
  });
});
