import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { silentLog } from '../../../src/model/log.js';
import { FileShelf } from '../../../src/platform/live/fileShelf.js';

const nameOf = (count: number): string => `${String(count).padStart(32, '0')}.jsonl`;

describe('the shelf of kept pictures', () => {
  let base = '';
  let folder = '';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'golden-path-shelf-'));
    folder = path.join(base, 'pictures');
  });
  afterEach(() => {
    chmodSync(base, 0o700);
    rmSync(base, { recursive: true, force: true });
  });

  it('gives back what was written, which only its owner can read', async () => {
    const shelf = new FileShelf(folder, silentLog);
    assert.equal(await shelf.read(nameOf(1)), undefined);
    await shelf.write(nameOf(1), 'one');
    await shelf.write(nameOf(1), 'two');
    assert.equal(await shelf.read(nameOf(1)), 'two');
    assert.deepEqual(readdirSync(folder), [nameOf(1)]);
    if (process.platform !== 'win32') {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(statSync(path.join(folder, nameOf(1))).mode & 0o777, 0o600);
    }
    await shelf.remove(nameOf(1));
    assert.equal(await shelf.read(nameOf(1)), undefined);
  });

  it('never holds half of a text, however many write at once', async () => {
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000));
    await Promise.all(texts.map((text) => new FileShelf(folder, silentLog).write(nameOf(1), text)));
    assert.ok(texts.includes((await new FileShelf(folder, silentLog).read(nameOf(1))) ?? ''));
    assert.deepEqual(readdirSync(folder), [nameOf(1)]);
  });

  it('keeps the newest pictures, and clears the halves of killed programs', async () => {
    const shelf = new FileShelf(folder, silentLog);
    await shelf.write(nameOf(0), 'x');
    const old = new Date(Date.now() - 7_200_000);
    utimesSync(path.join(folder, nameOf(0)), old, old);
    const half = path.join(folder, `${nameOf(5)}.1.tmp`);
    writeFileSync(half, 'half');
    utimesSync(half, old, old);
    writeFileSync(path.join(folder, 'not-ours.txt'), 'x');
    for (let count = 1; count <= 20; count++) await shelf.write(nameOf(count), 'x');
    assert.deepEqual(
      readdirSync(folder).sort(),
      [...Array.from({ length: 20 }, (_, index) => nameOf(index + 1)), 'not-ours.txt'].sort(),
    );
  });

  it('does without where nothing can be written', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    const warned: string[] = [];
    const shelf = new FileShelf(folder, { ...silentLog, warn: (text) => void warned.push(text) });
    await shelf.write(nameOf(1), 'x');
    assert.equal(await shelf.read(nameOf(1)), undefined);
    assert.equal(warned.length, 1);
  });
});
