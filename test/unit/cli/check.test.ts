import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { CheckDiagnostic } from '../../../src/cli/check/report.js';
import { checkCommand } from '../../../src/cli/commands/check.js';
import { UserError } from '../../../src/model/errors.js';
import { memoryIo } from './memoryIo.js';

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

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    return runWith('', ...args);
  }

  async function runWith(
    stdin: string | Buffer,
    ...args: string[]
  ): Promise<{ code: number; out: string; err: string }> {
    const { io, out, err } = memoryIo({ cwd: folder, stdin: Readable.from([stdin]) });
    const code = await checkCommand.run(args, io);
    return { code, out: out(), err: err() };
  }

  async function runCli(cwd: string, ...args: string[]): Promise<{ code: number; out: string }> {
    const { io, out } = memoryIo({ cwd });
    return { code: await checkCommand.run(args, io), out: out() };
  }

  const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
  const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');

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

  it('names the other of one name by its path', async () => {
    const text = `apiVersion: goldenpath.dev/v1alpha1\nkind: Resource\nmetadata: { name: db }\nspec: { type: postgres }\n`;
    for (const name of ['one', 'two']) {
      await mkdir(path.join(folder, 'c', name), { recursive: true });
      await write(`c/${name}/platform.yaml`, text);
    }
    assert.match((await run('c')).out, /^c\/one\/platform\.yaml:.* in c\/two\/platform\.yaml\. /);
    const elsewhere = await runCli(path.join(folder, 'a'), '../c');
    assert.match(elsewhere.out, /^\.\.\/c\/one\/platform\.yaml:.* in two\/platform\.yaml\. /);
  });

  it('exits with 0 when all is well', async () => {
    assert.deepEqual(await run('--format', 'json', 'b.yml'), {
      code: 0,
      out: '{"files":1,"diagnostics":[]}\n',
      err: '',
    });
    assert.match((await run('b.yml', 'b.yml')).out, /^1 manifest checked: 0 errors/);
  });

  it('says in one sentence why it could not run', async () => {
    const isUserError = (pattern: RegExp) => (error: unknown) =>
      error instanceof UserError && pattern.test(error.message);
    await assert.rejects(run('nowhere'), isUserError(/There is no file or folder “nowhere”/));
    await assert.rejects(run('--format', 'xml'), isUserError(/text, json, sarif, junit or github/));
    await assert.rejects(run('--nonsense'), /Unknown option '--nonsense'/);
  });

  it('tells what it found and could not read, and checks the rest', async () => {
    await write('large.yaml', `# ${'x'.repeat(9 * 1024 * 1024)}\n${good}`);
    const { code, out, err } = await run();
    assert.equal(code, 1);
    assert.match(out, /\n2 manifests checked: /);
    assert.equal(err, 'golden-path: “large.yaml” cannot be read: The file is too large.\n');
  });

  it('writes its report to a file, and tells a person all the same', async () => {
    const { code, out } = await run('--format', 'json', '--output', 'report.json');
    assert.equal(code, 1);
    assert.match(out, /^a\/score\.yaml:3:23 error .*\n.*\n2 manifests checked/);
    assert.equal((JSON.parse(await read('report.json')) as Report).files, 2);
    await assert.rejects(run('--output', 'no/such/folder/x'), /cannot be written to .*ENOENT/);
  });

  it('refuses options that mean nothing together', async () => {
    for (const [args, pattern] of [
      [['--max-warnings', 'few'], /whole number, not "few"/],
      [['-', 'b.yml'], /stands alone/],
      [['--stdin-filename', 'a.yaml'], /give - too/],
      [['-', '--watch'], /cannot be watched/],
    ] as const) {
      await assert.rejects(
        run(...args),
        (error) => error instanceof UserError && pattern.test(error.message),
      );
    }
  });

  describe('with golden-path.yaml', () => {
    const unknown = good.replace('metadata', 'service: {}\nmetadta: {}\nmetadata');

    it('takes severities, and counts warnings against --max-warnings', async () => {
      await write('b.yml', unknown);
      assert.equal((await run('b.yml')).code, 1);
      await write('golden-path.yaml', 'rules: { schema/unknown-property: warning }\n');
      const { code, out } = await run('b.yml');
      assert.equal(code, 0);
      assert.match(out, /^b\.yml:3:1 warning /);
      assert.equal((await run('b.yml', '--max-warnings', '0')).code, 1);
      assert.equal((await run('b.yml', '--max-warnings', '1')).code, 0);
      assert.equal((await run('b.yml', '--max-warnings', '0', '--quiet')).code, 1);
      assert.match(
        (await run('b.yml', '--quiet')).out,
        /^1 manifest checked: 0 errors, 0 other findings\.\n$/,
      );
      await write('golden-path.yaml', 'rules: { schema/unknown-property: off }\n');
      assert.match((await run('b.yml', '--max-warnings', '0')).out, /^1 manifest checked: 0 errors, 0 other/);
    });

    it('passes over what it leaves out', async () => {
      await write('golden-path.yaml', 'exclude: [a]\n');
      assert.match((await run()).out, /^1 manifest checked: 0 errors/);
      await write('golden-path.yaml', 'include: ["a/**"]\n');
      assert.match((await run()).out, /\n1 manifest checked: 2 errors/);
    });

    it('reads the nearest one', async () => {
      await write(
        'golden-path.yaml',
        'rules: { schema/unknown-property: off, schema/missing-property: off }\n',
      );
      assert.equal((await run()).code, 0);
      await write('a/golden-path.yaml', '# its own\n');
      assert.equal((await run()).code, 1);
    });

    it('refuses one that cannot be used', async () => {
      await write('golden-path.yaml', 'ruels: {}\n');
      await assert.rejects(
        run(),
        /The settings in golden-path\.yaml cannot be used: \/ruels is not a setting/,
      );
    });

    it('warns of codes that no rule has, wherever the settings lie', async () => {
      await write('golden-path.yaml', 'rules: { schema/unknown-proprty: off }\n');
      const told =
        'golden-path.yaml:1:10 warning There is no rule “schema/unknown-proprty”. Did you mean “schema/unknown-property”? [suppression/unknown-code]\n';
      const one = await run('b.yml');
      assert.equal(one.code, 0);
      assert.ok(one.out.includes(told), one.out);
      assert.equal((await run('b.yml', '--max-warnings', '0')).code, 1);
      assert.equal((await run()).out.split(told).length, 2);
      const above = await runCli(path.join(folder, 'a'), 'score.yaml');
      assert.ok(above.out.includes(`../${told}`), above.out);
    });
  });

  describe('from standard input', () => {
    it('checks what comes, as the file that it belongs to', async () => {
      const misspelt = good.replace('image', 'imgae');
      const { code, out } = await runWith(misspelt, '-', '--stdin-filename', 'x/score.yaml');
      assert.equal(code, 1);
      assert.match(out, /^x\/score\.yaml:3:\d+ error /);
      assert.match((await runWith(misspelt, '-')).out, /^<stdin>:3/);
      assert.match((await runWith('just: text\n', '-')).out, /^0 manifests checked/);
    });

    it('gives the mended text back, and whatever is no manifest as it is', async () => {
      const misspelt = `\uFEFF${good.replace('image', 'imgae')}`.replaceAll('\n', '\r\n');
      const { code, out, err } = await runWith(misspelt, '-', '--fix');
      assert.deepEqual([code, out], [0, misspelt.replace('imgae', 'image')]);
      assert.match(err, /^Fixed <stdin>: 1 place changed\.\n1 manifest checked: 0 errors/);
      assert.equal((await runWith('a: [\n', '-', '--fix')).out, 'a: [\n');
    });

    it('is refused when it is not in UTF-8: it could not be given back as it was', async () => {
      await assert.rejects(runWith(Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]), '-', '--fix'), {
        code: 'check.stdin',
        message: 'Standard input is not in UTF-8. Convert it first.',
      });
    });
  });

  describe('with --fix', () => {
    it('mends files in place, keeping mark, line ends, mode and link', async () => {
      const text = `\uFEFF${good.replace('image', 'imgae')}`.replaceAll('\n', '\r\n');
      await write('b.yml', text);
      await chmod(path.join(folder, 'b.yml'), 0o640);
      await symlink('b.yml', path.join(folder, 'link.yaml'));
      const { code, out, err } = await run('--fix', '--format', 'json', 'link.yaml');
      assert.equal(code, 0, out);
      assert.deepEqual(JSON.parse(out), { files: 1, diagnostics: [], fixed: ['link.yaml'] });
      assert.match(err, /^Fixed link\.yaml: 1 place changed\.\n$/);
      assert.equal(await read('b.yml'), text.replace('imgae', 'image'));
      assert.equal((await stat(path.join(folder, 'b.yml'))).mode & 0o777, 0o640);
      assert.ok((await lstat(path.join(folder, 'link.yaml'))).isSymbolicLink());
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.includes('tmp')),
        [],
      );
    });

    it('tells what is left, and touches nothing that needs no mending', async () => {
      const before = (await stat(path.join(folder, 'b.yml'))).mtimeMs;
      const { code, out, err } = await run('--fix');
      assert.equal(code, 1);
      assert.match(out, /^a\/score\.yaml:3:23 .*\n2 manifests checked: 1 error,/);
      assert.match(err, /^Fixed a\/score\.yaml: 1 place changed\./);
      assert.equal((await stat(path.join(folder, 'b.yml'))).mtimeMs, before);
    });

    it('leaves a file alone that is for reading only', async () => {
      const text = good.replace('image', 'imgae');
      await write('b.yml', text);
      await chmod(path.join(folder, 'b.yml'), 0o444);
      const { code, err } = await run('--fix', 'b.yml');
      assert.deepEqual([code, err], [1, 'b.yml is not fixed: it is read-only.\n']);
      assert.equal(await read('b.yml'), text);
      await write(
        'golden-path.yaml',
        'rules: { schema/unknown-property: warning, schema/missing-property: warning }\n',
      );
      const warned = await run('--fix', 'b.yml');
      assert.deepEqual([warned.code, warned.err], [2, 'b.yml is not fixed: it is read-only.\n']);
    });

    it('does not write what it cannot write back as it was', async () => {
      const bytes = Buffer.concat([
        Buffer.from(good.replace('image', 'imgae')),
        Buffer.from([0x23, 0xe9, 0x0a]),
      ]);
      await writeFile(path.join(folder, 'b.yml'), bytes);
      const { code, err } = await run('--fix', 'b.yml');
      assert.equal(code, 1);
      assert.match(err, /b\.yml is not fixed: it is not in UTF-8/);
      assert.ok((await readFile(path.join(folder, 'b.yml'))).equals(bytes));
    });
  });

  describe('of kinds that the checked folders define', () => {
    const definition = JSON.stringify({
      properties: {
        apiVersion: { const: 'acme.example/v1' },
        kind: { const: 'Route' },
        metadata: {},
        spec: { type: 'object', properties: { path: { type: 'string' } }, additionalProperties: false },
      },
    });
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: acme.example
  names: { kind: Cache }
  versions:
    - name: v1
      served: true
      schema: { openAPIV3Schema: { properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
`;
    const document = (kind: string, spec: string): string =>
      `apiVersion: acme.example/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}\n`;
    const codes = async (...args: string[]): Promise<string[]> => {
      const { out, err } = await run('--format', 'json', ...args);
      assert.equal(err, '');
      return (JSON.parse(out) as Report).diagnostics.map(({ file, code }) => `${file} ${code}`);
    };

    beforeEach(() => mkdir(path.join(folder, 'c')));

    it('knows them wherever they stand, also after the documents of those kinds', async () => {
      await write('c/a.yaml', document('Cache', '{ sise: 3 }'));
      await write('c/b.yaml', document('Route', '{ path: 3 }'));
      await write('c/x.yaml', crd);
      await write('c/route.schema.json', definition);
      assert.deepEqual(await codes('c'), ['c/a.yaml schema/unknown-property', 'c/b.yaml schema/wrong-type']);
      assert.deepEqual(await codes('c/a.yaml'), [], 'a file alone is of no kind that is known');
      assert.deepEqual(await codes('c/a.yaml', 'c/x.yaml'), ['c/a.yaml schema/unknown-property']);
    });

    it('takes schemas and folders of schemas from golden-path.yaml', async () => {
      await write('c/a.yaml', document('Cache', '{ sise: 3 }'));
      await write('c/b.yaml', document('Route', '{ path: 3 }'));
      await write('c/values.yaml', 'path: 1\n');
      await mkdir(path.join(folder, 'kinds'));
      await write('kinds/crd.yaml', crd);
      await write('values.json', '{"properties":{"path":{"type":"string"}}}');
      await write('route.json', definition);
      await write(
        'golden-path.yaml',
        `schemaFolders: [kinds]
schemas:
  - { schema: route.json, apiVersion: acme.example/v1, kind: Route }
  - { schema: values.json, files: values.yaml }
`,
      );
      assert.deepEqual(await codes('c'), [
        'c/a.yaml schema/unknown-property',
        'c/b.yaml schema/wrong-type',
        'c/values.yaml schema/wrong-type',
      ]);
    });

    it('says of a schema that it cannot use why, in the file of the schema', async () => {
      await write(
        'c/bad.schema.json',
        definition.replace('"metadata":{}', '"metadata":{"$ref":"#/nowhere"}'),
      );
      assert.deepEqual(await codes('c'), ['c/bad.schema.json schema/refused']);
    });
  });
});
