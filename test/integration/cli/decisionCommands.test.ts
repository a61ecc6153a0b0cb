import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from '../../../src/cli/commands.js';
import { runCli } from '../../../src/cli/runCli.js';
import type { Operation } from '../../../src/model/delivery.js';
import { memoryIo } from '../../unit/cli/memoryIo.js';
import { Bed, buildCli, manifest, serverJs } from '../local/bed.js';

describe('commands that promote, restart and decide', function () {
  this.timeout(60_000);
  const bed = new Bed();
  let folder = '';
  let own: readonly string[] = [];
  let annas: readonly string[] = [];

  before(async () => {
    await buildCli();
    const kind = (name: string, of: string, spec: object): string =>
      JSON.stringify({ apiVersion: 'goldenpath.dev/v1alpha1', kind: of, metadata: { name }, spec });
    const approvals = { minApprovals: 1, preventSelfApproval: true };
    bed.write(
      path.join(bed.dataDir, '.platform', 'environments.yaml'),
      [
        kind('development', 'Environment', { type: 'development' }),
        kind('staging', 'Environment', { type: 'staging', approvals, promotesFrom: ['development'] }),
        kind('production', 'Environment', { type: 'production', promotesFrom: ['staging'] }),
      ].join('\n---\n'),
    );
    const { url, tokenFile } = await bed.start();
    own = ['--url', url, '--token-file', tokenFile];
    annas = ['--url', url, '--token-file', await identity('anna')];
    folder = bed.source('hello', {
      'platform.yaml': JSON.stringify(manifest('hello')),
      'server.js': serverJs('one'),
    });
    assert.equal((await run(['deploy', '--environment', 'development', '--yes'])).code, 0);
  });
  after(() => bed.dispose());

  async function identity(name: string): Promise<string> {
    const child = bed.spawn(['token', '--as', name, '--data', bed.dataDir, '--format', 'json']);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    return (JSON.parse(said) as { tokenFile: string }).tokenFile;
  }

  async function run(args: readonly string[], as = own, answers?: readonly string[]) {
    const { io, out, err } = memoryIo({
      cwd: folder,
      env: { GOLDEN_PATH_DATA: path.join(bed.folder, 'of-the-cli') },
      ...(answers && { answers }),
    });
    const code = await runCli([...args, ...as], io, commands);
    return { code, out: out(), err: err() };
  }

  async function waiting(): Promise<Operation> {
    for (;;) {
      const { items } = await bed.get<{ items: Operation[] }>('/operations?state=Blocked');
      const [first] = items;
      if (first) return first;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const promoteToStaging = ['promote', '--service', 'hello', '--environment', 'staging', '--yes'];

  it('restarts what runs', async () => {
    const { code, out } = await run(['restart', '--environment', 'development', '--yes']);
    assert.equal(code, 0);
    assert.match(out, /^Restart hello in development: /);
  });

  it('lists what waits, shows the plan, and approves it; the promotion that waited goes on', async () => {
    const promoting = run(promoteToStaging);
    const { id } = await waiting();
    const nameless = await run(['approve'], annas);
    assert.equal(nameless.code, 2);
    assert.match(nameless.err, new RegExp(id));
    const self = await run(['approve', id, '--yes']);
    assert.equal(self.code, 1, self.err);
    const no = await run(['approve', id], annas, ['n']);
    assert.equal(no.code, 1);
    assert.match(no.out, /Promote hello in staging: nothing -> /);
    const { code, out, err } = await run(['approve', id, '--yes', '--reason', 'looked at it'], annas);
    assert.equal(code, 0, err);
    assert.match(out, /is approved\.\n$/);
    const promoted = await promoting;
    assert.equal(promoted.code, 0, promoted.err);
    assert.match(promoted.out, /It waits for an approval: golden-path approve op_/);
    assert.match(promoted.out, /is deployed to staging\.\n$/);
    const [deployment] = await bed.deployments('hello', 'staging');
    assert.equal(deployment?.kind, 'Promote');
    assert.equal(deployment.approvals?.[0]?.comment, 'looked at it');
    assert.equal((await run(['approve', id, '--yes'], annas)).code, 1);
  });

  it('has nothing to promote where the same runs', async () => {
    const { code, err } = await run(promoteToStaging);
    assert.equal(code, 1);
    assert.match(err, /nothing to promote hello to staging from/);
  });

  it('rejects with a reason only, and cancels', async () => {
    writeFileSync(path.join(folder, 'server.js'), serverJs('two'));
    assert.equal((await run(['deploy', '--environment', 'development', '--yes'])).code, 0);
    const first = run(promoteToStaging);
    const { id } = await waiting();
    const bare = await run(['reject', id, '--yes'], annas);
    assert.equal(bare.code, 1);
    assert.match(bare.err, /Give --reason TEXT/);
    assert.equal((await run(['reject', id, '--yes', '--reason', 'not today'], annas)).code, 0);
    const rejected = await first;
    assert.equal(rejected.code, 1);
    assert.match(rejected.out, /not today/);

    const second = run(promoteToStaging);
    const again = await waiting();
    assert.match((await run(['cancel'])).err, new RegExp(again.id));
    const { code, out } = await run(['cancel', again.id, '--yes', '--format', 'json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { operation: Operation }).operation.state, 'Canceled');
    assert.equal((await second).code, 1);
    assert.equal((await run(['cancel', again.id, '--yes'])).code, 1);
  });

  it('comes back when it waits, where it is told to, and leaves it waiting', async () => {
    const { code, out } = await run([...promoteToStaging, '--no-wait']);
    assert.equal(code, 0);
    const { id } = await waiting();
    assert.match(out, new RegExp(`Operation ${id} waits: `));
    assert.equal((await run(['cancel', id, '--yes'])).code, 0);
    // What was left is not taken up by the next one.
    const json = await run([...promoteToStaging, '--no-wait', '--format', 'json']);
    const { operation } = JSON.parse(json.out) as { operation: Operation };
    assert.notEqual(operation.id, id);
    assert.equal(operation.state, 'Blocked');
    assert.equal((await run(['cancel', operation.id, '--yes'])).code, 0);
  });

  it('never promotes to production for --yes alone', async () => {
    const target = ['promote', '--service', 'hello', '--environment', 'production', '--yes'];
    const bare = await run(target);
    assert.equal(bare.code, 1);
    assert.match(bare.err, /--confirm production and --reason TEXT/);
    const full = await run([...target, '--confirm', 'production', '--reason', 'PAY-1']);
    assert.equal(full.code, 0, full.err);
  });
});
