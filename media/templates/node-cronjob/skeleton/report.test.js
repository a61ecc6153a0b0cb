import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run } from './report.js';

test('counts its runs', async () => {
  const data = await mkdtemp(path.join(os.tmpdir(), 'runs-'));
  try {
    assert.equal((await run(data)).runs, 1);
    assert.equal((await run(data)).runs, 2);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
