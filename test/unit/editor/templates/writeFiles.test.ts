import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesOfResult, plannedFiles } from '../../../../src/editor/templates/plannedFiles.js';
import { existing, writeFiles } from '../../../../src/editor/templates/writeFiles.js';
import type { FileChange } from '../../../../src/model/run.js';

const file = (name: string, content = name): FileChange => ({ path: name, action: 'Create', content });

describe('files of a template', () => {
  let root: string;
  let folder: string;
  let outside: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'golden-path-')));
    folder = path.join(root, 'chosen');
    outside = path.join(root, 'outside');
    await mkdir(outside);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('are written below the folder, which is made', async () => {
    const files = [
      file('README.md'),
      { ...file('bin/start'), executable: true },
      { ...file('logo.png', Buffer.from([0, 255]).toString('base64')), encoding: 'base64' },
    ];
    await writeFiles(folder, plannedFiles(files));
    assert.equal(await readFile(path.join(folder, 'README.md'), 'utf8'), 'README.md');
    assert.deepEqual([...(await readFile(path.join(folder, 'logo.png')))], [0, 255]);
    assert.ok((await stat(path.join(folder, 'bin/start'))).mode & 0o100);
    assert.deepEqual(await readdir(root), ['chosen', 'outside']);
  });

  for (const bad of [
    '../out',
    '/etc/x',
    'a/../../x',
    '.git/hooks/pre-commit',
    'C:/x',
    'a\\..\\x',
    'x:y',
    'CON',
  ]) {
    it(`are all refused for ${bad}`, () => {
      assert.throws(() => plannedFiles([file('good'), file(bad)]), /Nothing was written/);
    });
  }

  it('are refused when two are one file, or they are too many', () => {
    assert.throws(() => plannedFiles([file('a'), file('A')]), /one file/);
    assert.throws(() => plannedFiles(Array.from({ length: 2001 }, (_, index) => file(`f${index}`))), /2000/);
  });

  it('take nothing away that was there, and leave nothing behind when one fails', async () => {
    await mkdir(folder);
    await writeFile(path.join(folder, 'b'), 'mine');
    await assert.rejects(writeFiles(folder, plannedFiles([file('x/a'), file('b')])), /is there already/);
    assert.deepEqual(await readdir(folder), ['b']);
    assert.equal(await readFile(path.join(folder, 'b'), 'utf8'), 'mine');
    await writeFiles(folder, plannedFiles([file('b')]), new Set(['b']));
    assert.equal(await readFile(path.join(folder, 'b'), 'utf8'), 'b');
    assert.deepEqual(await readdir(folder), ['b']);
  });

  it('follow no link: neither a folder, nor a file, nor one that leads nowhere', async () => {
    await mkdir(folder);
    await symlink(outside, path.join(folder, 'linked'));
    await symlink(path.join(outside, 'new'), path.join(folder, 'dangling'));
    await writeFile(path.join(outside, 'theirs'), 'theirs');
    await symlink(path.join(outside, 'theirs'), path.join(folder, 'file'));
    for (const name of ['linked/x', 'dangling', 'file']) {
      await assert.rejects(writeFiles(folder, plannedFiles([file(name)])), /link|there already/, name);
      await assert.rejects(writeFiles(folder, plannedFiles([file(name)]), new Set([name])), /link/, name);
    }
    await assert.rejects(existing(folder, { path: 'file' }), /link/);
    assert.deepEqual(await readdir(outside), ['theirs']);
    assert.equal(await readFile(path.join(outside, 'theirs'), 'utf8'), 'theirs');
  });

  it('are read of a result as far as they are files', () => {
    assert.deepEqual(filesOfResult({ files: [file('a'), 7, { content: 'x' }] }), [file('a')]);
    assert.equal(filesOfResult({}), undefined);
    assert.equal(filesOfResult(undefined), undefined);
  });
});
