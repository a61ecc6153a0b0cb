import assert from 'node:assert/strict';
import { isYamlBelow, walkYaml, type WalkEntry } from '../../../src/server/yamlWalk.js';

/** Folders by URI; a name that ends in `/` is a folder, one in `@` a symbolic link. */
const disk: Readonly<Record<string, readonly string[]>> = {
  'vfs:/w': ['z.yaml', 'b/', 'a/', 'notes.txt', 'node_modules/', 'link.yaml@', 'locked/'],
  'vfs:/w/a': ['one.YML'],
  'vfs:/w/b': ['two.yaml', 'c/'],
  'vfs:/w/b/c': ['three.yml'],
  'vfs:/w/node_modules': ['no.yaml'],
};

function readFolder(uri: string): Promise<WalkEntry<string>[]> {
  const names = disk[uri];
  if (!names) return Promise.reject(new Error('locked'));
  return Promise.resolve(
    names.map((entry) => {
      const name = entry.replace(/[/@]$/, '');
      const kind = entry.endsWith('/') ? 'folder' : entry.endsWith('@') ? 'other' : 'file';
      return { name, kind, place: `${uri}/${name}` };
    }),
  );
}

async function walked(root: string, entries?: number, signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const budget = entries === undefined ? undefined : { entries };
  for await (const uri of walkYaml(root, readFolder, budget, signal)) found.push(uri);
  return found;
}

describe('the walk for YAML files', () => {
  it('finds them by name order, and not in folders of tools nor behind links', async () => {
    const expected = ['z.yaml', 'a/one.YML', 'b/two.yaml', 'b/c/three.yml'].map((name) => `vfs:/w/${name}`);
    assert.deepEqual(await walked('vfs:/w'), expected);
    assert.deepEqual(
      expected.filter((uri) => !isYamlBelow('vfs:/w', uri)),
      [],
    );
  });

  it('ends when its budget is spent, when it is stopped, and when there is no such folder', async () => {
    assert.deepEqual(await walked('vfs:/w', 7), ['vfs:/w/z.yaml']);
    await assert.rejects(walked('vfs:/w', undefined, AbortSignal.abort()), { name: 'AbortError' });
    await assert.rejects(walked('vfs:/elsewhere'), /locked/);
  });

  it('knows without a look what it would not come to', () => {
    for (const uri of ['vfs:/w/node_modules/a.yaml', 'vfs:/w/a.txt', 'vfs:/w2/a.yaml', 'vfs:/a.yaml']) {
      assert.equal(isYamlBelow('vfs:/w', uri), false, uri);
    }
  });
});
