import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { areEnginesThere, control, engines } from '../../integration/engines/fixture.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { Developer } from './developer.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldenPath');

describe('real Argo CD, Kubernetes and Prometheus in the editor', function () {
  this.timeout(120_000);
  let loaded: App;
  const kubeconfig = process.env['KUBECONFIG'];

  before(async function () {
    if (!areEnginesThere()) this.skip();
    process.env['KUBECONFIG'] = engines().kubernetes.kubeconfig;
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    if (!areEnginesThere()) return;
    if (kubeconfig === undefined) delete process.env['KUBECONFIG'];
    else process.env['KUBECONFIG'] = kubeconfig;
    await settings().update('platforms', undefined, vscode.ConfigurationTarget.Global);
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
  });

  const shown = (): string[] => servicesShown(loaded);

  it('are connected by the wizard, as the documentation says', async () => {
    const { argocd, prometheus } = engines();
    const started = Date.now();
    const prompts = new Developer(
      () => argocd.tokens.developer,
      {
        'connect.platform': 'parts',
        'connect.argocd': argocd.url,
        'connect.prometheus': prometheus.url,
        'connect.environment': '',
        'connect.save': 'save',
        'connect.name': 'Acme',
        'signIn.haveToken': true,
        'signIn.way': 'token',
      },
      {
        'connect.parts': ['argocd', 'kubernetes', 'prometheus'],
        'connect.contexts': ['admin@engines'],
      },
    );
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually(
      'the tree',
      () => shown().some((row) => /checkout/i.test(row)),
      30_000,
      () => ({ asked: prompts.asked.map(({ id }) => id), told: prompts.told, rows: shown() }),
    );
    assert.ok(Date.now() - started < 60_000);
    assert.ok(prompts.chosenAtFirst.includes('Kubernetes'), 'the kubeconfig was found');
  });

  it('show the version in production without a click', async () => {
    const row = (): string => rowIn(loaded, 'checkout', 'prod');
    await eventually('the version', () => /\d+\.\d+\.\d+/.test(row()), 20_000, row);
    await screenshot('real-engines-tree');
  });

  it('keep the tree while Argo CD is down, and say so above it', async () => {
    await control('argocd-server', 'crash');
    try {
      await eventually(
        'the sentence',
        () => loaded.views.message?.startsWith('Without Argo CD') === true,
        60_000,
        () => loaded.views.message,
      );
      assert.ok(
        shown().some((row) => /checkout/i.test(row)),
        shown().join('\n'),
      );
      await screenshot('real-engines-without-argocd');
    } finally {
      await control('argocd-server', 'start');
    }
    await eventually(
      'its return',
      () => loaded.views.message === undefined,
      60_000,
      () => loaded.views.message,
    );
  });
});
