import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { workOnce } from './inbox.js';

test('works on each item once', async () => {
  const inbox = await mkdtemp(path.join(os.tmpdir(), 'inbox-'));
  try {
    await writeFile(path.join(inbox, 'a.txt'), 'one');
    await writeFile(path.join(inbox, 'b.txt'), 'two');
    assert.equal(await workOnce(inbox), 2);
    assert.equal(await workOnce(inbox), 0);
    assert.deepEqual((await readdir(path.join(inbox, 'done'))).sort(), ['a.txt', 'b.txt']);
  } finally {
    await rm(inbox, { recursive: true, force: true });
  }
});
