import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { Prompts } from '../../../src/editor/prompts.js';
import { askDriver, screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const development = { service: 'shop', environment: 'development' };

describe('a service in trouble', () => {
  let loaded: App;
  let person: Prompts;

  before(async () => {
    loaded = await app();
    person = loaded.prompts;
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await run('startLocalPlatform');
    await run('deploy', { 'plan.confirm': true }, development);
    await healthIs('Healthy');
  });

  after(async () => {
    await run('stopLocalPlatform', { stopLocalPlatform: true });
  });

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  const state = () =>
    loaded.session.connection?.live.snapshot.services
      .get('shop')
      ?.environments?.find(({ environment }) => environment === 'development');
  const healthIs = (health: string): Promise<unknown> =>
    eventually(health, () => state()?.health === health, 60_000, state);
  const labels = (): string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

  async function rewrite(path: string, change: (text: string) => string): Promise<void> {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file(path)));
    await vscode.workspace.fs.writeFile(file(path), new TextEncoder().encode(change(text)));
  }

  it('has no cause while it is well', async () => {
    const { asked } = await run('why', {}, development);
    assert.equal(asked[0]?.choices[0], 'Nothing keeps shop from being deployed to development');
  }).timeout(30_000);

  it('cannot be deployed for an error in its manifest, which is told with its place', async () => {
    const uri = file('shop/platform.yaml');
    const editor = await vscode.window.showTextDocument(uri);
    const good = editor.document.getText();
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(whole, good.replace('owner:', 'ownr:')));
    const { asked } = await run('why', {}, development);
    assert.deepEqual(asked[0]?.choices.slice(0, 2), ['Manifest', 'Show Problems']);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }).timeout(30_000);

  it('is red: its cause is one click away from its row, and the log a second one', async () => {
    await rewrite('shop/server.js', (text) => text.replace('isSick = false', 'isSick = true'));
    await run('deploy', { 'plan.confirm': true }, development);
    await healthIs('Degraded');
    const tree = loaded.views.services;
    const row = tree.nodes.deployment('shop', 'development', 'service');
    assert.match(tree.item(row).contextValue ?? '', /\bunhealthy\b/);
    await screenshot('a red service');
    // The first click: the button on the row. Its answer is the cause.
    const { asked } = await run('whyUnhealthy', {}, row);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.choices[0] ?? '', /^(Log|Events|Health)$/);
    assert.equal(asked[0]?.choices[1], asked[0]?.choices[0] === 'Health' ? 'Roll Back…' : 'Show Logs');
  }).timeout(120_000);

  it('is red: a person who looks for the cause clicks twice at most', async () => {
    loaded.prompts = person;
    await vscode.commands.executeCommand('goldenPath.services.focus');
    let clicks = 0;
    const click = (selector: string): Promise<string> => {
      clicks++;
      return askDriver('/click', selector);
    };
    const row = '.pane-body .monaco-list-row[aria-label*="Degraded"][aria-level="2"]';
    await askDriver('/hover', row);
    await click(`${row} .actions [aria-label*="Why Is It Not Healthy"]`);
    const widget = '.quick-input-widget';
    const said = await eventually(
      'the cause',
      async () => {
        const text = await askDriver('/text', widget);
        return /basket table is gone|500/.test(text) && text;
      },
      20_000,
    );
    await screenshot('the cause of a red service');
    assert.match(said, /Show Logs|Roll Back/);
    assert.ok(clicks <= 2, `${clicks} clicks`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }).timeout(60_000);

  it('has an incident declared by a person who sees who is called', async () => {
    const answers = {
      'incident.title': 'Nobody can buy anything',
      'incident.urgency': 'high',
      'incident.declare': true,
      incident: 'declare',
    };
    const turnedAway = await run('incident', { ...answers, 'incident.declare': false }, development);
    assert.deepEqual(turnedAway.told, []);
    const { told } = await run('incident', answers, development);
    assert.equal(
      told[0]?.sentence,
      'The incident is declared: Nobody can buy anything',
      JSON.stringify(told),
    );
  }).timeout(30_000);

  const incidentId = (): Promise<string> =>
    eventually(
      'the incident',
      () =>
        [...(loaded.session.connection?.live.snapshot.incidents?.values() ?? [])].find(
          ({ title }) => title === 'Nobody can buy anything',
        )?.id,
    );

  it('has an incident that leads to the deployment before it, its diff, a runbook, and going back', async () => {
    const incident = await incidentId();
    const { asked } = await run('incident', {}, { incident });
    const choices = asked[0]?.choices ?? [];
    assert.match(choices[0] ?? '', /^Roll Back to \S+…$/);
    assert.match(choices[1] ?? '', /^What \S+ Changed$/);
    for (const label of ['Acknowledge', 'Resolve…', 'The shop is down', 'Show Timeline']) {
      assert.ok(choices.includes(label), `${label} in ${choices.join(', ')}`);
    }
    await run('incident', { 'incident.step': choices[1] }, { incident });
    await eventually(
      'the diff',
      () => labels().some((label) => /^What \S+ changed: shop in development/.test(label)),
      5_000,
      labels,
    );
    await screenshot('what the deployment before an incident changed');
    const { told } = await run('incident', { 'incident.step': 'Acknowledge' }, { incident });
    assert.equal(told[0]?.sentence, 'Nobody can buy anything: you take care of it.');
  }).timeout(60_000);

  it('goes back in two clicks and a confirmation, never by itself', async () => {
    const incident = await incidentId();
    const refused = await run('incident', { 'incident.step': true }, { incident });
    assert.deepEqual(
      refused.asked.map(({ id }) => id),
      ['incident.step', 'plan.confirm'],
    );
    await run('incident', { 'incident.step': true, 'plan.confirm': true }, { incident });
    await healthIs('Healthy');
    const { told } = await run(
      'incident',
      { 'incident.step': 'Resolve…', 'incident.resolve': 'Rolled back.' },
      { incident },
    );
    assert.equal(told[0]?.sentence, 'Nobody can buy anything: it is resolved.');
  }).timeout(120_000);

  it('is not deployed when that is called off while the plan is asked about, and nothing asks any more', async () => {
    loaded.prompts = person;
    const operations = () => [...(loaded.session.connection?.live.snapshot.operations.keys() ?? [])];
    const before = operations();
    const command = vscode.commands.executeCommand('goldenPath.deploy', development);
    const widget = '.quick-input-widget';
    const asks = async () => (await askDriver('/text', widget)).includes('Deploy shop to development');
    await eventually('the question', asks, 20_000);
    await vscode.commands.executeCommand('notifications.showList');
    await askDriver(
      '/click',
      '.notification-list-item:has-text("Deploying") .monaco-button:has-text("Cancel")',
    );
    const ended = await Promise.race([
      command.then(() => true),
      new Promise((resolve) => setTimeout(resolve, 10_000, false)),
    ]);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.ok(ended, 'It still asks.');
    assert.deepEqual(operations(), before);
  }).timeout(60_000);

  it('takes feedback that was shown, keeps what was not sent, and shows diagnostics before they are copied', async () => {
    const answers = {
      'feedback.rating': 'Good',
      'feedback.message': 'I like it.',
      'feedback.contact': 'No Answer Needed',
    };
    const turnedAway = await run('feedback', answers);
    assert.deepEqual(
      turnedAway.asked.map(({ id }) => id),
      ['feedback.rating', 'feedback.message', 'feedback.contact', 'feedback.send'],
    );
    assert.deepEqual(turnedAway.told, []);
    const { told } = await run('feedback', { ...answers, 'feedback.send': true });
    assert.match(told[0]?.sentence ?? '', /is with the platform team|takes no feedback/);
    await vscode.env.clipboard.writeText('before');
    const shown = await run('copyDiagnostics');
    assert.deepEqual(shown.told[0]?.actions, ['Copy']);
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    await screenshot('diagnostics');
  }).timeout(60_000);

  it('leaves garbage alone', async () => {
    for (const garbage of [7, 'x', [], { service: 1 }, { incident: {} }, null]) {
      for (const command of ['why', 'whyUnhealthy', 'incident', 'feedback', 'copyDiagnostics']) {
        const { told } = await run(command, {}, garbage);
        for (const { sentence } of told) {
          assert.ok(!/did not expect|undefined|\[object/.test(sentence), sentence);
        }
      }
    }
  }).timeout(60_000);
});
