import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RememberedNames } from '../../../src/cli/rememberedNames.js';
import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../../../src/model/liveNames.js';

const url = 'https://platform.example.com/v1';
const away: CatalogPort = { query: () => Promise.resolve(undefined) };

function telling(...names: string[]): CatalogPort {
  return {
    query: ({ prefix = '', limit }: CatalogQuery): Promise<CatalogAnswer> => {
      const entries = names.filter((name) => name.startsWith(prefix)).map((name) => ({ name }));
      return Promise.resolve({
        entries: entries.slice(0, limit),
        isComplete: prefix === '',
        fetchedAt: 1000,
        isLive: true,
      });
    },
  };
}

const namesIn = (answer: CatalogAnswer | undefined): string[] | undefined =>
  answer?.entries.map(({ name }) => name);

describe('names of a platform that is away', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are what it said last, whole, marked as not live', async () => {
    const live = new RememberedNames(telling('staging', 'production', 'preview'), folder, url);
    assert.deepEqual(namesIn(await live.query({ kind: 'environment', prefix: 'st', limit: 5 })), ['staging']);
    await live.settled();
    const later = new RememberedNames(away, folder, url);
    const answer = await later.query({ kind: 'environment', limit: 5 });
    assert.deepEqual(namesIn(answer), ['staging', 'production', 'preview']);
    assert.deepEqual([answer?.isLive, answer?.isComplete, answer?.fetchedAt], [false, true, 1000]);
    assert.deepEqual(namesIn(await later.query({ kind: 'environment', prefix: 'p', limit: 1 })), [
      'production',
    ]);
    assert.equal(await later.query({ kind: 'owner', limit: 5 }), undefined);
  });

  it('are those of that platform, and of no service', async () => {
    const live = new RememberedNames(telling('staging'), folder, url);
    await live.query({ kind: 'environment', limit: 5 });
    await live.query({ kind: 'serviceEnvironment', of: 'basket', limit: 5 });
    await live.settled();
    const other = new RememberedNames(away, folder, 'https://other.example.com/v1');
    assert.equal(await other.query({ kind: 'environment', limit: 5 }), undefined);
    const later = new RememberedNames(away, folder, url);
    assert.equal(await later.query({ kind: 'serviceEnvironment', of: 'basket', limit: 5 }), undefined);
  });

  it('are none where the memory is broken or cannot be written', async () => {
    const live = new RememberedNames(telling('staging'), folder, url);
    await live.query({ kind: 'environment', limit: 5 });
    await live.settled();
    const [file = ''] = await readdir(folder);
    for (const text of ['{', '[]', 'null', '{"environment":{"entries":[{}],"fetchedAt":1}}']) {
      await writeFile(path.join(folder, file), text);
      const later = new RememberedNames(away, folder, url);
      assert.equal(await later.query({ kind: 'environment', limit: 5 }), undefined, text);
    }
    const nowhere = new RememberedNames(telling('staging'), path.join(folder, file, 'below-a-file'), url);
    assert.deepEqual(namesIn(await nowhere.query({ kind: 'environment', limit: 5 })), ['staging']);
    await nowhere.settled();
  });
});
