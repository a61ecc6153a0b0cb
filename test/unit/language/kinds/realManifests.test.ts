import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serviceWith } from '../support.js';

interface Entry {
  readonly file: string;
  readonly expect: 'clean' | 'unrendered-template' | 'unknown-kind';
}

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
/** Real public manifests with the verdict that they deserve: a folder that lies beside the checkout, or is named. */
const folder = process.env['GOLDEN_PATH_MANIFESTS'] ?? path.join(root, '..', 'shared', 'manifests');

describe('real manifests', () => {
  it('give no false error', async function () {
    if (!existsSync(path.join(folder, 'index.json'))) {
      process.stdout.write('      no real manifests here: name a folder of them in GOLDEN_PATH_MANIFESTS\n');
      this.skip();
    }
    const entries = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as readonly Entry[];
    const service = serviceWith();
    const wrong: string[] = [];
    for (const { file, expect } of entries) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const source = TextDocument.create(`file:///w/${file}`, 'yaml', 1, text);
      const found = await service.diagnostics(source);
      const errors = found.filter(({ severity }) => severity === 1);
      const limit = expect === 'clean' ? errors : found;
      for (const { code, message, range } of limit) {
        wrong.push(`${file}:${range.start.line + 1} ${String(code)} ${JSON.stringify(message)}`);
      }
    }
    assert.ok(entries.length > 50);
    assert.deepEqual(wrong, []);
  });

  it('that npm packages ship give no false error', async function () {
    this.timeout(60_000);
    const service = serviceWith();
    const wrong: string[] = [];
    let count = 0;
    for (const file of yamlIn(path.join(root, 'node_modules'))) {
      const text = readFileSync(file, 'utf8');
      if (!/^apiVersion:/m.test(text)) continue;
      count++;
      const found = await service.diagnostics(TextDocument.create(`file://${file}`, 'yaml', 1, text));
      for (const { code, message, severity } of found) {
        if (severity === 1) wrong.push(`${file} ${String(code)} ${JSON.stringify(message)}`);
      }
    }
    if (count === 0) {
      process.stdout.write('      no npm package here ships a manifest\n');
      this.skip();
    }
    assert.deepEqual(wrong, []);
  });
});

function yamlIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => path.join(folder, name));
}
