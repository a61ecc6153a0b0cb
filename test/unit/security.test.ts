import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();

describe('SECURITY.md', () => {
  it('names every program that is started and every connection that is opened', () => {
    const script = path.join(root, 'scripts', 'security.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }).timeout(10_000);
});
