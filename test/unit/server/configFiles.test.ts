import assert from 'node:assert/strict';
import { readSettings } from '../../../src/language/settings.js';
import { readConfig } from '../../../src/server/configFile.js';
import { ConfigFiles } from '../../../src/server/configFiles.js';

const uri = 'file:///w/golden-path.yaml';

function filesOf(texts: Readonly<Record<string, string>>): { files: ConfigFiles; asked: string[] } {
  const asked: string[] = [];
  const readText = (wanted: string): Promise<string | undefined> => {
    asked.push(wanted);
    return Promise.resolve(texts[wanted]);
  };
  return { files: new ConfigFiles({ readText }), asked };
}

describe('golden-path.yaml', () => {
  it('gives severities, and paths that count from its folder', () => {
    const config = readConfig(
      uri,
      'rules: { service/scaling-range: off }\nschemas:\n  - { schema: a/b.json, kind: Db }\nschemaFolders: [crds]\n',
    );
    assert.equal(config?.fault, undefined);
    assert.deepEqual(config?.settings.rules, { 'service/scaling-range': 'off' });
    assert.deepEqual(config.settings.schemas, [{ schema: 'file:///w/a/b.json', kind: 'Db' }]);
    assert.deepEqual(config.settings.schemaFolders, ['file:///w/crds']);
  });

  it('covers what it includes and does not exclude', () => {
    const config = readConfig(uri, 'include: ["services/**"]\nexclude: [testdata, "*.draft.yaml"]\n');
    const covered = [
      'services/a/score.yaml',
      'other/score.yaml',
      'services/testdata/x.yaml',
      'services/a.draft.yaml',
    ];
    assert.deepEqual(
      covered.map((path) => config?.covers(`file:///w/${path}`)),
      [true, false, false, false],
    );
    assert.equal(config?.covers('file:///elsewhere/a.yaml'), true);
    assert.equal(readConfig(uri, '')?.covers('file:///w/a%20b.yaml'), true);
  });

  it('says what is wrong with it and keeps the rest', () => {
    const faults = {
      'rules: { a/b: loud }\nexclude: [x]\n': /\/rules\/a~1b/,
      'ruels: {}\n': /\/ruels is not a setting/,
      'rules: [\n': /not valid YAML/,
      '- a\n': /the value of \//,
      'a: 1\n---\nb: 2\n': /more than one document/,
    };
    for (const [text, fault] of Object.entries(faults)) {
      assert.match(readConfig(uri, text)?.fault ?? '', fault);
    }
    assert.equal(readConfig(uri, 'rules: { a/b: loud }\nexclude: [x]\n')?.covers('file:///w/x'), false);
    assert.equal(readConfig(uri, '# nothing yet\n')?.fault, undefined);
  });

  it('leaves another tool its file of that name', () => {
    assert.equal(readConfig(uri, 'apiVersion: v1\nkind: ConfigMap\n'), undefined);
  });

  it('is looked for upwards, once a folder, and the nearest wins', async () => {
    const { files, asked } = filesOf({
      [uri]: 'rules: { a/b: hint }\n',
      'file:///w/deep/down/golden-path.yaml': 'rules: { a/b: error }\n',
    });
    assert.equal(files.for('file:///w/deep/a.yaml'), undefined);
    await Promise.all([files.load('file:///w/deep/a.yaml'), files.load('file:///w/deep/b.yaml')]);
    assert.deepEqual(asked, ['file:///w/deep/golden-path.yaml', uri]);
    assert.deepEqual(files.for('file:///w/deep/b.yaml')?.settings.rules, { 'a/b': 'hint' });
    const nearest = await files.load('file:///w/deep/down/c.yaml');
    assert.deepEqual(nearest?.settings.rules, { 'a/b': 'error' });
    assert.equal(await files.load('untitled:a.yaml'), undefined);
    assert.equal(await files.load('file:///x.yaml'), undefined);
  });

  it('yields to what the client says', async () => {
    const { files } = filesOf({
      [uri]: 'rules: { a/b: hint, c/d: off }\nschemas: [{ schema: t.json, kind: Db }]\n',
    });
    const client = readSettings({
      rules: { 'a/b': 'error' },
      schemas: [{ schema: 'mine.json', kind: 'Db' }],
    });
    await files.load('file:///w/a.yaml');
    const merged = files.settingsFor('file:///w/a.yaml', client);
    assert.deepEqual(merged.rules, { 'a/b': 'error', 'c/d': 'off' });
    assert.deepEqual(
      merged.schemas.map(({ schema }) => schema),
      ['mine.json', 'file:///w/t.json'],
    );
    assert.equal(files.settingsFor('file:///w/b.yaml', client), merged);
    assert.equal(files.settingsFor('file:///elsewhere/b.yaml', client), client);
  });

  it('is read again once it was forgotten', async () => {
    const texts: Record<string, string> = { [uri]: 'rules: { a/b: hint }\n' };
    const { files } = filesOf(texts);
    await files.load('file:///w/a.yaml');
    texts[uri] = 'rules: { a/b: off }\n';
    files.clear();
    assert.equal(files.for('file:///w/a.yaml'), undefined);
    assert.deepEqual((await files.load('file:///w/a.yaml'))?.settings.rules, { 'a/b': 'off' });
  });
});
