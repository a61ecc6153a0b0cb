import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { SignInHost } from '../../../src/editor/auth/signInHost.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import { GuardedPlatform } from '../../integration/auth/guardedPlatform.js';
import { OidcServer, clientId } from '../../integration/auth/oidcServer.js';
import { filesBelow, leaks } from '../../integration/canary/leaks.js';
import { ScriptedBrowser } from '../../integration/auth/scriptedBrowser.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

/** A person near the editor, who signs in as `login` wherever a page opens. */
class Person implements SignInHost {
  readonly isNear = true;
  readonly opened: string[] = [];
  readonly copied: string[] = [];
  readonly #login: string;

  constructor(login = 'alice') {
    this.#login = login;
  }

  async open(url: string): Promise<void> {
    this.opened.push(url);
    await new ScriptedBrowser({ login: this.#login, password: 'x' }).visit(url);
  }

  copy(text: string): Promise<void> {
    this.copied.push(text);
    return Promise.resolve();
  }

  redirect(): ReturnType<SignInHost['redirect']> {
    return loopbackRedirect();
  }
}

/** Where the editor of this run keeps its logs and its state. */
const data = path.join(path.dirname(process.env['GOLDEN_PATH_DATA'] ?? ''), 'server');

describe('signing in', () => {
  let loaded: App;
  let oidc: OidcServer;
  let platform: GuardedPlatform;
  const changes: vscode.AuthenticationSessionsChangeEvent[] = [];
  let listening: vscode.Disposable;

  before(async () => {
    loaded = await app();
    oidc = await OidcServer.start();
    platform = await new GuardedPlatform({
      name: 'acme',
      auth: { type: 'oidc', issuer: oidc.issuer, clientId },
      personOf: (token) => oidc.personOf(token),
    }).start();
    listening = vscode.authentication.onDidChangeSessions((event) => changes.push(event));
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  afterEach(async () => {
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
    for (const { url } of loaded.session.connections) await loaded.session.disconnect(url);
    oidc.detour = () => false;
    changes.length = 0;
  });

  after(async () => {
    listening.dispose();
    await platform.stop();
    await oidc.stop();
  });

  function answer(answers: ConstructorParameters<typeof ScriptedPrompts>[0], person = new Person()) {
    const prompts = new ScriptedPrompts({ 'connect.url': platform.url, ...answers });
    loaded.prompts = prompts;
    loaded.signInHost = person;
    return { prompts, person };
  }

  const isLive = (): boolean => loaded.session.connection?.live.snapshot.status === 'live';

  it('asks in the ways that the platform has, goes by the browser, and shows its services', async () => {
    const { prompts, person } = answer({ 'signIn.way': 'browser' });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive, 10_000, () => prompts.told);
    assert.deepEqual(prompts.asked.find(({ id }) => id === 'signIn.way')?.choices, [
      'Sign in with the browser',
      'Sign in with a code',
    ]);
    assert.equal(person.opened.length, 1);
    assert.equal(loaded.session.connection?.account?.label, 'alice@example.com');
    assert.deepEqual(
      prompts.told.map(({ sentence }) => sentence),
      [`Signed in to ${new URL(platform.url).host} as alice@example.com.`],
    );
    await eventually('the Accounts menu knows', () =>
      changes.some(({ provider }) => provider.id === 'goldenPath'),
    );
    const accounts = await vscode.authentication.getAccounts('goldenPath');
    assert.deepEqual(
      accounts.map(({ label }) => label),
      [`alice@example.com · ${new URL(platform.url).host}`],
    );
  });

  it('goes by a code, which is shown and copied', async () => {
    const { prompts, person } = answer({ 'signIn.way': 'device', 'signIn.code': true });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive, 20_000, () => prompts.told);
    assert.match(person.copied[0] ?? '', /^[A-Z]{4}-[A-Z]{4}$/);
    assert.ok(person.opened[0]?.includes(person.copied[0] ?? '?'));
  }).timeout(30_000);

  it('takes several accounts of one platform, and goes over from one to another', async () => {
    answer({ 'signIn.way': 'browser' });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive);
    answer({ 'signIn.account': 'Another account…', 'signIn.way': 'browser' }, new Person('bob'));
    await vscode.commands.executeCommand('goldenPath.signIn');
    await eventually('bob', () => loaded.session.connection?.account?.label === 'bob@example.com');
    const { prompts } = answer({ 'signIn.account': 'alice@example.com' });
    await vscode.commands.executeCommand('goldenPath.signIn');
    await eventually('alice', () => loaded.session.connection?.account?.label === 'alice@example.com');
    assert.deepEqual(prompts.asked[0]?.choices, ['bob@example.com', 'alice@example.com', 'Another account…']);
    assert.equal((await vscode.authentication.getAccounts('goldenPath')).length, 2);
  });

  it('ends the session at sign-out: at the server, in the store, in the menu, in the view', async () => {
    answer({ 'signIn.way': 'browser' });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive);
    const [account] = await loaded.authentication.all();
    assert.ok(account);
    const pictures = () =>
      filesBelow(data, []).filter(([name, text]) => name.endsWith('.jsonl') && text.includes('#alice'));
    await eventually('a kept picture', () => pictures().length > 0);
    const { prompts } = answer({});
    await vscode.commands.executeCommand('goldenPath.signOut');
    assert.deepEqual(await loaded.authentication.all(), []);
    assert.deepEqual(pictures(), []);
    assert.equal(await oidc.personOf(account.accessToken), undefined);
    assert.deepEqual(await vscode.authentication.getAccounts('goldenPath'), []);
    await eventually('sign-in asked for', () => loaded.views.state === 'unauthenticated');
    assert.equal(loaded.session.connection?.live.snapshot.services.size, 0);
    assert.match(prompts.told[0]?.sentence ?? '', /alice@example\.com is signed out/);
  });

  it('says in one sentence that a session has ended, and stays signed in while the server is away', async () => {
    answer({ 'signIn.way': 'browser' });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive);
    const [account] = await loaded.authentication.all();
    assert.ok(account);
    const { prompts } = answer({});
    const source = loaded.authentication.source(platform.origin);
    oidc.detour = (request) => {
      request.socket.destroy();
      return true;
    };
    await assert.rejects(source(account.accessToken));
    assert.equal((await loaded.authentication.all()).length, 1);
    assert.deepEqual(prompts.told, []);
    oidc.detour = (request, response) => {
      if (request.url !== '/token') return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"error":"invalid_grant"}');
      return true;
    };
    await Promise.all([source(account.accessToken), source(account.accessToken)]);
    assert.deepEqual(
      prompts.told.map(({ sentence, actions }) => [sentence, ...actions]),
      [[`Your session at ${new URL(platform.url).host} has ended. Sign in again to go on.`, 'Sign In…']],
    );
    assert.deepEqual(await loaded.authentication.all(), []);
  });

  it('takes a pasted token where the platform has nothing else, and refuses a wrong one', async () => {
    const plain = await new GuardedPlatform({
      name: 'plain',
      auth: { type: 'token' },
      personOf: (token) => Promise.resolve(token === 'good-token' ? 'alice' : undefined),
    }).start();
    try {
      const wrong = answer({ 'connect.url': plain.url, 'connect.token': 'wrong-token' });
      await vscode.commands.executeCommand('goldenPath.connect');
      assert.equal(wrong.prompts.told[0]?.tone, 'error');
      assert.ok(!JSON.stringify(wrong.prompts.told).includes('wrong-token'));
      assert.deepEqual(await loaded.authentication.all(), []);
      const good = answer({ 'connect.url': plain.url, 'connect.token': ' good-token ' });
      await vscode.commands.executeCommand('goldenPath.connect');
      await eventually('a live picture', isLive, 10_000, () => good.prompts.told);
      assert.match(loaded.session.connection?.account?.label ?? '', /^Token [0-9a-f]{8}$/);
      assert.deepEqual(
        [...platform.tokens].filter((token) => token.endsWith('-token')),
        [],
      );
    } finally {
      await plain.stop();
    }
  });

  it('writes no token into its logs and state, at the finest level and when the platform repeats it', async () => {
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace');
    answer({ 'signIn.way': 'browser' });
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('a live picture', isLive);
    const { connection } = loaded.session;
    assert.ok(connection);
    const [account] = await loaded.authentication.all();
    assert.ok(account);
    // Ended at the server only: the platform refuses it in words that hold it, then it is renewed.
    await loaded.authentication.source(platform.origin)(account.accessToken);
    platform.options = { ...platform.options, personOf: () => Promise.resolve(undefined) };
    await assert.rejects(connection.platform.listEnvironments());
    await vscode.commands.executeCommand('goldenPath.refresh');
    await vscode.commands.executeCommand('goldenPath.signOut');
    platform.options = { ...platform.options, personOf: (token) => oidc.personOf(token) };
    const files = filesBelow(data, []);
    const log = await eventually('our log at trace level', () =>
      filesBelow(data, []).find(([name, text]) => name.includes('Golden Path') && text.includes('[debug]')),
    );
    assert.match(log[1], /GET \/v1/);
    assert.ok(oidc.secrets.size >= 6 && platform.tokens.size >= 2);
    assert.deepEqual(leaks([...oidc.secrets, ...platform.tokens], [...files, log]), []);
  });

  it('keeps several platforms apart: one that is a black hole hides nothing of the other', async () => {
    const open = await new GuardedPlatform({ name: 'open', services: ['till'] }).start();
    try {
      answer({ 'signIn.way': 'browser' });
      await vscode.commands.executeCommand('goldenPath.connect');
      await eventually('a live picture', isLive);
      answer({ 'connect.url': open.url });
      await vscode.commands.executeCommand('goldenPath.connect');
      await eventually('the second', () => loaded.session.connection?.url === open.url && isLive());
      const { services } = loaded.views;
      const labels = (): unknown[] => services.roots().map((root) => services.item(root).label);
      assert.deepEqual(labels(), ['acme', 'open']);
      const below = services
        .roots()
        .map((root) => services.known(root).map((row) => services.item(row).label));
      assert.deepEqual(below, [['hello'], ['till']]);
      platform.isBlackHole = true;
      open.options = { ...open.options, services: ['till', 'shop'] };
      await loaded.session.require(open.url).live.refresh();
      const [, second] = services.roots();
      assert.ok(second);
      assert.deepEqual(
        services.known(second).map((row) => services.item(row).label),
        ['shop', 'till'],
      );
      assert.deepEqual(
        [...open.tokens].filter((token) => platform.tokens.has(token)),
        [],
      );
    } finally {
      platform.isBlackHole = false;
      await open.stop();
    }
  });
});
