import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PlatformError } from '../../../../src/model/errors.js';
import { ExecPlugin, type ExecConsent } from '../../../../src/platform/kubernetes/execPlugin.js';

const yes: ExecConsent = () => Promise.resolve(true);

describe('a credential plugin', () => {
  let folder = '';
  let clock = 0;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-exec-'));
    // Counts its runs in a file beside it; tells what it was asked in the token.
    await writeFile(
      path.join(folder, 'plugin.cjs'),
      `const fs = require('fs');
       const file = process.argv[2];
       const count = (fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0) + 1;
       fs.writeFileSync(file, String(count));
       if (process.env.MODE === 'broken') console.log('not JSON: s3cr3t');
       else if (process.env.MODE === 'fails') { console.error('s3cr3t'); process.exit(3); }
       else console.log(JSON.stringify({ kind: 'ExecCredential', status: {
         token: 'token-' + count + '-' + JSON.parse(process.env.KUBERNETES_EXEC_INFO).spec.interactive,
         expirationTimestamp: process.env.ENDS } }));`,
    );
  });
  after(() => rm(folder, { recursive: true }));

  const runs = async (name: string): Promise<number> =>
    Number(await readFile(path.join(folder, name), 'utf8').catch(() => '0'));
  const pluginOf = (name: string, more: object = {}, consent: ExecConsent | undefined = yes): ExecPlugin =>
    new ExecPlugin({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: ['plugin.cjs', name].map((file) => path.join(folder, file)),
        interactiveMode: 'IfAvailable',
        ...more,
      },
      folder,
      cluster: {},
      consent,
      now: () => clock,
    });
  const refusedWith = (pattern: RegExp) => (error: unknown) => {
    assert.ok(PlatformError.is(error, 'unauthenticated'));
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /s3cr3t/);
    return true;
  };

  it('is not run without consent, and asked for with its command and arguments', async () => {
    const asked: unknown[] = [];
    const consent: ExecConsent = (command, args) => {
      asked.push(command, ...args);
      return Promise.resolve(false);
    };
    await assert.rejects(pluginOf('never', {}, consent).get(), refusedWith(/Nobody allowed it/));
    const withoutPort = new ExecPlugin({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x' },
      folder,
      cluster: {},
      consent: undefined,
      now: () => 0,
    });
    await assert.rejects(withoutPort.get(), refusedWith(/Nobody allowed it/));
    assert.equal(await runs('never'), 0);
    assert.deepEqual(asked, [process.execPath, path.join(folder, 'plugin.cjs'), path.join(folder, 'never')]);
  });

  it('is run once until its credential ends or is refused, and asked for once', async () => {
    let asked = 0;
    const consent: ExecConsent = () => Promise.resolve(++asked > 0);
    const ends = { env: [{ name: 'ENDS', value: '1970-01-01T00:10:00Z' }] };
    const plugin = pluginOf('cached', ends, consent);
    clock = 0;
    const [one, other] = await Promise.all([plugin.get(), plugin.get()]);
    assert.equal(one.token, 'token-1-false');
    assert.equal(other.token, one.token);
    assert.equal((await plugin.get()).token, one.token);
    assert.equal((await plugin.get(one.token)).token, 'token-2-false');
    clock = 9 * 60_000 + 45_000;
    assert.equal((await plugin.get()).token, 'token-3-false');
    assert.deepEqual([await runs('cached'), asked], [3, 1]);
  });

  it('that fails, says nothing of use or is not there is told so, without its output', async () => {
    const mode = (value: string): object => ({ env: [{ name: 'MODE', value }] });
    await assert.rejects(pluginOf('broken', mode('broken')).get(), refusedWith(/gives no credential/));
    await assert.rejects(pluginOf('fails', mode('fails')).get(), refusedWith(/failed \(3\)/));
    await assert.rejects(
      pluginOf('gone', { command: 'no-such-command-here' }).get(),
      refusedWith(/not installed/),
    );
  });

  it('that wants a terminal, or an API that is gone, is not run', async () => {
    await assert.rejects(pluginOf('terminal', { interactiveMode: 'Always' }).get(), refusedWith(/terminal/));
    await assert.rejects(
      pluginOf('old', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }).get(),
      refusedWith(/old kind/),
    );
    assert.equal(await runs('terminal'), 0);
  });
});
