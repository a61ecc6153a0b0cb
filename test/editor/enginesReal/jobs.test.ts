import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { eventually } from '../support/eventually.js';
import { atWindow } from '../support/driver.js';
import { Person, row } from '../support/person.js';
import { RealCompany } from './realCompany.js';

/** What people come for, by the clicks and keys that it takes at the window. */
describe('jobs on real engines', function () {
  this.timeout(180_000);
  const company = new RealCompany();
  const person = new Person();

  before(async () => {
    await company.open();
    await company.connected();
    // Under test the editor shows no modal dialog: none is needed here.
    company.loaded.prompts = { ...windowPrompts, confirm: () => Promise.resolve(true) };
    await person.command('Golden Path: Focus on Services View');
  });
  after(() => company.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('the version in production takes no click', async () => {
    person.actions = 0;
    await person.sees(row('Service Assortment, prod 5.0.0 · Healthy'));
    await person.sees(row('Service Basket, prod 1.1.0 · Healthy'));
    assert.equal(person.actions, 0);
    await person.photographs('version in production');
  });

  /** From the view to the cause, in the words of the question that answers. */
  async function causeOf(service: string, environment: string): Promise<string> {
    person.actions = 0;
    await person.click(row(`Service ${service}, `));
    const place = row(`${service} in ${environment}, Degraded`);
    await atWindow('point', place);
    await person.click(`${place} .actions [aria-label*="Why Is It Not Healthy"]`);
    await person.isAsked(`Why is ${service} not healthy in ${environment}?`);
    const line = await person.sees('.quick-input-list .monaco-list-row .quick-input-list-label-meta');
    // What is too long for a line stands whole above the list.
    const above = await atWindow('read', '.quick-input-widget .quick-input-message');
    await person.photographs(`cause of ${service}`);
    await person.press('Escape');
    assert.ok(person.actions <= 2, `${person.actions} actions`);
    return `${line} ${above}`;
  }

  it('why Argo CD’s payments is red takes two clicks: its image cannot be pulled', async () => {
    assert.match(await causeOf('payments', 'staging'), /pull/i);
  });

  it('where a place comes from, and what is wrong with it, is told by pointing at it', async () => {
    const place = row('payments in staging, Degraded');
    if (!(await atWindow('read', place))) await person.click(row('Service payments, '));
    await atWindow('point', place);
    // Its spaces are those that break no line.
    const said = (await person.sees('.monaco-hover:has-text("Taken from")')).replaceAll(/\s+/g, ' ');
    await person.photographs('pointing at payments dark');
    assert.match(said, /Taken from: Application payments-staging, by (?:its|the) \w+/);
    assert.match(said, /Auto-sync: Argo CD applies what Git has by itself\./);
    assert.match(said, /Progressing: ReplicaSet \S+ has timed out progressing\.|Reason: .*pull/i);
  });

  it('why the cluster’s ledger is red takes two clicks: it crashes again and again', async () => {
    assert.match(await causeOf('ledger', 'dev'), /crash|back-?off|exit/i);
  });

  it('going back in production through Git takes four actions', async () => {
    await company.commits(
      {
        file: 'kustomize/gateway/overlays/prod/kustomization.yaml',
        from: 'newTag: 3.0.0',
        to: 'newTag: 3.1.0',
        message: 'Deploy gateway 3.1.0 to prod',
      },
      'gateway-prod',
    );
    await eventually(
      'the new version',
      () => company.place('gateway', 'prod')?.current?.version === '3.1.0',
      90_000,
      () => company.place('gateway', 'prod'),
    );
    await rollsBack('gateway', 'prod');
    await person.isTold('gateway to prod waits');
    const [branch = ''] = (await company.branches()).filter((name) => name.includes('gateway-prod'));
    assert.match(branch, /^golden-path\/gateway-prod-/);
    await company.merges(branch, 'gateway-prod');
    await eventually(
      'the version before',
      () => company.place('gateway', 'prod')?.current?.version === '3.0.0',
      90_000,
      () => company.place('gateway', 'prod'),
    );
  });

  it('going back in production on the cluster itself takes four actions', async () => {
    const route = '/apis/apps/v1/namespaces/store-prod/deployments/cart';
    const image = 'registry.example.test/cart:crash-1.2.0';
    await company.patches(route, {
      spec: {
        progressDeadlineSeconds: 5,
        template: { spec: { containers: [{ name: 'main', image }] } },
      },
    });
    await eventually(
      'it is red',
      () => company.place('basket', 'prod')?.health === 'Degraded',
      60_000,
      () => company.place('basket', 'prod'),
    );
    await rollsBack('basket', 'prod', 'Basket');
    await person.isTold('is live in prod');
    await eventually(
      'it is well',
      () => company.place('basket', 'prod')?.health === 'Healthy',
      60_000,
      () => company.place('basket', 'prod'),
    );
  });

  /** From the row of the place: the menu, the plan, the name of production, the reason. */
  async function rollsBack(service: string, environment: string, title = service): Promise<void> {
    await person.command('Golden Path: Focus on Services View');
    await person.walksTo(`Service ${title},`);
    await person.press('ArrowRight');
    await person.sees(row(`${service} in ${environment}`));
    await person.walksTo(`${service} in ${environment}`);
    person.actions = 0;
    await person.choosesOfMenu('Roll Back…');
    await person.isAsked(`PRODUCTION: Roll back ${service} in ${environment}`);
    await person.photographs(`roll back of ${service}`);
    await person.choose(`Roll back ${service} in ${environment}`);
    await person.answer('Type the name', environment);
    await person.answer('Why?', 'INC-1');
    assert.equal(person.actions, 4);
  }
});
