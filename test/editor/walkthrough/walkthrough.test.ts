import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { askDriver, screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { rowIn } from '../support/trees.js';

interface Step {
  readonly id: string;
  readonly completionEvents: readonly string[];
}

const walkthrough = 'golden-path.golden-path#start';
const at = { service: 'orders', environment: 'development' };

describe('the walkthrough, with no account and no network', function () {
  this.timeout(120_000);
  let loaded: App;
  const steps = (
    (vscode.extensions.getExtension('golden-path.golden-path')?.packageJSON ?? {}) as {
      contributes: { walkthroughs: readonly { steps: readonly Step[] }[] };
    }
  ).contributes.walkthroughs[0]?.steps;
  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(() => run('stopLocalPlatform', { stopLocalPlatform: true }));

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  /** The editor ticks a step off by itself when its event fires, and shows so. */
  async function expectDone(id: string): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
    const request = JSON.stringify({
      selector: '[data-done-step-id][aria-checked="true"]',
      attribute: 'data-done-step-id',
    });
    let done: readonly string[] = [];
    await eventually(
      `${id} is ticked off`,
      async () => {
        done = JSON.parse(await askDriver('/attributes', request)) as readonly string[];
        return done.some((step) => step.endsWith(`#${id}`));
      },
      15_000,
      () => done,
    );
    await screenshot(`walkthrough after ${id}`);
  }

  it('has the steps that a newcomer takes, in their order', () => {
    assert.deepEqual(
      steps?.map(({ id }) => id),
      ['platform', 'create', 'deploy', 'break', 'rollback', 'connect'],
    );
  });

  it('starts the local platform before anybody opened the walkthrough', async () => {
    const { told } = await run('startLocalPlatform');
    assert.deepEqual(told, []);
    await eventually('connected', () => loaded.views.state !== 'none' && loaded.session.connection);
  });

  it('creates a service, too; both are ticked off when it is opened', async () => {
    const { told } = await run('createService', {
      template: 'HTTP service (Node)',
      'form.name': 'orders',
      'form.owner': 'shop',
      'form.description': 'Takes orders',
      'template.folder': path.join(file('').fsPath, 'orders'),
      'run.confirm': true,
    });
    assert.match(told[0]?.sentence ?? '', /orders was created/, JSON.stringify(told));
    await expectDone('platform');
    await expectDone('create');
  });

  it('deploys it', async () => {
    await eventually('the service known', async () => {
      const services = await loaded.workspaceServices.refresh();
      return services.some(({ name }) => name === 'orders');
    });
    const { told } = await run('deploy', { 'plan.confirm': true }, at);
    assert.match(told[0]?.sentence ?? '', /is live in development/, JSON.stringify(told));
    await expectDone('deploy');
  });

  it('breaks it', async () => {
    const uri = file('orders/server.js');
    const source = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const broken = `setTimeout(() => process.exit(1), 3000);\n${source}`;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(broken));
    const { told } = await run('deploy', { 'plan.confirm': true }, at);
    assert.match(told[0]?.sentence ?? '', /is live in development/, JSON.stringify(told));
    const row = (): string => rowIn(loaded, 'orders', 'development');
    await eventually('degraded', () => /Degraded/.test(row()), 60_000, row);
    await expectDone('break');
  });

  it('rolls it back', async () => {
    const { told, asked } = await run('rollback', { 'plan.confirm': true, 'rollback.deployment': true }, at);
    assert.match(told[0]?.sentence ?? '', /is live in development/, JSON.stringify([told, asked]));
    await eventually(
      'healthy',
      () => /Healthy/.test(rowIn(loaded, 'orders', 'development')),
      20_000,
      () => rowIn(loaded, 'orders', 'development'),
    );
    await expectDone('rollback');
  });
});
