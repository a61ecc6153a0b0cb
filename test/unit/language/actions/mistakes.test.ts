import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { manifest } from '../support.js';
import { diagnosticsIn, serviceIn, standardUri, type World } from '../rules/world.js';
import { ableClient, everywhere } from './support.js';

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '.', 'test/fixtures/mistakes');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const around: World = {
  manifests: { 'file:///w/.platform/all.platform.yaml': read('workspace/all.platform.yaml') },
  files: { 'file:///w/CODEOWNERS': '* @acme/shop\n' },
};

const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const fixable = names.filter((name) => /^# mistake: .*, fix: yes/.test(read(name)));

describe('a document with one mistake that can be mended', () => {
  for (const name of fixable) {
    it(`is valid after the first quick fix, and after each other: ${name}`, async () => {
      const text = read(name);
      const world: World = text.split('\n', 1)[0]?.includes('in the workspace') ? around : {};
      const service = serviceIn(world, { [standardUri]: text });
      const document = manifest(text, standardUri);
      const query = { range: everywhere, only: ['quickfix'], client: ableClient };
      const actions = (await service.codeActions(document, query)).filter(
        ({ title }) => !/^(?:Disable|Turn) /.test(title),
      );
      assert.notEqual(actions.length, 0, 'Nothing is offered.');
      for (const { title, edit } of actions) {
        const edits = edit?.changes?.[standardUri];
        if (!edits) continue;
        const done = TextDocument.applyEdits(document, edits);
        const left = await diagnosticsIn(world, done);
        assert.deepEqual(
          left.map(({ code, message }) => `${String(code)} ${JSON.stringify(message)}`),
          [],
          `${title}\n${done}`,
        );
      }
    });
  }
});
