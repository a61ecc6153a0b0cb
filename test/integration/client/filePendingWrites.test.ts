import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { silentLog } from '../../../src/model/log.js';
import { FilePendingWrites } from '../../../src/platform/writes/filePendingWrites.js';
import type { PendingWrite } from '../../../src/platform/writes/pendingWrites.js';

const write: PendingWrite = {
  key: 'a1b2',
  url: 'https://platform.example/v1',
  service: 'hello',
  request: { environment: 'dev', kind: 'Deploy', release: 'rel_1' },
  since: 1_772_366_400_000,
};

describe('pending writes in a folder', () => {
  let base = '';
  let folder = '';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'golden-path-pending-'));
    folder = path.join(base, 'pending');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('outlive the program, one beside the other, and go one by one', async () => {
    const first = new FilePendingWrites(folder);
    assert.deepEqual(await first.all(), []);
    await first.keep(write);
    await first.keep({ ...write, operation: 'op_1' });
    await new FilePendingWrites(folder).keep({ ...write, key: 'c3d4' });
    const byKey = (await new FilePendingWrites(folder).all()).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    assert.deepEqual(byKey, [
      { ...write, operation: 'op_1' },
      { ...write, key: 'c3d4' },
    ]);
    await first.drop('a1b2');
    await first.drop('never');
    assert.deepEqual(readdirSync(folder), ['c3d4.json']);
    if (process.platform !== 'win32') {
      assert.equal(statSync(path.join(folder, 'c3d4.json')).mode & 0o777, 0o600);
    }
  });

  it('that are broken or not ours are passed over', async () => {
    const pending = new FilePendingWrites(folder);
    await pending.keep(write);
    writeFileSync(path.join(folder, 'half.json'), '{"key":');
    writeFileSync(path.join(folder, 'other.json'), JSON.stringify({ ...write, key: '../../evil' }));
    writeFileSync(path.join(folder, 'note.txt'), 'x');
    assert.deepEqual(await pending.all(), [write]);
  });

  it('are not kept where nothing can be written, which is told to the log', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    const warned: string[] = [];
    const pending = new FilePendingWrites(folder, { ...silentLog, warn: (text) => void warned.push(text) });
    await pending.keep(write);
    await pending.drop(write.key);
    assert.deepEqual(await pending.all(), []);
    assert.equal(warned.length, 1);
  });
});
