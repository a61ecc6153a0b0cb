import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildCli, CliProcess, runCli, type Ended } from '../../cli/cliProgram.js';
import { argocdClient, OidcServer } from '../../auth/oidcServer.js';
import { ScriptedBrowser } from '../../auth/scriptedBrowser.js';
import { areEnginesThere, control, engines } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { clusterClient, Connecting } from './connecting.js';
import { refused, until } from './questions.js';

const maps = '/api/v1/namespaces/argocd/configmaps';

describe('signing in to a real Argo CD by its OpenID Connect server', function () {
  this.timeout(120_000);
  const connecting = new Connecting();
  let oidc: OidcServer;
  let cluster: KubeClient;
  let policy: string;
  let home: string;
  let env: Record<string, string>;

  /** Writes a key of a ConfigMap; `null` takes it out. */
  const set = (map: string, key: string, value: string | null): Promise<unknown> =>
    cluster.request('PATCH', `${maps}/${map}`, { data: { [key]: value } }, 'application/merge-patch+json');
  const announced = async (): Promise<unknown> =>
    (
      await connecting
        .connect()
        .getInfo({ fresh: true })
        .catch(() => undefined)
    )?.auth?.issuer;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    await buildCli();
    oidc = await OidcServer.start();
    cluster = clusterClient();
    const map = (await cluster.request('GET', `${maps}/argocd-rbac-cm`)) as { data: Record<string, string> };
    policy = map.data['policy.csv'] ?? '';
    await set('argocd-rbac-cm', 'policy.csv', `${policy}\ng, alice, role:developer\n`);
    const config = { name: 'Acme', issuer: oidc.issuer, clientID: argocdClient, cliClientID: argocdClient };
    await set('argocd-cm', 'oidc.config', JSON.stringify(config));
    // Told of another server while it runs, it goes on with the one before.
    await control('argocd-server', 'restart');
    await until(async () => (await announced()) === oidc.issuer, 'the sign-in server', 60_000);
  });
  beforeEach(() => {
    oidc.idTokenSeconds = 600;
    home = mkdtempSync(path.join(os.tmpdir(), 'golden-path-argo-'));
    env = { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'), APPDATA: home };
  });
  afterEach(() => {
    connecting.dispose();
    if (home) rmSync(home, { recursive: true, force: true });
  });
  after(async () => {
    if (!areEnginesThere()) return;
    await set('argocd-cm', 'oidc.config', null);
    await set('argocd-rbac-cm', 'policy.csv', policy);
    await control('argocd-server', 'restart');
    await until(async () => (await announced()) === undefined, 'Argo CD without a sign-in server', 60_000);
    cluster.close();
    await oidc.stop();
  });

  const store = (): string => path.join(home, '.config/golden-path/accounts.json');
  interface Kept {
    readonly accounts: readonly [
      {
        id: string;
        origin: string;
        label: string;
        accessToken: string;
        refreshToken?: string;
        expiresAt: number;
      },
    ];
  }
  const kept = (): Kept => JSON.parse(readFileSync(store(), 'utf8')) as Kept;

  const logIn = async (person = 'alice'): Promise<Ended> => {
    const login = new CliProcess(['login', engines().argocd.url], { env });
    await until(() => login.err.includes('Waiting'), 'the page', 20_000);
    const page = /^Open this page on this machine: (\S+)$/m.exec(login.err)?.[1];
    assert.ok(page, login.err);
    assert.equal(new URL(page).searchParams.get('redirect_uri'), 'http://localhost:8085/auth/callback');
    await new ScriptedBrowser({ login: person, password: 'x' }).visit(page);
    return login.ended();
  };
  const status = (): Promise<Ended> =>
    runCli(['status', '--url', engines().argocd.url, '--format', 'json'], { env });

  it('goes by the browser with PKCE; then commands are sent as that person, until logout', async () => {
    const { code, out, err } = await logIn();
    assert.deepEqual([code, err.includes('alice')], [0, false], err);
    assert.match(out, /^Signed in to 127\.0\.0\.1:\d+ as alice@example\.com\.$/m);
    const shown = await status();
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /"checkout"/);
    const platform = connecting.connect(kept().accounts[0].accessToken);
    assert.equal((await platform.getMe()).user.id, 'alice');
    const { evaluations } = await platform.access.evaluate({ evaluations: [] });
    assert.deepEqual(evaluations, []);
    assert.ok((await platform.listServices()).items.length > 3);
    for (const secret of [kept().accounts[0].accessToken, kept().accounts[0].refreshToken ?? '-']) {
      assert.ok(!`${out}${err}${shown.out}${shown.err}`.includes(secret));
    }
    assert.equal((await runCli(['logout', engines().argocd.url], { env })).code, 0);
    assert.equal((await status()).code, 2);
  });

  it('renews the session when the token ends', async () => {
    oidc.idTokenSeconds = 30;
    await logIn();
    const [account] = kept().accounts;
    assert.ok(account.expiresAt < Date.now() + 40_000, String(account.expiresAt));
    // Tokens tell whole seconds: one that is given in the same second is the same.
    await until(() => Date.now() >= account.expiresAt - 29_000, 'the next second');
    oidc.granted.length = 0;
    const shown = await status();
    assert.equal(shown.code, 0, shown.err);
    assert.ok(oidc.granted.includes('refresh_token'), oidc.granted.join());
    const [fresh] = kept().accounts;
    assert.notEqual(fresh.accessToken, account.accessToken);
    assert.notEqual(fresh.refreshToken, account.refreshToken);
    assert.ok(fresh.expiresAt > account.expiresAt, String(fresh.expiresAt));
  });

  it('says to sign in again when the session has ended', async () => {
    oidc.idTokenSeconds = 5;
    await logIn();
    const before = kept();
    const [account] = before.accounts;
    // As of a server that gives no refresh token.
    const { id, origin, label, accessToken, expiresAt } = account;
    writeFileSync(
      store(),
      JSON.stringify({ ...before, accounts: [{ id, origin, label, accessToken, expiresAt }] }),
    );
    await until(() => Date.now() > expiresAt + 1_000, 'its end');
    const shown = await status();
    assert.equal(shown.code, 2);
    assert.match(
      shown.err,
      /Argo CD does not take the token: it has expired.*Sign in with: golden-path login/,
    );
    assert.ok(!shown.err.includes(accessToken.slice(0, 40)));
  });

  it('lets in nobody whom Argo CD gives no right, and says nothing runs there for them', async () => {
    const { code, err } = await logIn('mallory');
    assert.equal(code, 0, err);
    const platform = connecting.connect(kept().accounts[0].accessToken);
    assert.deepEqual((await platform.listServices()).items, []);
    assert.equal((await refused(platform.getService('checkout'))).code, 'not-found');
  });

  it('still takes the token of an account', async () => {
    const { argocd } = engines();
    const login = await runCli(['login', argocd.url, '--token-stdin'], {
      env,
      stdin: `${argocd.tokens.ci}\n`,
    });
    assert.equal(login.code, 0, login.err);
    assert.equal((await status()).code, 0);
    const wrong = await runCli(['login', argocd.url, '--token-stdin'], { env, stdin: 'no.such.token\n' });
    assert.equal(wrong.code, 2);
  });
});
