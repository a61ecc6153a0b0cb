import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { schemaCommand } from '../../../src/cli/commands/schema.js';
import { UserError } from '../../../src/model/errors.js';
import { fixture } from '../language/support.js';
import { parse, parseAllDocuments } from 'yaml';
import { memoryIo } from './memoryIo.js';

describe('golden-path schema', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const { io, out, err } = memoryIo({ cwd: folder });
    const code = await schemaCommand.run(args, io);
    return { code, out: out(), err: err() };
  }
  const compile = (text: string) =>
    new Ajv({ strict: false, logger: false }).compile(JSON.parse(text) as object);

  it('lists the kinds', async () => {
    const { out } = await run();
    for (const name of ['service', 'environment', 'score-v1b1', 'golden-path-config']) {
      assert.match(out, new RegExp(`^${name} `, 'm'));
    }
    assert.doesNotMatch(out, /^common/m);
  });

  it('prints a schema that needs no other', async () => {
    const { code, out } = await run('Service');
    assert.equal(code, 0);
    const validate = compile(out);
    const service: unknown = parse(fixture('service.yaml'));
    assert.ok(validate(service), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...(service as object), kind: 'Servce' }));
    const broken = JSON.parse(JSON.stringify(service)) as { spec: { workload: { containers: object } } };
    broken.spec.workload.containers = { main: {} };
    assert.ok(!validate(broken));
  });

  it('writes all of them, each whole', async () => {
    const { out } = await run('--all', 'schemas');
    const files = await readdir(path.join(folder, 'schemas'));
    assert.match(out, new RegExp(`^${files.length} schemas written`));
    for (const file of files) compile(await readFile(path.join(folder, 'schemas', file), 'utf8'));
    const kinds = parseAllDocuments(fixture('platform.yaml')).map((one) => one.toJS() as { kind: string });
    for (const one of kinds) {
      const name = one.kind.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();
      const validate = compile(await readFile(path.join(folder, 'schemas', `${name}.schema.json`), 'utf8'));
      assert.ok(validate(one), `${name}: ${JSON.stringify(validate.errors)}`);
    }
  });

  it('knows what was meant', async () => {
    const { code, err } = await run('servce');
    assert.deepEqual([code, err], [1, 'golden-path: There is no kind "servce". Did you mean "service"?\n']);
    await assert.rejects(run('a', 'b'), UserError);
    await assert.rejects(run('service', '--all', 'x'), UserError);
  });
});
