import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { control, engines } from '../../integration/engines/fixture.js';
import { screenshot } from '../../support/driver.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { eventually } from '../support/eventually.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { RealCompany } from './realCompany.js';

describe('what a real Backstage, Argo CD and Kubernetes run, in the editor', function () {
  this.timeout(180_000);
  const company = new RealCompany();

  before(async () => {
    await company.open();
    await company.connected();
  });
  after(() => company.close());

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(company.loaded, ...given);
  const rowIs = (service: string, environment: string, what: RegExp, ms = 60_000): Promise<unknown> => {
    const row = (): string => rowIn(company.loaded, service, environment);
    return eventually(`${service} in ${environment} ${what}`, () => what.test(row()), ms, row);
  };
  const said = ({ told }: ScriptedPrompts): string => told.map(({ sentence }) => sentence).join('\n');

  it('is the catalogue’s services with the environments of both engines', async () => {
    const shown = servicesShown(company.loaded).join('\n');
    for (const title of ['Checkout', 'Assortment', 'Basket', 'payments', 'ledger', 'drawing-board']) {
      assert.ok(shown.includes(title), shown);
    }
    await rowIs('assortment', 'prod', /Healthy · 5\.0\.0/);
    await rowIs('basket', 'prod', /Healthy · 1\.1\.0/);
    await rowIs('payments', 'staging', /Degraded/);
    assert.match(shown, /drawing-board: not deployed/);
    assert.equal(company.loaded.views.message, undefined);
    await screenshot('tree');
  });

  it('drifts when somebody changes it by hand, and is synced after a plan', async () => {
    const route = '/apis/apps/v1/namespaces/shop-staging/deployments/notifier';
    await company.patches(route, { spec: { replicas: 3 } });
    await company.refresh('notifier-staging');
    await rowIs('notifier', 'staging', /out of sync/);
    const place = { service: 'notifier', environment: 'staging' };
    const { asked } = await run('deploy', { 'plan.confirm': true }, place);
    assert.ok(
      asked.some(({ id }) => id === 'plan.confirm'),
      JSON.stringify(asked),
    );
    await eventually(
      'the end of the drift',
      () => !/out of sync/.test(rowIn(company.loaded, 'notifier', 'staging')),
      60_000,
      () => rowIn(company.loaded, 'notifier', 'staging'),
    );
  });

  it('has logs of all instances, of Argo CD and of the cluster', async () => {
    for (const [service, environment] of [
      ['assortment', 'staging'],
      ['basket', 'prod'],
    ] as const) {
      await run('showLogs', {}, { service, environment });
      await eventually(
        `lines of ${service}`,
        () => vscode.workspace.textDocuments.some(({ uri, lineCount }) => isLog(uri) && lineCount > 5),
        20_000,
        () => vscode.workspace.textDocuments.map(({ uri, lineCount }) => [String(uri), lineCount]),
      );
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  const isLog = (uri: vscode.Uri): boolean => /log/i.test(uri.scheme);

  it('is promoted by a branch that waits for its pull request, and is live once that is merged', async () => {
    const before = company.place('checkout', 'staging')?.current?.version;
    const { told } = await run(
      'promote',
      { 'plan.confirm': true, promotion: 'dev → staging' },
      { service: 'checkout', environment: 'dev' },
    );
    const [branch = ''] = await company.branches();
    assert.match(branch, /^golden-path\/checkout-staging-/, JSON.stringify(told));
    assert.ok(
      told.some(({ sentence }) => sentence.includes(branch) && /pull request/.test(sentence)),
      JSON.stringify(told),
    );
    await rowIs('checkout', 'staging', /a change waits/);
    await screenshot('a promotion waits');
    await company.merges(branch, 'checkout-staging');
    const there = company.place('checkout', 'dev')?.current?.version;
    assert.notEqual(there, before);
    await eventually(
      'the version of dev in staging',
      () => company.place('checkout', 'staging')?.current?.version === there,
      90_000,
      () => company.place('checkout', 'staging'),
    );
  });

  it('goes back by a branch where Argo CD, which syncs by itself, would refuse to', async () => {
    const now = company.place('checkout', 'staging')?.current?.version;
    const { asked, told } = await run(
      'rollback',
      { 'plan.confirm': true },
      { service: 'checkout', environment: 'staging' },
    );
    const [branch = ''] = await company.branches();
    assert.match(branch, /^golden-path\/checkout-staging-/, JSON.stringify([asked, told]));
    await company.merges(branch, 'checkout-staging');
    await eventually(
      'the version before',
      () => company.place('checkout', 'staging')?.current?.version !== now,
      90_000,
      () => company.place('checkout', 'staging'),
    );
  });

  it('is not deployed by hand past Git where Argo CD syncs by itself, with the reason', async () => {
    const place = { service: 'checkout', environment: 'dev' };
    const answers = { 'plan.confirm': true, 'release.revision': 'HEAD~1' };
    const prompts = await run('deploy', answers, { ...place, revision: 'HEAD~1' });
    const { platform } = company.loaded.session.connection!;
    const plan = await platform.planDeployment('checkout', {
      environment: 'dev',
      kind: 'Deploy',
      release: engines().git.commits[0] ?? '',
    });
    assert.match(plan.blocks?.[0]?.message ?? '', /follows Git by itself/, said(prompts));
  });

  it('is frozen while a sync window is closed, which is said with its end', async () => {
    const prompts = await run(
      'deploy',
      { 'plan.confirm': true, 'plan.typeName': 'prod', 'plan.reason': 'test' },
      { service: 'checkout', environment: 'prod' },
    );
    assert.match(said(prompts), /window|frozen|freeze/i);
    await screenshot('a closed window');
  });

  it('is followed through a restart of Argo CD’s server', async () => {
    await control('argocd-server', 'restart');
    await eventually(
      'all parts',
      () => company.states()['argocd'] === 'Ok',
      60_000,
      () => company.states(),
    );
    await company.patches('/apis/apps/v1/namespaces/shop-staging/deployments/notifier', {
      spec: { replicas: 2 },
    });
    await eventually(
      'a change that its stream tells',
      async () => {
        await company.refresh('notifier-staging').catch(() => undefined);
        return /out of sync/.test(rowIn(company.loaded, 'notifier', 'staging'));
      },
      60_000,
      () => rowIn(company.loaded, 'notifier', 'staging'),
    );
    await run('deploy', { 'plan.confirm': true }, { service: 'notifier', environment: 'staging' });
  });
});
