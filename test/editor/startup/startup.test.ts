import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.js';
import { projectRoot } from '../../support/architecture/sources.js';

describe('activation', () => {
  it('returns before the features are loaded, and is measured for the bench', async () => {
    const extension = vscode.extensions.getExtension<TestApi>('golden-path.golden-path');
    assert.ok(extension, 'The extension is not installed in this editor.');
    assert.equal(extension.isActive, false, 'nothing asked for it yet');
    const start = performance.now();
    const api = await extension.activate();
    const ms = performance.now() - start;
    assert.equal(api.isLoaded(), false);
    const folder = path.join(projectRoot(), 'out', 'bench');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'activation.json'), JSON.stringify({ ms, version: vscode.version }));
  });
});
