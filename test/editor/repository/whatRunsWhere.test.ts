import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { Person } from '../support/person.js';
import { ScriptedPrompts } from '../support/scriptedPrompts.js';

const orders = { service: 'orders' };
const manifest = 'services/orders/platform.yaml';

describe('a change on its way', function () {
  this.timeout(60_000);
  // Each step stands on the one before it.
  this.bail(true);
  const person = new Person();
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'golden-path-remote-'));
  let loaded: App;

  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: file('.').fsPath,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();

  async function run(
    command: string,
    given: ConstructorParameters<typeof ScriptedPrompts>[0] = {},
    argument?: unknown,
  ): Promise<ScriptedPrompts> {
    const prompts = new ScriptedPrompts(given);
    loaded.prompts = prompts;
    await vscode.commands.executeCommand(`goldenPath.${command}`, argument);
    return prompts;
  }

  const line = (environment: string): string =>
    `.quick-input-list .monaco-list-row:has-text("${environment}")`;
  const status = (): Promise<string> =>
    person.sees('.statusbar-item[id="golden-path.golden-path.goldenPath.status"]');

  before(async () => {
    loaded = await app();
    await run('startLocalPlatform');
    const remote = path.join(elsewhere, 'shop.git');
    git('init', '-q', '--bare', remote);
    git('remote', 'add', 'shop', remote);
    git('add', '-A');
    git('commit', '-q', '-m', 'Take orders');
  });

  after(async () => {
    await run('stopLocalPlatform', { stopLocalPlatform: true });
    loaded.prompts = windowPrompts;
    rmSync(elsewhere, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
  });

  /** Runs a task of tasks.json to its end. */
  async function runTask(label: string): Promise<void> {
    const tasks = await vscode.tasks.fetchTasks({ type: 'golden-path' });
    const task = tasks.find(({ name }) => name === label);
    assert.ok(task, JSON.stringify(tasks.map(({ name }) => name)));
    let isEnded = false;
    const ended = vscode.tasks.onDidEndTask(({ execution }) => (isEnded ||= execution.task.name === label));
    try {
      await vscode.tasks.executeTask(task);
      await eventually(`the end of ${label}`, () => isEnded, 40_000);
    } finally {
      ended.dispose();
    }
  }

  const problems = (): readonly vscode.Diagnostic[] =>
    vscode.languages
      .getDiagnostics(file(manifest))
      .filter(({ code, source }) => [code, source].join().includes('golden-path'));

  it('is checked by a task of ours, whose findings are problems', async () => {
    const good = readFileSync(file(manifest).fsPath, 'utf8');
    writeFileSync(file(manifest).fsPath, good.replace('owner:', 'ownr:'));
    await runTask('check orders');
    const said = () => problems().map(({ message }) => message);
    await eventually(
      'the finding',
      () => said().some((each) => /ownr/.test(each)),
      10_000,
      () => vscode.languages.getDiagnostics(file(manifest)),
    );
    writeFileSync(file(manifest).fsPath, good);
    await runTask('check orders');
    await eventually('no finding', () => problems().length === 0, 10_000, said);
  });

  it('is watched only once it is pushed', async () => {
    const { told } = await run('watchPush', {}, orders);
    assert.match(told[0]?.sentence ?? '', /is not pushed yet\. Push it, then watch\./);
  });

  it('is followed from the push until it is live, deployed by a task', async () => {
    git('push', '-q', '--set-upstream', 'shop', 'main');
    const short = git('rev-parse', '--short=7', 'HEAD');
    const extension = vscode.extensions.getExtension<{
      getAPI(version: 1): { repositories: { status(): Promise<void> }[] };
    }>('vscode.git');
    await extension?.exports.getAPI(1).repositories[0]?.status();
    const watching = await run('watchPush', {}, orders);
    assert.equal(watching.told.length, 0);
    const progress = '.statusbar-item:has-text("waiting for a build or a deployment")';
    assert.match(await person.sees(progress), new RegExp(`${short} of orders`));
    const deploying = new ScriptedPrompts({ 'plan.confirm': true });
    loaded.prompts = deploying;
    await runTask('ship it');
    assert.match(deploying.told[0]?.sentence ?? '', /^orders .*is live in development/);
    await eventually('its end', () => watching.told.length > 0, 20_000);
    assert.equal(watching.told[0]?.sentence, `${short} of orders is live in development.`);
    assert.deepEqual(watching.told[0]?.actions, ['Promote…']);
  });

  it('tells in the lens and in the status bar where it runs', async () => {
    const short = git('rev-parse', '--short=7', 'HEAD');
    await vscode.window.showTextDocument(file(manifest));
    await person.sees(`.codelens-decoration a:has-text("last change ${short} in development")`);
    await eventually('the status', async () =>
      (await status()).includes(`last change ${short} in development`),
    );
    git('commit', '-q', '--allow-empty', '-m', 'Elsewhere');
  });

  it('is found by a click on the lens: which commit, and which environment has it', async () => {
    loaded.prompts = windowPrompts;
    await person.click('.codelens-decoration a:has-text("last change")');
    await person.isAsked('What Runs Where');
    await person.photographs('which change');
    await person.pick('The last change of the service');
    await person.isAsked('of orders runs');
    assert.match(await person.sees(line('development')), /has it[^]*healthy/i);
    assert.match(await person.sees(line('staging')), /not deployed/);
    await person.photographs('what runs where');
    await person.press('Escape');
  });

  it('is not where only an older commit runs', async () => {
    await person.click('.codelens-decoration a:has-text("last change")');
    await person.pick('Elsewhere');
    await person.isAsked('of orders runs');
    assert.match(await person.sees(line('development')), /does not have it yet/);
    await person.press('Enter');
    await person.isAsked('orders in development');
    await person.photographs('what next');
    await person.press('Escape');
  });

  describe('from a link of a portal', () => {
    const follow = (link: string): Promise<void> =>
      loaded.uriArrived(vscode.Uri.parse(`vscode://golden-path.golden-path${link}`));

    it('is shown after the person agreed, and nothing is done before', async () => {
      const logs = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'golden-path-log');
      const asked: string[] = [];
      // Under test the editor shows no modal dialog.
      loaded.prompts = Object.assign(new ScriptedPrompts(), {
        confirm: (...question: readonly string[]) => {
          asked.push(...question, String(logs().length));
          return Promise.resolve(true);
        },
      });
      await follow('/service/orders/development?show=logs');
      assert.deepEqual(asked, [
        'link.open',
        'Open orders in development on Local Platform?',
        'A link from outside the editor asks for it. Nothing is changed.',
        'Open',
        'info',
        '0',
      ]);
      await eventually('the log', () => logs().length > 0);
      const selected = () => loaded.trees.services.view.selection.map((node) => JSON.stringify(node));
      await eventually(
        'the row',
        () => selected().some((each) => each.includes('development')),
        5_000,
        selected,
      );
    });

    it('leads nowhere when the person turns away', async () => {
      const prompts = new ScriptedPrompts();
      loaded.prompts = prompts;
      await follow('/service/orders/development?show=history');
      assert.deepEqual(
        prompts.asked.map(({ id }) => id),
        ['link.open'],
      );
      assert.deepEqual(prompts.told, []);
    });

    for (const [link, says] of [
      ['/service/orders/production/../../x', /none that Golden Path knows/],
      ['/service/orders?show=deploy', /none that Golden Path knows/],
      ['/connect?platform=https://evil.example', /none that Golden Path knows/],
      ['/service/orders?platform=https://evil.example/v1', /not connected here/],
      ['/service/nothing-here', /knows no service nothing-here/],
    ] as const) {
      it(`is refused in a sentence: ${link}`, async () => {
        const prompts = new ScriptedPrompts({ 'link.open': true });
        loaded.prompts = prompts;
        await follow(link);
        assert.match(prompts.told[0]?.sentence ?? '', says);
      });
    }
  });
});
