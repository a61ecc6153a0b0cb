import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { forgetPictures } from '../../../src/editor/auth/keptPictures.js';
import { silentLog } from '../../../src/model/log.js';
import { FileShelf } from '../../../src/platform/live/fileShelf.js';
import { LastGood } from '../../../src/platform/live/lastGood.js';

const picture = {
  status: 'live',
  asOf: 1,
  services: new Map(),
  environments: new Map(),
  operations: new Map(),
} as const;

describe('the pictures of who signs out', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are removed for every platform that they were shown, and nobody else’s', async () => {
    const shelf = new FileShelf(folder, silentLog);
    const alice = 'https://a.example#alice';
    const kept = (url: string, account: string) => new LastGood(shelf, url, () => Promise.resolve(account));
    await kept('https://a.example/v1', alice).keep(picture);
    await kept('https://a.example/other/v1', alice).keep(picture);
    await kept('https://a.example/v1', 'https://a.example#bob').keep(picture);
    await kept('https://a.example/v1', '').keep(picture);
    await writeFile(path.join(folder, 'damaged.jsonl'), '{');
    assert.equal((await readdir(folder)).length, 5);
    await forgetPictures(folder, alice);
    assert.equal((await readdir(folder)).length, 3);
    assert.equal(await kept('https://a.example/v1', alice).load(), undefined);
    assert.ok(await kept('https://a.example/v1', 'https://a.example#bob').load());
    await forgetPictures(path.join(folder, 'missing'), alice);
  });
});
