import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { OpenDocuments } from '../../../src/server/openDocuments.js';
import { RecentFiles } from '../../../src/server/recentFiles.js';

describe('files beside the open ones', () => {
  const uri = 'file:///w/CODEOWNERS';
  let disk: Map<string, string>;
  let reads: number;
  let changes: number;
  let files: RecentFiles;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    disk = new Map();
    reads = 0;
    changes = 0;
    const documents = {
      get: (asked: string) => (asked.endsWith('open.yaml') ? { getText: () => 'as typed' } : undefined),
      readText: (asked: string) => {
        reads++;
        if (disk.get(asked) === 'unreadable') return Promise.reject(new Error('no'));
        return Promise.resolve(disk.get(asked));
      },
      listFolder: () => Promise.resolve([]),
    };
    files = new RecentFiles(documents as unknown as OpenDocuments, () => changes++);
  });
  afterEach(() => {
    files.dispose();
    mock.timers.reset();
  });

  /** A moment passes, with all that it sets off. */
  async function aMoment(): Promise<void> {
    mock.timers.tick(100);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }

  it('are read once for many looks, those that are not there too', async () => {
    for (let look = 0; look < 10; look++) assert.equal(await files.readText(uri), undefined);
    assert.equal(reads, 1);
  });

  it('are read again a moment after a look, and whoever looked hears of a change', async () => {
    await files.readText(uri);
    disk.set(uri, '* @acme');
    assert.equal(await files.readText(uri), undefined);
    await aMoment();
    assert.deepEqual([reads, changes], [2, 1]);
    assert.equal(await files.readText(uri), '* @acme');
    await aMoment();
    assert.deepEqual([reads, changes], [3, 1]);
    await aMoment();
    assert.equal(reads, 3);
  });

  it('are read at once when they are known to have changed', async () => {
    await files.readText(uri);
    disk.set(uri, '* @acme');
    files.forget(uri);
    assert.equal(await files.readText(uri), '* @acme');
  });

  it('count as the client has them where it has them open', async () => {
    assert.equal(await files.readText('file:///w/open.yaml'), 'as typed');
    assert.equal(reads, 0);
  });

  it('fail as reading fails, and are not remembered then', async () => {
    disk.set(uri, 'unreadable');
    await assert.rejects(files.readText(uri));
    disk.set(uri, '* @acme');
    assert.equal(await files.readText(uri), '* @acme');
    disk.set(uri, 'unreadable');
    await files.readText(uri);
    await aMoment();
    assert.equal(changes, 1);
    await assert.rejects(files.readText(uri));
  });
});
