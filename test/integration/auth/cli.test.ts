import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CliProcess, buildCli, runCli } from '../cli/cliProgram.js';
import { GuardedPlatform } from './guardedPlatform.js';
import { OidcServer, clientId } from './oidcServer.js';
import { ScriptedBrowser } from './scriptedBrowser.js';

describe('signing in at a terminal', function () {
  this.timeout(60_000);
  let oidc: OidcServer;
  let platform: GuardedPlatform;
  let home: string;
  let env: Record<string, string>;

  before(async () => {
    await buildCli();
    oidc = await OidcServer.start();
    platform = await new GuardedPlatform({
      name: 'acme',
      auth: { type: 'oidc', issuer: oidc.issuer, clientId },
      personOf: (token) => oidc.personOf(token),
    }).start();
  });

  after(async () => {
    await platform.stop();
    await oidc.stop();
  });

  beforeEach(async () => {
    oidc.granted.length = 0;
    oidc.revokedGrants = 0;
    home = await mkdtemp(path.join(os.tmpdir(), 'golden-path-'));
    env = { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'), APPDATA: home };
    platform.options = { ...platform.options, auth: { type: 'oidc', issuer: oidc.issuer, clientId } };
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const store = (): string =>
    process.platform === 'darwin'
      ? path.join(home, 'Library/Application Support/golden-path/accounts.json')
      : path.join(home, '.config/golden-path/accounts.json');

  async function logIn(): Promise<void> {
    const login = new CliProcess(['login', platform.url], { env });
    const waiting = Date.now() + 10_000;
    while (!login.err.includes('Waiting')) {
      assert.ok(Date.now() < waiting, login.err);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const page = /^or open (\S+)$/m.exec(login.err)?.[1];
    assert.ok(page, login.err);
    await new ScriptedBrowser().visit(page);
    const { code, out, err } = await login.ended();
    assert.equal(code, 0, err);
    assert.equal(out, `Signed in to ${new URL(platform.url).host} as alice@example.com.\n`);
  }

  it('goes by a code; then commands are sent as that person, until logout', async () => {
    await logIn();
    if (process.platform !== 'win32') assert.equal((await stat(store())).mode & 0o777, 0o600);
    const { accessToken } = (
      JSON.parse(await readFile(store(), 'utf8')) as { accounts: [{ accessToken: string }] }
    ).accounts[0];
    platform.people.length = 0;
    const status = await runCli(['status', '--url', platform.url, '--format', 'json'], { env });
    assert.equal(status.code, 0, status.err);
    assert.deepEqual([...new Set(platform.people)], ['alice']);
    const who = await runCli(['whoami', '--format', 'json'], { env });
    assert.deepEqual(JSON.parse(who.out), {
      accounts: [{ platform: platform.origin, account: 'alice@example.com', issuer: oidc.issuer }],
    });
    const logout = await runCli(['logout', platform.url], { env });
    assert.equal(logout.code, 0, logout.err);
    assert.equal(await oidc.personOf(accessToken), undefined);
    await assert.rejects(stat(store()));
    assert.equal((await runCli(['whoami'], { env })).code, 1);
    assert.equal((await runCli(['logout', '--all'], { env })).code, 1);
    const after = await runCli(['status', '--url', platform.url], { env });
    assert.equal(after.code, 2);
  });

  it('renews the session when the platform no longer takes the token', async () => {
    await logIn();
    const text = await readFile(store(), 'utf8');
    const { accounts } = JSON.parse(text) as { accounts: [{ accessToken: string }] };
    await writeFile(store(), text.replace(accounts[0].accessToken, 'ended-token'));
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => runCli(['status', '--url', platform.url], { env })),
    );
    assert.deepEqual(
      runs.map(({ code, err }) => [code, err]),
      Array(4).fill([0, '']),
    );
    assert.equal(oidc.granted.filter((grant) => grant === 'refresh_token').length, 1);
    assert.equal(oidc.revokedGrants, 0);
  });

  it('takes a token from standard input, and keeps none that is refused', async () => {
    platform.options = {
      ...platform.options,
      auth: { type: 'token', tokenHelpUrl: 'https://acme.example/tokens' },
      personOf: (token) => Promise.resolve(token === 'good-token' ? 'alice' : oidc.personOf(token)),
    };
    const none = await runCli(['login', platform.url], { env });
    assert.equal(none.code, 2);
    assert.match(none.err, /https:\/\/acme\.example\/tokens/);
    const wrong = await runCli(['login', platform.url, '--token-stdin'], { env, stdin: 'wrong-token\n' });
    assert.equal(wrong.code, 2);
    assert.ok(!`${wrong.out}${wrong.err}`.includes('wrong-token'));
    await assert.rejects(stat(store()));
    const empty = await runCli(['login', platform.url, '--token-stdin'], { env, stdin: ' \n' });
    assert.match(empty.err, /No token came through standard input/);
    const good = await runCli(['login', platform.url, '--token-stdin'], { env, stdin: 'good-token\n' });
    assert.equal(good.code, 0, good.err);
    assert.match(good.out, /as token [0-9a-f]{8}\./);
    platform.people.length = 0;
    assert.equal((await runCli(['status', '--url', platform.url], { env })).code, 0);
    assert.deepEqual([...new Set(platform.people)], ['alice']);
  });

  it('is interrupted by Ctrl+C while it waits, and keeps nothing', async () => {
    const login = new CliProcess(['login', platform.url], { env });
    const waiting = Date.now() + 10_000;
    while (!login.err.includes('Waiting')) {
      assert.ok(Date.now() < waiting, login.err);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    login.child.kill('SIGINT');
    assert.equal((await login.ended()).code, 130);
    await assert.rejects(stat(store()));
  });
});
