import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { PickQuestion, Prompts } from '../../../src/editor/prompts.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { Developer } from '../engines/developer.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { Person } from '../support/person.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { Orders, place } from './orders.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldenPath');
const staging = { service: 'orders', environment: 'staging' };
const production = { service: 'orders', environment: 'production' };
const confirmed = { 'plan.confirm': true, 'plan.typedName': 'production', 'plan.reason': 'It is time.' };

/** Does something while the plan is on the table, before it is answered. */
class Onlooker extends ScriptedPrompts {
  looks: (() => unknown)[] = [];
  readonly details: string[] = [];

  override async pick<T>(question: PickQuestion<T>): Promise<T | undefined> {
    if (question.id === 'plan.confirm') {
      this.details.push(
        `${question.placeholder} ${question.choices.map(({ detail = '' }) => detail).join(' ')}`,
      );
      await this.looks.shift()?.();
      // The safe way is the first in production.
      const [, go] = question.choices;
      this.asked.push({ id: question.id, choices: question.choices.map(({ label }) => label) });
      return go?.value;
    }
    return super.pick(question);
  }
}

/** Confirms everything, and keeps what was to be confirmed. */
class Caller extends ScriptedPrompts {
  readonly questions: string[] = [];

  override confirm(id: string, question = '', detail = ''): Promise<boolean> {
    this.questions.push(`${id} ${question} ${detail}`);
    return Promise.resolve(true);
  }
}

