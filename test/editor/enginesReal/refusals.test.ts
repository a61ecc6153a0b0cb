import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { clusterClient } from '../../integration/engines/argocd/connecting.js';
import { engines } from '../../integration/engines/fixture.js';
import { eventually } from '../support/eventually.js';
import { Person } from '../support/person.js';
import { RealCompany } from './realCompany.js';

const application = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/checkout-dev';

/** In the words that a person reads: the messages of the window. */
describe('what real engines refuse, in the editor', function () {
  this.timeout(180_000);
  const company = new RealCompany();
  const person = new Person();

  before(async () => {
    await company.open();
    await company.leave();
    await company.connect();
  });
  beforeEach(() => {
    company.loaded.prompts = { ...windowPrompts, confirm: () => Promise.resolve(true) };
  });
  after(() => company.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  /** What the message says that has this in it; it is photographed in both themes. */
  const isTold = async (words: string, name: string): Promise<string> => {
    const told = await person.isTold(words);
    await vscode.commands.executeCommand('notifications.showList');
    await person.inBothThemes(name);
    await vscode.commands.executeCommand('notifications.hideList');
    return told;
  };
  const run = (command: string, service: string, environment: string): Thenable<unknown> =>
    vscode.commands.executeCommand(`goldenPath.${command}`, { service, environment });

  it('a roll back by hand where Argo CD syncs by itself, and Git has nothing of it', async () => {
    const cluster = clusterClient();
    const before = (await cluster.request('GET', application)) as { spec: { source: { path: string } } };
    const becomes = async (source: object): Promise<void> => {
      await cluster.request('PATCH', application, { spec: { source } }, 'application/merge-patch+json');
      await company.refresh('checkout-dev').catch(() => undefined);
    };
    // Its manifests come from a repository of charts now, of which there is no branch to change.
    await becomes({ repoURL: 'https://charts.example.test', chart: 'checkout', path: null });
    try {
      await eventually(
        'the new source',
        async () => {
          const { items = [] } =
            (await company.loaded.session.connection?.platform.listDeployments(
              'checkout',
              { environment: 'dev' },
              { fresh: true },
            )) ?? {};
          return items.some(
            ({ rollback }) => rollback?.eligible === false && /AutoSync/.test(rollback.reason ?? ''),
          );
        },
        30_000,
      );
      await run('rollback', 'checkout', 'dev');
      const told = await isTold('follows Git by itself', 'refused under auto-sync');
      assert.match(told, /checkout has nothing to go back to in dev: .*Change Git instead/s);
    } finally {
      await becomes({ ...before.spec.source, chart: null });
      cluster.close();
    }
  });

  it('a deployment while a sync window is closed, with its end', async () => {
    const done = run('deploy', 'checkout', 'prod');
    const told = await isTold('window', 'a closed window');
    await done;
    assert.match(told, /checkout/);
    assert.match(told, /\d{4}-\d\d-\d\d|\d\d:\d\d/);
  });

  it('what a right is missing for, named with who gives it', async () => {
    await company.leave();
    await company.connect(engines().argocd.tokens.project);
    company.loaded.prompts = { ...windowPrompts, confirm: () => Promise.resolve(true) };
    const done = run('restart', 'checkout', 'staging');
    await person.isAsked('Restart checkout in staging');
    await person.choose('Restart checkout in staging');
    const told = await isTold('action/apps/Deployment/restart', 'a missing right');
    await done;
    assert.match(told, /Ask whoever manages the project for the policy/);
  });
});
