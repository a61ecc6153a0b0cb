import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isAbort } from '../../../src/base/abort.js';
import { PlatformError } from '../../../src/model/errors.js';
import { fileLocks } from '../../../src/platform/auth/fileLocks.js';
import { fileSlot } from '../../../src/platform/auth/fileSlot.js';

describe('locks among windows', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('let one at a time in, and leave nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    const windows = Array.from({ length: 5 }, () => fileLocks(folder, { pollMs: 2 }));
    await Promise.all(windows.flatMap((locks) => [locks.hold('a', task), locks.hold('a', task)]));
    assert.equal(most, 1);
    assert.deepEqual(await readdir(folder), []);
  });

  it('take over from a process that died, and only then', async () => {
    const file = path.join(folder, 'a.lock');
    await writeFile(file, 'dead');
    const impatient = fileLocks(folder, { pollMs: 2, waitMs: 100, staleMs: 5_000 });
    await assert.rejects(
      impatient.hold('a', () => Promise.resolve()),
      (error) => PlatformError.is(error, 'unavailable'),
    );
    const old = new Date(Date.now() - 60_000);
    await utimes(file, old, old);
    assert.equal(await impatient.hold('a', () => Promise.resolve('in')), 'in');
  });

  it('stay with a holder that takes long but lives', async () => {
    const timing = { pollMs: 5, staleMs: 120, heartbeatMs: 20 };
    const order: string[] = [];
    const first = fileLocks(folder, timing).hold('a', async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      order.push('first');
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await fileLocks(folder, timing).hold('a', () => Promise.resolve(order.push('second')));
    await first;
    assert.deepEqual(order, ['first', 'second']);
  });

  it('end the wait when cancelled', async () => {
    await writeFile(path.join(folder, 'a.lock'), 'other');
    const abort = new AbortController();
    const waiting = fileLocks(folder).hold('a', () => Promise.resolve(), abort.signal);
    abort.abort();
    await assert.rejects(waiting, isAbort);
  });

  it('do without a file where none can be written', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    assert.equal(await fileLocks(path.join(file, 'locks')).hold('a', () => Promise.resolve(7)), 7);
  });
});

describe('a secret file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is readable by its owner only, whatever the umask', async function () {
    if (process.platform === 'win32') this.skip();
    const before = process.umask(0);
    try {
      const file = path.join(folder, 'deep', 'accounts.json');
      await fileSlot(file).write('secret');
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
      await chmod(file, 0o644);
      await fileSlot(file).write('another');
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.equal(await fileSlot(file).read(), 'another');
      await fileSlot(file).write(undefined);
      await fileSlot(file).write(undefined);
      assert.equal(await fileSlot(file).read(), undefined);
      assert.deepEqual(await readdir(path.dirname(file)), []);
    } finally {
      process.umask(before);
    }
  });
});
