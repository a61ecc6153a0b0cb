import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SignInHost } from '../../../src/editor/auth/signInHost.js';
import { loopbackRedirect } from '../../../src/platform/auth/loopbackRedirect.js';
import { ScriptedBrowser } from '../../integration/auth/scriptedBrowser.js';
import { OidcAtArgo } from '../../integration/engines/argocd/oidcAtArgo.js';
import { engines } from '../../integration/engines/fixture.js';
import { screenshot } from '../../support/driver.js';
import { Developer } from '../engines/developer.js';
import { eventually } from '../support/eventually.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { RealCompany } from './realCompany.js';

/** A browser beside the editor, in which `login` signs in wherever a page opens. */
class Browser implements SignInHost {
  readonly isNear = true;
  readonly opened: string[] = [];
  readonly #login: string;

  constructor(login: string) {
    this.#login = login;
  }

  async open(url: string): Promise<void> {
    this.opened.push(url);
    await new ScriptedBrowser({ login: this.#login, password: 'x' }).visit(url);
  }

  copy(): Promise<void> {
    return Promise.resolve();
  }

  redirect(wanted?: string): ReturnType<SignInHost['redirect']> {
    return loopbackRedirect(wanted);
  }
}

describe('signing in to a real Argo CD by its OpenID Connect server, in the editor', function () {
  this.timeout(180_000);
  const company = new RealCompany();
  let argo: OidcAtArgo;
  let host: SignInHost;

  before(async () => {
    await company.open();
    await company.leave();
    host = company.loaded.signInHost;
    argo = await OidcAtArgo.start();
  });
  after(async () => {
    company.loaded.signInHost = host;
    await company.close();
    await argo.stop();
  });

  const person = (login: string): { readonly browser: Browser; readonly prompts: Developer } => {
    const browser = new Browser(login);
    const answers = {
      'connect.platform': 'parts',
      'connect.argocd': engines().argocd.url,
      'connect.save': 'save',
      'connect.name': 'Shop',
      'signIn.way': 'browser',
    };
    const prompts = new Developer(() => '', answers, { 'connect.parts': ['argocd'] });
    company.loaded.prompts = prompts;
    company.loaded.signInHost = browser;
    return { browser, prompts };
  };
  const isFilled = (prompts: Developer): Promise<unknown> =>
    eventually(
      'the tree',
      () => /Healthy · 5\.0\.0/.test(rowIn(company.loaded, 'catalog', 'prod')),
      30_000,
      () => [servicesShown(company.loaded), prompts.asked, prompts.told, company.states()],
    );

  it('goes by the browser once, and fills the tree', async () => {
    const { browser, prompts } = person('alice');
    await vscode.commands.executeCommand('goldenPath.connect');
    assert.equal(browser.opened.length, 1, JSON.stringify([prompts.asked, prompts.told]));
    const page = new URL(browser.opened[0] ?? '');
    assert.equal(page.origin, argo.server.issuer);
    assert.equal(page.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(page.searchParams.get('redirect_uri'), 'http://localhost:8085/auth/callback');
    await isFilled(prompts);
    const [account] = await company.loaded.authentication.all();
    assert.equal(account?.label, 'alice@example.com');
    assert.equal(account.origin, new URL(engines().argocd.url).origin);
    await screenshot('signed in by the browser');
  });

  it('empties the tree at sign-out, asks with one button, and goes on after the next sign-in', async () => {
    const { prompts } = person('alice');
    // As from the menu of the platform's row.
    const platform = company.loaded.session.connection?.url;
    await vscode.commands.executeCommand('goldenPath.signOut', { platform });
    assert.match(prompts.told[0]?.sentence ?? '', /^alice@example\.com is signed out of 127\.0\.0\.1:\d+\.$/);
    await eventually(
      'sign-in asked for',
      () => company.loaded.views.state === 'unauthenticated',
      20_000,
      () => [company.loaded.views.state, servicesShown(company.loaded)],
    );
    assert.deepEqual(servicesShown(company.loaded), []);
    assert.deepEqual(await company.loaded.authentication.all(), []);
    await screenshot('signed out of the only part');
    const again = person('alice');
    await vscode.commands.executeCommand('goldenPath.signIn');
    assert.equal(again.browser.opened.length, 1);
    await isFilled(again.prompts);
  });

  it('renews a session that ends, without a word', async () => {
    await company.leave();
    argo.server.idTokenSeconds = 20;
    argo.server.granted.length = 0;
    const { browser, prompts } = person('alice');
    await vscode.commands.executeCommand('goldenPath.connect');
    await isFilled(prompts);
    const told = prompts.told.length;
    await eventually('a renewal', () => argo.server.granted.includes('refresh_token'), 60_000);
    await vscode.commands.executeCommand('goldenPath.refresh');
    await isFilled(prompts);
    assert.equal(browser.opened.length, 1);
    assert.equal(prompts.told.length, told, JSON.stringify(prompts.told));
    argo.server.idTokenSeconds = 600;
  });

  it('shows somebody without a right that there is nothing for them', async () => {
    await company.leave();
    const { prompts } = person('mallory');
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually(
      'an answer',
      () => company.loaded.views.state === 'empty',
      20_000,
      () => [company.loaded.views.state, company.states(), prompts.asked, prompts.told],
    );
    await screenshot('nothing for somebody without a right');
  });
});
