import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serviceIn } from './rules/world.js';

const folder = process.env['GOLDEN_PATH_MANIFESTS'] ?? '/work/shared/manifests';

interface PublicManifest {
  readonly file: string;
  readonly expect: string;
}

describe('public manifests', () => {
  const index = path.join(folder, 'index.json');

  it('give no false error, and next to no warning', async function () {
    // They are no part of the project: GOLDEN_PATH_MANIFESTS says where they are.
    if (!existsSync(index)) return this.skip();
    const manifests = JSON.parse(readFileSync(index, 'utf8')) as readonly PublicManifest[];
    const errors: string[] = [];
    const warnings: string[] = [];
    for (const { file, expect } of manifests) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const uri = `file:///w/${file}`;
      const document = TextDocument.create(uri, 'yaml', 1, text);
      for (const { severity = 1, code, range, message } of await serviceIn({ manifests: {} }, { [uri]: text }).diagnostics(document)) {
        const line = `${expect} ${severity} ${file}:${range.start.line + 1} ${String(code)} ${JSON.stringify(message)}`;
        if (severity === 1) errors.push(line);
        else warnings.push(line);
      }
    }
    console.log(errors.join('\n')); console.log('---'); console.log(warnings.join('\n'));
    assert.ok(manifests.length > 0);
  });
});
