import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { Person, row } from '../support/person.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

/** What the platform team wrote down. */
const policies = path.join(process.env['GOLDEN_PATH_DATA'] ?? '', '.platform');

function policy(kind: string, name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'goldenpath.dev/v1alpha1', kind, metadata: { name }, spec });
}

describe('a person at the window, with the keyboard alone', function () {
  this.timeout(90_000);
  // Each step stands on the one before it.
  this.bail(true);
  const person = new Person();
  let loaded: App;

  before(async () => {
    loaded = await app();
    // Under test the editor shows no modal dialog: the one that declares is answered here.
    loaded.prompts = { ...windowPrompts, confirm: () => Promise.resolve(true) };
    await mkdir(policies, { recursive: true });
    const approvals = { minApprovals: 1, preventSelfApproval: false, actions: ['Promote'] };
    await writeFile(
      path.join(policies, 'environments.yaml'),
      [
        policy('Environment', 'development', { type: 'development' }),
        policy('Environment', 'staging', { type: 'staging', approvals, promotesFrom: ['development'] }),
        policy('Environment', 'production', { type: 'production', promotesFrom: ['staging'] }),
      ].join('\n---\n'),
    );
  });

  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  const stateIn = (environment: string) =>
    loaded.session.connection?.live.snapshot.services
      .get('orders')
      ?.environments?.find((each) => each.environment === environment);

  const runs = (environment: string, text: string): Promise<unknown> =>
    eventually(
      `${text} in ${environment}`,
      async () => {
        const [url] = stateIn(environment)?.urls ?? [];
        return url !== undefined && (await (await fetch(url)).text()).includes(text);
      },
      20_000,
    );

  it('starts the local platform', async () => {
    await person.command('Golden Path: Focus on Services View');
    await person.sees('.pane-body .welcome-view a.monaco-button:has-text("Start Local Platform")');
    await person.command('Golden Path: Start Local Platform');
    await eventually(
      'the platform',
      () => loaded.session.connection?.live.snapshot.status === 'live',
      20_000,
    );
  });

  it('creates a service from a template by its form, after seeing every file', async () => {
    await person.command('Golden Path: Create Service From Template…');
    await person.choose('HTTP service (Node)');
    await person.answer('Name of the service', 'orders');
    await person.answer('The team that is responsible', 'shop');
    await person.answer('One sentence that says', ' for the shop');
    await person.isAsked('Where to Create orders');
    await person.choose('workspace/orders');
    await person.isAsked('Create orders?');
    await person.sees('.tab:has-text("Preview: orders")');
    await person.photographs('create asks');
    await person.press('Enter');
    await person.isTold('orders was created in');
  });

  it('edits it, and mends what the editor shows', async () => {
    const uri = file('orders/platform.yaml');
    const faults = () => vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    await person.replaces('orders/platform.yaml', 'owner', 'ownr');
    await eventually('the fault', () => faults().length > 0);
    await person.press('Control+Z');
    await person.press('Control+S');
    await eventually('no fault', () => faults().length === 0, 10_000, faults);
    await person.replaces('orders/app.js', 'service: "orders"', 'service: "orders, first version"');
    await person.sees(row('Service orders, not deployed'));
  });

  it('deploys after the plan', async () => {
    await person.command('Golden Path: Deploy…');
    await person.isAsked('Deploy: orders');
    await person.choose('development');
    await person.isAsked('Deploy orders to development?');
    await person.sees('.tab:has-text("Plan: orders to development")');
    await person.press('Enter');
    await person.isTold('is live in development');
    await person.sees(row('orders in development, Healthy'));
    await runs('development', 'first version');
  });

  it('promotes with approval: asks, is told for whom it waits, looks at the plan and approves', async () => {
    await person.command('Golden Path: Promote…');
    await person.isAsked('Promote orders from development to staging?');
    await person.choose('Promote orders from development to staging');
    await person.isTold('waits for an approval');
    await person.command('Golden Path: Approvals…');
    await person.isAsked('Approvals');
    await person.choose('staging');
    await person.choose('Approve…');
    await person.sees('.tab:has-text("Plan: orders to staging")');
    await person.choose('Approve ');
    await person.answer('A comment', 'looked at it');
    await person.isTold('is live in staging');
    await runs('staging', 'first version');
  });

  it('is refused in a freeze, with until when', async () => {
    await person.replaces('orders/app.js', 'first version', 'second version');
    await eventually('the second version', async () =>
      (await vscode.workspace.fs.readFile(file('orders/app.js'))).toString().includes('second version'),
    );
    const end = new Date(Date.now() + 3_600_000).toISOString();
    const freeze = path.join(policies, 'freeze.yaml');
    const window = { kind: 'Deny', start: '2020-01-01T00:00:00Z', end, environments: ['staging'] };
    await writeFile(freeze, policy('FreezeWindow', 'release-week', window));
    await person.command('Golden Path: Deploy…');
    await person.choose('staging');
    const said = await person.isTold(`It opens at ${end.slice(0, 16)}Z`);
    assert.match(said, /Try again after that/);
    await person.photographs('freeze refused');
    await rm(freeze);
    assert.equal(stateIn('staging')?.current?.kind, 'Promote');
  });

  it('goes to production only with the typed name and a reason', async () => {
    await person.command('Golden Path: Promote…');
    await person.isAsked('PRODUCTION: Promote orders from staging to production?');
    await person.photographs('production asks');
    await person.press('Enter');
    await eventually('Cancel comes first', () => stateIn('production')?.current === undefined);
    await production();
    await runs('production', 'first version');
    // The version in production is to be seen without a click: in the view, and above the manifest.
    await person.sees(row('orders in production, Healthy'));
    await person.opens('orders/platform.yaml');
    await person.sees('.codelens-decoration a:has-text("production: Healthy")');
  });

  async function production(): Promise<void> {
    await person.command('Golden Path: Promote…');
    await person.choose('Promote orders from staging to production');
    await person.answer('Type the name', 'production');
    await person.answer('Why?', 'PAY-311');
    await person.isTold('is live in production');
  }

  it('sees an incident after a new version, and is back in four actions', async () => {
    await person.command('Golden Path: Deploy…');
    await person.choose('production');
    await person.choose('Deploy orders to production');
    await person.answer('Type the name', 'production');
    await person.answer('Why?', 'PAY-312');
    await person.isTold('is live in production');
    await runs('production', 'second version');
    await person.command('Golden Path: Incident…');
    await person.isAsked('Declare Incident');
    await person.choose('orders');
    await person.choose('production');
    await person.answer('What is wrong with orders in production', 'Orders answer slowly');
    await person.choose('Call Nobody');
    await person.isTold('The incident is declared');
    await person.command('Golden Path: Incident…');
    await person.choose('Orders answer slowly');
    await person.isAsked('Orders answer slowly');
    await person.photographs('incident steps');
    await person.press('Escape');
    await vscode.commands.executeCommand('notifications.clearAll');
    await person.command('Golden Path: Focus on Services View');
    await person.walksTo('orders in production');
    await person.photographs('incident');
    person.actions = 0;
    await person.choosesOfMenu('Roll Back…');
    await person.isAsked('PRODUCTION: Roll back orders in production');
    await person.choose('Roll back orders in production');
    await person.answer('Type the name', 'production');
    await person.answer('Why?', 'INC-1');
    assert.equal(person.actions, 4);
    await person.isTold('is live in production');
    await runs('production', 'first version');
  });

  it('resolves the incident where it is shown', async () => {
    await person.command('Golden Path: Focus on Activity View');
    await person.walksTo('Orders answer slowly');
    await person.choosesOfMenu('Incident…');
    await person.choose('Resolve…');
    await person.answer('What ended it?', 'the version before');
    await person.isTold('Orders answer slowly: it is resolved.');
  });

  it('looks at what came of it on the two dashboards', async () => {
    await person.command('Golden Path: Open Dashboard…');
    await person.choose('orders');
    await shows(/Recent deployments[^]*Roll back[^]*Change lead time/i);
    await eventually('the focus is in the page', async () => {
      await person.press('Tab');
      return /^button/.test(await askDriver('/page/focus', ''));
    });
    await person.photographs('dashboard of the service');
    await person.command('Golden Path: Open Dashboard…');
    await person.choose('golden path of an owner');
    await shows(/Deployment frequency[^]*Failed deployment recovery time/i);
    await person.photographs('dashboard of the golden path');
  });

  const shows = (what: RegExp): Promise<unknown> =>
    eventually(String(what), async () => what.test(await askDriver('/page/text', '')), 20_000);
});
