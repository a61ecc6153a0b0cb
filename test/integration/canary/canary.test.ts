import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OidcServer, clientId } from '../auth/oidcServer.js';
import { ScriptedBrowser } from '../auth/scriptedBrowser.js';
import { CliProcess, buildCli, program, runCli, type Ended } from '../cli/cliProgram.js';
import { Bed, buildCli as buildPlatform } from '../local/bed.js';
import { RawClient } from '../server/rawClient.js';
import { everyCall } from './everyCall.js';
import { GuardingProxy } from './guardingProxy.js';
import { filesBelow, leaks, type Captured } from './leaks.js';
import { ProcessWatch } from './processWatch.js';

const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: hello
spec:
  type: service
  owner: group:default/shop
  workload:
    containers:
      main:
        image: .
        command: [node, server.mjs]
        readinessProbe: { httpGet: { path: /, port: 8080 } }
    service:
      ports:
        web: { port: 8080 }
`;
const server = `import { createServer } from 'node:http';
console.log('up');
createServer((request, response) => response.end('hello')).listen(process.env.PORT);
`;

/** A secret is looked for wherever it could have gone, in every flow: it may be in its store and on the wire only. */
describe('a canary token', function () {
  this.timeout(180_000);
  if (process.platform !== 'linux') return;
  const bed = new Bed();
  const captured: Captured[] = [];
  let oidc: OidcServer;
  let proxy: GuardingProxy;
  let home: string;
  let store: string;
  let watch: ProcessWatch;
  let env: Record<string, string>;
  let localToken = '';

  before(async () => {
    await Promise.all([buildCli(), buildPlatform()]);
    home = mkdtempSync(path.join(os.tmpdir(), 'golden-path-canary-'));
    for (const name of ['tmp', 'code']) mkdirSync(path.join(home, name));
    store = path.join(home, '.config/golden-path/accounts.json');
    env = {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      XDG_DATA_HOME: path.join(home, '.local/share'),
      TMPDIR: path.join(home, 'tmp'),
    };
    watch = new ProcessWatch();
    await bed.start([], env);
    localToken = bed.platform.token;
    oidc = await OidcServer.start();
    proxy = await new GuardingProxy({
      behind: bed.platform,
      auth: { type: 'oidc', issuer: oidc.issuer, clientId },
      personOf: (token) => oidc.personOf(token),
    }).start();
    writeFileSync(path.join(home, 'code', 'platform.yaml'), manifest);
    writeFileSync(path.join(home, 'code', 'server.mjs'), server);
  });

  after(async () => {
    watch.stop();
    await proxy.stop();
    await oidc.stop();
    await bed.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  async function run(args: readonly string[], stdin?: string): Promise<Ended> {
    const cwd = path.join(home, 'code');
    return noted(args, await runCli(args, { env, cwd, ...(stdin !== undefined && { stdin }) }));
  }

  function noted(args: readonly string[], ended: Ended): Ended {
    captured.push([`stdout of ${args.join(' ')}`, ended.out], [`stderr of ${args.join(' ')}`, ended.err]);
    return ended;
  }

  async function logIn(): Promise<void> {
    const args = ['login', proxy.url];
    const login = new CliProcess(args, { env });
    const end = Date.now() + 20_000;
    while (!login.err.includes('Waiting')) {
      assert.ok(Date.now() < end, login.err);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new ScriptedBrowser().visit(/^or open (\S+)$/m.exec(login.err)?.[1] ?? '');
    assert.equal(noted(args, await login.ended()).code, 0, login.err);
  }

  /** What was learnt so far must not be anywhere. */
  function assertNoLeak(more: Iterable<string> = []): void {
    const secrets = [...oidc.secrets, ...proxy.tokens, ...more];
    assert.ok(secrets.length > 0);
    const places = [
      ...captured,
      ...watch.seen,
      ...filesBelow(home, [store]),
      ...filesBelow(bed.folder, []),
      ['stderr of the local platform', bed.stderr] as const,
    ];
    assert.deepEqual(leaks(secrets, places), []);
  }

  it('would be found', () => {
    const secret = 'a-secret-that-is-long-enough';
    const forms = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')];
    for (const form of forms) assert.ok(leaks([secret], [['x', `before ${form} after`]]).length > 0);
    assert.deepEqual(leaks([secret], [['x', 'nothing']]), []);
  });

  it('goes nowhere while signing in, deploying, reading logs and rolling back', async () => {
    await logIn();
    assert.ok(existsSync(store));
    const to = ['--url', proxy.url, '--environment', 'development'];
    const first = await run(['deploy', ...to, '--yes']);
    assert.equal(first.code, 0, first.err);
    writeFileSync(path.join(home, 'code', 'server.mjs'), `${server}console.log('two');\n`);
    assert.equal((await run(['deploy', ...to, '--yes'])).code, 0);
    const logs = await run(['logs', ...to, '--service', 'hello']);
    assert.match(logs.out, /up/);
    const back = await run(['rollback', ...to, '--service', 'hello', '--yes', '--format', 'json']);
    assert.equal(back.code, 0, back.err);
    assert.equal((await run(['status', '--url', proxy.url, '--format', 'json'])).code, 0);
    assert.equal((await run(['whoami', '--format', 'json'])).code, 0);
    assert.ok(proxy.tokens.size > 0 && oidc.secrets.size >= 4);
    const started = [...watch.seen.values()];
    assert.ok(
      started.some((text) => text.includes('rollback')),
      'the arguments were looked at',
    );
    assert.ok(
      started.some((text) => text.includes(`HOME=${home}`)),
      'the environments were looked at',
    );
    assertNoLeak();
  });

  it('goes nowhere while it is renewed', async () => {
    for (const token of proxy.tokens) proxy.refused.add(token);
    assert.equal((await run(['status', '--url', proxy.url])).code, 0);
    assert.ok(oidc.granted.includes('refresh_token'));
    assertNoLeak();
  });

  it('is not repeated from the faults of a server that repeats it', async () => {
    const failing: string[][] = [
      ['status', '--url', proxy.url],
      ['status', '--url', proxy.url, '--format', 'json'],
      ['logs', '--url', proxy.url, '--environment', 'development', '--service', 'hello'],
      ['deploy', '--url', proxy.url, '--environment', 'development', '--yes'],
    ];
    for (const status of [400, 500]) {
      proxy.broken = status;
      for (const args of failing) assert.notEqual((await run(args)).code, 0, args.join(' '));
    }
    proxy.broken = undefined;
    assertNoLeak();
  });

  it('goes nowhere with any call of the client, answered or refused with it, nor does the value of a secret', async () => {
    const token = [...proxy.tokens].at(-1) ?? '';
    const secret = `canary-secret-${crypto.randomUUID()}`;
    for (const status of [undefined, 400, 500]) {
      proxy.broken = status;
      const { captured: seen, calls } = await everyCall(proxy.url, token, secret);
      for (const call of ['secrets.rotate', 'templates.run', 'actions.run', 'approvals.approve', 'Promote']) {
        assert.ok(calls.includes(call), `${call} of ${calls.join()}`);
      }
      captured.push(...seen);
    }
    proxy.broken = undefined;
    assertNoLeak([secret]);
  });

  it('goes nowhere while a platform is judged and names are asked for', async () => {
    const [token = ''] = [...proxy.tokens].slice(-1);
    const file = path.join(bed.folder, '..', `${path.basename(home)}-judge`);
    writeFileSync(file, token, { mode: 0o600 });
    try {
      for (const format of ['text', 'json', 'junit']) {
        const to = ['--service', 'hello', '--environment', 'development', '--level', 'full', '--verbose'];
        const only = ['--only', 'services/list,secrets/no-echo,reads/getMe,auth/wrong-token,deploy/accepted'];
        const output = ['--format', format, '--output', path.join(home, `report.${format}`)];
        const judged = await run(['conformance', proxy.url, '--token-file', file, ...to, ...only, ...output]);
        assert.ok(judged.code === 0 || judged.code === 1, judged.err);
      }
      proxy.broken = 500;
      await run(['conformance', proxy.url, '--token-file', file, '--format', 'json']);
      proxy.broken = undefined;

      const [cacheBefore, cache] = [process.env['XDG_CACHE_HOME'], path.join(home, '.cache')];
      process.env['XDG_CACHE_HOME'] = cache;
      const client = new RawClient(
        ['lsp', '--stdio', '--platform', proxy.url, '--token-file', file],
        program,
      );
      if (cacheBefore === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = cacheBefore;
      const heard: string[] = [];
      for (const stream of [client.process.stdout, client.process.stderr]) {
        stream?.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
      }
      await client.start();
      const uri = 'file:///nowhere/a.platform.yaml';
      client.open(uri, `${manifest}  environments:\n    `);
      const position = { line: manifest.split('\n').length, character: 4 };
      await client.request('textDocument/completion', { textDocument: { uri }, position });
      assert.equal(await client.stop(), 0);
      captured.push(['what the language server said', heard.join('')]);
      assert.ok(heard.length > 0);
    } finally {
      proxy.broken = undefined;
      rmSync(file, { force: true });
    }
    // What the kit tries as a wrong token is no secret.
    proxy.tokens.delete('golden-path-conformance-wrong-token');
    assertNoLeak();
  });

  it('is not in what a crash leaves behind', async () => {
    const args = [
      'logs',
      '--url',
      proxy.url,
      '--environment',
      'development',
      '--service',
      'hello',
      '--follow',
    ];
    const reports = path.join(home, 'reports');
    mkdirSync(reports);
    const options = `--report-on-signal --report-signal=SIGUSR2 --report-directory=${reports}`;
    const following = new CliProcess(args, { env: { ...env, NODE_OPTIONS: options } });
    await following.until((out) => out.includes('up'), 20_000);
    following.child.kill('SIGUSR2');
    const end = Date.now() + 20_000;
    while (!readdirSync(reports).some((name) => isWhole(path.join(reports, name)))) {
      assert.ok(Date.now() < end, 'no report was written');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    following.child.kill('SIGKILL');
    noted(args, await following.ended());
    assertNoLeak();
  });

  it('that is pasted goes nowhere either, whether it is taken or refused', async () => {
    const pasted = `canary-${crypto.randomUUID()}`;
    const refused = await run(['login', proxy.url, '--token-stdin'], `${pasted}\n`);
    assert.equal(refused.code, 2);
    const file = path.join(bed.folder, '..', `${path.basename(home)}-token`);
    writeFileSync(file, pasted, { mode: 0o600 });
    try {
      assert.equal((await run(['status', '--url', proxy.url, '--token-file', file])).code, 2);
    } finally {
      rmSync(file);
    }
    assertNoLeak([pasted]);
  });

  it('is gone after logout', async () => {
    assert.equal((await run(['logout', '--all'])).code, 0);
    assert.equal(existsSync(store), false);
    assertNoLeak();
    const last = [...proxy.tokens].at(-1) ?? '';
    assert.equal(await oidc.personOf(last), undefined);
  });

  it('of the local platform is in its own file only', () => {
    const { tokenFile } = bed.platform;
    assert.equal(readFileSync(tokenFile, 'utf8').trim(), localToken);
    const places = [
      ...captured,
      ...watch.seen,
      ...filesBelow(home, []),
      ...filesBelow(bed.folder, [tokenFile]),
    ];
    assert.deepEqual(leaks([localToken], places), []);
  });
});

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
