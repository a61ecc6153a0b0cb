import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OidcServer, clientId } from '../auth/oidcServer.js';
import { ScriptedBrowser } from '../auth/scriptedBrowser.js';
import { CliProcess, buildCli, runCli, type Ended } from '../cli/cliProgram.js';
import { CarelessBackstage } from './carelessBackstage.js';
import { GuardingProxy } from './guardingProxy.js';
import { filesBelow, leaks, type Captured } from './leaks.js';
import { ProcessWatch } from './processWatch.js';

/** Node and its HTTP client say then whatever they do. */
const finest = 'undici,fetch,http,net,tls,stream,child_process';

describe('a canary token at the finest level that Node has', function () {
  this.timeout(120_000);
  if (process.platform !== 'linux') return;
  const captured: Captured[] = [];
  let home: string;
  let store: string;
  let watch: ProcessWatch;
  let oidc: OidcServer;
  let env: Record<string, string>;

  before(async () => {
    await buildCli();
    home = mkdtempSync(path.join(os.tmpdir(), 'golden-path-flows-'));
    mkdirSync(path.join(home, 'tmp'));
    store = path.join(home, '.config/golden-path/accounts.json');
    env = {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      TMPDIR: path.join(home, 'tmp'),
      NODE_DEBUG: finest,
    };
    watch = new ProcessWatch();
    oidc = await OidcServer.start();
  });

  after(async () => {
    watch.stop();
    await oidc.stop();
    rmSync(home, { recursive: true, force: true });
  });

  function noted(what: string, { code, out, err }: Ended): number | null {
    captured.push([`stdout of ${what}`, out], [`stderr of ${what}`, err]);
    return code;
  }

  async function run(args: readonly string[], stdin?: string): Promise<number | null> {
    return noted(args.join(' '), await runCli(args, { env, ...(stdin !== undefined && { stdin }) }));
  }

  function assertNoLeak(secrets: Iterable<string>, stores: readonly string[]): void {
    const places = [...captured, ...watch.seen, ...filesBelow(home, stores)];
    assert.ok(
      places.some(([, text]) => /^FETCH \d+: /m.test(text)),
      'the client spoke at that level',
    );
    assert.deepEqual(leaks(secrets, places), []);
  }

  for (const flow of ['device_code', 'authorization_code'] as const) {
    const page = flow === 'device_code' ? /^or open (\S+)$/m : /^Open this page on this machine: (\S+)$/m;

    it(`goes nowhere with a sign-in by ${flow}, a renewal and a sign-out`, async () => {
      const proxy = await new GuardingProxy({
        auth: { type: 'oidc', issuer: oidc.issuer, clientId, flows: [flow] },
        personOf: (token) => oidc.personOf(token),
      }).start();
      try {
        const args = ['login', proxy.url];
        const login = new CliProcess(args, { env });
        const end = Date.now() + 30_000;
        while (!login.err.includes('Waiting for you')) {
          assert.ok(Date.now() < end, login.err);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await new ScriptedBrowser().visit(page.exec(login.err)?.[1] ?? '');
        assert.equal(noted(args.join(' '), await login.ended()), 0, login.err);
        assert.ok(readFileSync(store, 'utf8').includes('alice'));
        for (const token of proxy.tokens) proxy.refused.add(token);
        await run(['status', '--url', proxy.url]);
        assert.ok(proxy.tokens.size >= 2, 'it was renewed');
        proxy.broken = 500;
        assert.equal(await run(['status', '--url', proxy.url, '--format', 'json']), 2);
        assertNoLeak([...oidc.secrets, ...proxy.tokens], [store]);
        assert.equal(await run(['logout', '--all']), 0);
        assertNoLeak([...oidc.secrets, ...proxy.tokens], []);
      } finally {
        await proxy.stop();
      }
    });
  }

  it('goes nowhere with a gateway, neither that of the catalogue behind it nor its own', async () => {
    const canary = `canary-${crypto.randomUUID()}`;
    const backstage = await new CarelessBackstage(canary).start();
    const args = ['gateway', '--backstage', backstage.url, '--token-stdin', '--format', 'json'];
    const gateway = new CliProcess(args, { env, stdin: `${canary}\n` });
    try {
      await gateway.until((out) => out.endsWith('\n'), 30_000);
      const { url, tokenFile } = JSON.parse(gateway.out) as {
        readonly url: string;
        readonly tokenFile: string;
      };
      const own = readFileSync(tokenFile, 'utf8').trim();
      const status = ['status', '--url', url, '--token-file', tokenFile, '--format', 'json'];
      assert.equal(await run(status), 0);
      assert.match(captured.at(-2)?.[1] ?? '', /hello/);
      for (const [broken, token] of [
        [undefined, own],
        [400, own],
        [401, own],
        [500, own],
        [undefined, `wrong-${own}`],
      ] as const) {
        backstage.broken = broken;
        for (const route of ['/', '/services', '/services/hello', '/owners', '/templates', '/nothing']) {
          const answer = await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${token}` } });
          const heads = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
          captured.push([`answer of the gateway at ${route}`, `${heads}\n${await answer.text()}`]);
        }
      }
      backstage.broken = 500;
      assert.notEqual(await run(status), 0);
      assert.deepEqual([...backstage.tokens], [canary], 'a caller is not known behind the gateway');
      assertNoLeak([canary, own], [tokenFile]);
      gateway.child.kill('SIGTERM');
      assert.equal(noted(args.join(' '), await gateway.ended()), 0);
      assertNoLeak([canary, own], []);
    } finally {
      gateway.child.kill('SIGKILL');
      await backstage.stop();
    }
  });

  it('goes nowhere when a gateway cannot start with it', async () => {
    const canary = `canary-${crypto.randomUUID()}`;
    const backstage = await new CarelessBackstage('another').start();
    try {
      assert.equal(await run(['gateway', '--backstage', backstage.url, '--token-stdin'], `${canary}\n`), 2);
      assert.ok(backstage.tokens.has(canary));
      assertNoLeak([canary], []);
    } finally {
      await backstage.stop();
    }
  });
});
