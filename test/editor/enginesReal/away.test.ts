import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { control, engines } from '../../integration/engines/fixture.js';
import { screenshot } from '../../support/driver.js';
import { Developer } from '../engines/developer.js';
import { atWindow } from '../support/driver.js';
import { eventually } from '../support/eventually.js';
import { runScripted } from '../support/runScripted.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { RealCompany } from './realCompany.js';

describe('real servers that are away or refuse, in the editor', function () {
  this.timeout(180_000);
  const company = new RealCompany();

  before(async () => {
    await company.open();
    await company.connected();
  });
  after(() => company.close());

  const messages = (): readonly (string | undefined)[] => {
    const { services, environments, activity } = company.loaded.trees;
    return [services, environments, activity].map(({ view }) => view.message);
  };
  const says = (what: RegExp, ms = 60_000): Promise<unknown> =>
    eventually(
      String(what),
      () => what.test(messages()[0] ?? ''),
      ms,
      () => [messages(), company.states()],
    );
  const isWhole = (): Promise<unknown> =>
    eventually(
      'all parts',
      () => company.loaded.views.message === undefined,
      90_000,
      () => [messages(), company.states()],
    );

  it('keep the tree, and say what is missing once, with the reason', async () => {
    await control('argocd-server', 'crash');
    try {
      await says(/^Without Argo CD: /);
      const [, environments, activity] = messages();
      assert.match(environments ?? '', /^Without Argo CD\.$/);
      assert.match(activity ?? '', /^Without Argo CD\./);
      assert.match(rowIn(company.loaded, 'basket', 'prod'), /Healthy · 1\.1\.0/);
      assert.ok(servicesShown(company.loaded).some((row) => row.startsWith('Checkout')));
      await screenshot('without Argo CD');
    } finally {
      await control('argocd-server', 'start');
    }
    await isWhole();
  });

  it('leave the environments alone while only the catalogue is away', async () => {
    await control('backstage', 'crash');
    try {
      await says(/^Without Backstage: /);
      assert.equal(messages()[1] ?? '', '');
      assert.match(rowIn(company.loaded, 'assortment', 'prod'), /Healthy · 5\.0\.0/);
      await screenshot('without Backstage');
    } finally {
      await control('backstage', 'start');
    }
    await isWhole();
  });

  it('are all away, which is said once, and come back', async () => {
    const servers = ['backstage', 'argocd-server', 'kube-apiserver'];
    for (const server of servers) await control(server, 'crash');
    try {
      await says(/^(Not reachable since|Without Backstage, Argo CD, Kubernetes)/, 90_000);
      assert.ok(servicesShown(company.loaded).some((row) => row.startsWith('Assortment')));
      await screenshot('all away');
    } finally {
      for (const server of [...servers].reverse()) await control(server, 'start');
    }
    await isWhole();
    await eventually(
      'the live picture',
      () => /Healthy · 5\.0\.0/.test(rowIn(company.loaded, 'assortment', 'prod')),
      90_000,
      () => [servicesShown(company.loaded), company.states()],
    );
  });

  it('take no token that has ended: the rest goes on, and Sign In asks at that part alone', async () => {
    await company.leave();
    const { argocd } = engines();
    await company.connect();
    const origin = new URL(argocd.url).origin;
    const [account] = await company.loaded.authentication.of(origin);
    assert.ok(account);
    await company.loaded.authentication.signOut(account.id);
    await says(/^Without Argo CD: /);
    assert.match(rowIn(company.loaded, 'basket', 'prod'), /1\.1\.0/);
    // One button, while something asks for it.
    const title = '.pane-header:has-text("Services")';
    await atWindow('point', title);
    await atWindow('see', `${title} .action-label[aria-label^="Sign In"]`);
    await screenshot('signed out of Argo CD');
    const ended = new Developer(() => argocd.tokens.expired, {
      'signIn.haveToken': true,
      'signIn.way': 'token',
    });
    company.loaded.prompts = ended;
    await vscode.commands.executeCommand('goldenPath.signIn');
    assert.notEqual(company.states()['argocd'], 'Ok');
    assert.ok(
      ended.told.some(({ tone }) => tone === 'error'),
      JSON.stringify(ended.told),
    );
    const good = new Developer(() => argocd.tokens.developer, {
      'signIn.haveToken': true,
      'signIn.way': 'token',
    });
    company.loaded.prompts = good;
    await atWindow('click', `${title} .action-label[aria-label^="Sign In"]`);
    await isWhole();
    await atWindow('gone', `${title} .action-label[aria-label^="Sign In"]`);
  });

  it('name the right that is missing', async () => {
    await company.leave();
    await company.connect(engines().argocd.tokens.project);
    const { told } = await runScripted(
      company.loaded,
      'restart',
      { 'plan.confirm': true },
      { service: 'checkout', environment: 'staging' },
    );
    assert.match(told.map(({ sentence }) => sentence).join('\n'), /action\/apps\/Deployment\/restart/);
  });
});