describe('promotions and roll backs through Git', function () {
  this.timeout(90_000);
  const company = new Orders();
  let loaded: App;
  let window: Prompts;

  before(async () => {
    await company.start();
    process.env['GIT_CONFIG_GLOBAL'] = company.host.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_NOSYSTEM'] = '1';
    loaded = await app();
    window = loaded.prompts;
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await connect();
  });

  after(async () => {
    loaded.prompts = window;
    await theme(undefined);
    await settings().update('platforms', undefined, vscode.ConfigurationTarget.Global);
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
    await company.stop();
  });

  async function connect(): Promise<void> {
    const developer = new Developer(
      () => company.token,
      {
        'connect.url': company.argocd.url,
        'connect.argocd': company.argocd.url,
        'connect.environment': '',
        'connect.save': 'save',
        'connect.name': 'Acme',
        'signIn.haveToken': true,
        'signIn.way': 'token',
      },
      { 'connect.parts': ['argocd'] },
    );
    loaded.prompts = developer;
    await vscode.commands.executeCommand('goldenPath.connect');
    await shows('production', /1\.0\.0/, () => [developer.asked, developer.told]);
    const written = settings().inspect<Record<string, object>>('platforms')?.globalValue ?? {};
    const acme = { ...written['Acme'], git: { forges: { '127.0.0.1': 'Gitea' } } };
    await settings().update('platforms', { Acme: acme }, vscode.ConfigurationTarget.Global);
    await shows('production', /1\.0\.0/);
  }

  const shows = (environment: string, row: RegExp, seen: () => unknown = () => ''): Promise<unknown> =>
    eventually(
      String(row),
      () => row.test(rowIn(loaded, 'orders', environment)),
      30_000,
      () => [servicesShown(loaded), loaded.views.state, loaded.views.message, seen()],
    );
  const theme = (name: string | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', name, vscode.ConfigurationTarget.Global);
  const run = async <T extends Prompts>(prompts: T, command: string, argument: object): Promise<T> => {
    loaded.prompts = prompts;
    await vscode.commands.executeCommand(`goldenPath.${command}`, argument);
    return prompts;
  };
  const diffOpen = (): string | undefined => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
    return vscode.workspace.textDocuments
      .find(({ uri }) => uri.toString() === input.modified.toString())
      ?.getText();
  };
  /** Merged by whoever may, and brought by Argo CD. */
  const goesLive = (branch: string, environment: string, version: string): void => {
    company.host.merge(branch, 'squash');
    company.syncs(environment, version);
  };

  const pushedBranch = (): Promise<string> => eventually('the branch', () => company.pushed()[0], 20_000);

  it('leaves nothing on the remote when the person turns away from signing in, or from the diff', async () => {
    const turned = await run(new ScriptedPrompts({}), 'promote', staging);
    assert.deepEqual(
      turned.asked.map(({ id }) => id),
      ['git.username'],
    );
    assert.match(
      turned.told[0]?.sentence ?? '',
      /^Git was not signed in \(127\.0\.0\.1:\d+\), so nothing was done/,
    );
    const answers = { 'git.username': company.login.user, 'git.password': company.login.password };
    const looked = await run(new ScriptedPrompts({ ...answers, 'plan.confirm': false }), 'promote', staging);
    assert.deepEqual(
      looked.asked.map(({ id }) => id),
      ['git.username', 'git.password', 'plan.confirm'],
    );
    assert.deepEqual(looked.told, []);
    assert.deepEqual(company.pushed(), []);
    await eventually('the diff closed', () => diffOpen() === undefined);
  });

  it('shows the diff, takes the name of production, and pushes one branch in the name of the developer', async () => {
    loaded.prompts = window;
    const person = new Person();
    const promoted = vscode.commands.executeCommand('goldenPath.promote', staging);
    await person.isAsked('PRODUCTION: Promote orders from staging to production');
    const shown = await eventually('the diff', diffOpen, 10_000);
    assert.match(shown, /newTag: 1\.1\.0/);
    assert.match(shown, /# [\da-f]{7} Release orders 1\.1\.0 to staging \(Jo Example\)/);
    await person.photographs('git-plan-dark');
    await theme('Default Light Modern');
    await person.photographs('git-plan-light');
    await theme('Default Dark Modern');
    await person.pick('Promote orders from staging');
    await person.answer('Type the name of the environment', 'production');
    await person.answer('Why?', 'It is time.');
    await person.isTold('waits for approval by whoever may merge into main');
    await promoted;
    const branch = await pushedBranch();
    assert.match(branch, /^golden-path\/orders-production-1\.1\.0-/);
    const { host } = company;
    assert.equal(host.git(host.bare, 'log', '-1', '--format=%an %ae', branch), 'Jo Example jo@acme.example');
    assert.equal(host.git(host.bare, 'diff', '--name-only', 'main', branch), place('production'));
    await vscode.commands.executeCommand('notifications.showList');
    await person.sees('.notification-list-item:has-text("Open Pull Request")');
    await person.photographs('git-waits-dark');
    await vscode.commands.executeCommand('notifications.hideList');
  });

  it('follows the branch in the tree until what it brings is live', async () => {
    await shows('production', /Waits|waits/);
    loaded.prompts = window;
    goesLive(await pushedBranch(), 'production', '1.1.0');
    await shows('production', /1\.1\.0/);
    await new Person().isTold('orders 1.1.0 is live in production');
    await shows('production', /^production: Healthy · 1\.1\.0/);
    assert.deepEqual(company.pushed(), []);
  });

  it('is rolled back in four steps at most, from the row in the tree', async () => {
    loaded.prompts = window;
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('goldenPath.services.focus');
    const person = new Person();
    await person.walksTo('production');
    await person.choosesOfMenu('Roll Back…');
    await person.isAsked('PRODUCTION: Roll back orders in production to 1.0.0?');
    const shown = await eventually('the diff', diffOpen, 10_000);
    assert.match(shown, /newTag: 1\.0\.0/);
    await person.photographs('git-rollback-dark');
    await person.choose('Roll back orders in production');
    await person.answer('Type the name of the environment', 'production');
    await person.answer('Why?', 'It is slow.');
    await person.isTold('waits for approval');
    assert.ok(person.actions <= 4, `${person.actions} steps`);
    goesLive(await pushedBranch(), 'production', '1.0.0');
    await shows('production', /^production: Healthy · 1\.0\.0/);
    await person.isTold('orders 1.0.0 is live in production');
  });

  it('plans anew when the repository has moved meanwhile, and shows both plans', async () => {
    const prompts = new Onlooker(confirmed);
    prompts.looks = [
      () => void company.commits('production', '1.0.0', 'More instances', '# moved\n'),
      () => assert.match(diffOpen() ?? '', /# moved/),
    ];
    await run(prompts, 'promote', staging);
    assert.equal(prompts.details.length, 2);
    assert.match(prompts.details[1] ?? '', /^The plan has changed since/);
    const branch = await pushedBranch();
    assert.match(company.host.read(branch, place('production')), /newTag: 1\.1\.0[^]*# moved\n$/);
  });

  it('is called off after the branch that goes was named, and the branch goes', async () => {
    const prompts = new Caller({ 'plan.typedName': 'production' });
    const [branch = ''] = company.pushed();
    await shows('production', /waits/);
    await run(prompts, 'cancelOperation', production);
    assert.equal(prompts.questions.length, 1, JSON.stringify([prompts.asked, prompts.told]));
    assert.match(prompts.questions[0] ?? '', /^cancel\.confirm PRODUCTION: Call off /);
    assert.ok(prompts.questions[0]?.includes(`The branch ${branch} is deleted`), prompts.questions[0]);
    await eventually('the branch gone', () => company.pushed().length === 0);
    assert.match(rowIn(loaded, 'orders', 'production'), /1\.0\.0/);
  });

  it('says what the server says that takes no branch', async () => {
    const hook = path.join(company.host.bare, 'hooks', 'pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "Branches need a ticket." >&2\nexit 1\n', { mode: 0o755 });
    try {
      const { told } = await run(new Onlooker(confirmed), 'promote', staging);
      assert.match(told[0]?.sentence ?? '', /does not take the branch: .*(pre-receive hook declined|ticket)/);
      assert.match(told[0]?.sentence ?? '', /Branches need a ticket\./);
      assert.deepEqual(company.pushed(), []);
    } finally {
      rmSync(hook);
    }
  });
});
