import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { CheckDiagnostic } from '../../../src/cli/check/report.js';
import { checkCommand } from '../../../src/cli/commands/check.js';
import { UserError } from '../../../src/model/errors.js';

interface Report {
  readonly files: number;
  readonly diagnostics: readonly CheckDiagnostic[];
}

const good = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';

describe('golden-path check', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await mkdir(path.join(folder, 'a/node_modules'), { recursive: true });
    await writeFile(path.join(folder, 'a/score.yaml'), `\uFEFF${good.replace('image', '"🛒": x, imgae')}`);
    await writeFile(path.join(folder, 'a/node_modules/score.yaml'), 'apiVersion: score.dev/v1b1\n');
    await writeFile(path.join(folder, 'b.yml'), good);
    await writeFile(path.join(folder, 'values.yaml'), 'a: [\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...args: string[]): Promise<{ code: number; out: string }> {
    const stdout = new PassThrough();
    const out = text(stdout);
    const io = {
      stdout,
      stderr: new PassThrough(),
      cwd: folder,
      env: {},
      signal: new AbortController().signal,
    };
    try {
      return { code: await checkCommand.run(args, io), out: (stdout.end(), await out) };
    } finally {
      stdout.end();
    }
  }

  it('prints what it finds as JSON, 1-based, and exits with 1', async () => {
    const { code, out } = await run('--format', 'json');
    const report = JSON.parse(out) as Report;
    assert.equal(code, 1);
    assert.equal(report.files, 2);
    assert.equal(report.diagnostics.length, 2);
    const { message, ...misspelt } = report.diagnostics[1] ?? ({} as CheckDiagnostic);
    assert.match(message, /Did you mean “image”/);
    assert.deepEqual(misspelt, {
      file: 'a/score.yaml',
      line: 3,
      column: 32,
      endLine: 3,
      endColumn: 37,
      severity: 'error',
      code: 'schema/unknown-property',
    });
  });

  it('exits with 0 when all is well', async () => {
    assert.deepEqual(await run('--format', 'json', 'b.yml'), {
      code: 0,
      out: '{"files":1,"diagnostics":[]}\n',
    });
    assert.match((await run('b.yml', 'b.yml')).out, /^1 manifest checked: 0 errors/);
  });

  it('says in one sentence why it could not run', async () => {
    const isUserError = (pattern: RegExp) => (error: unknown) =>
      error instanceof UserError && pattern.test(error.message);
    await assert.rejects(run('nowhere'), isUserError(/There is no file or folder “nowhere”/));
    await assert.rejects(run('--format', 'xml'), isUserError(/text, json, sarif, junit or github/));
    await assert.rejects(run('--nonsense'), isUserError(/--nonsense/));
  });
});
