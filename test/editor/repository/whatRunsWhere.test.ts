import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import type { Drift } from '../../../src/model/drift.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { Person } from '../support/person.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

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

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

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
    git('commit', '-q', '--allow-empty', '-m', 'Take orders');
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
    vscode.languages.getDiagnostics(file(manifest)).filter(({ message }) => /ownr/.test(message));

  it('is checked by a task of ours, whose findings are problems', async function () {
    // The oldest editor is installed here without the native part of its terminal: no process starts in it.
    if (vscode.version.startsWith('1.105.')) this.skip();
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
    const before = git('rev-parse', '--short=7', 'HEAD');
    assert.deepEqual((await run('watchPush', {}, orders)).told, []);
    writeFileSync(file('services/orders/NOTES.md').fsPath, 'Orders are taken again.\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'Take orders again');
    git('push', '-q');
    const short = git('rev-parse', '--short=7', 'HEAD');
    // Where something newer was pushed, that is watched instead.
    const again = await run('watchPush', {}, orders);
    assert.deepEqual(
      again.told.map(({ sentence }) => sentence),
      [`${before} of orders is no longer watched.`],
    );
    await person.sees(`.statusbar-item:has-text("${short} of orders")`);
    const { told } = await run('watchPush', {}, orders);
    assert.equal(told[0]?.sentence, `${short} of orders is no longer watched.`);
    const watching = await run('watchPush', {}, orders);
    assert.equal(watching.told.length, 0);
    const progress = '.statusbar-item:has-text("waiting for a build or a deployment")';
    assert.match(await person.sees(progress), new RegExp(`${short} of orders`));
    const deploying = new ScriptedPrompts({ 'plan.confirm': true });
    loaded.prompts = deploying;
    await runTask('ship it');
    assert.match(deploying.told[0]?.sentence ?? '', /^orders .*is live in development/);
    const end = await eventually('its end', () => watching.told[0], 20_000);
    assert.equal(end.sentence, `${short} of orders is live in development.`);
    assert.deepEqual(end.actions, ['Promote…']);
  });

  it('tells in the lens and in the status bar where it runs', async () => {
    const short = git('rev-parse', '--short=7', 'HEAD');
    await vscode.window.showTextDocument(file(manifest));
    await person.sees(`.codelens-decoration a:has-text("with the last change")`);
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

  it('of a file tells what is not committed; a neighbour of the repository is no file of it', async () => {
    const placeholders: (string | undefined)[] = [];
    const asked = async (): Promise<readonly (string | undefined)[]> => {
      loaded.prompts = Object.assign(new ScriptedPrompts(), {
        pick: ({ placeholder }: { readonly placeholder?: string }) => {
          placeholders.push(placeholder);
          return Promise.resolve(undefined);
        },
      });
      await vscode.commands.executeCommand('goldenPath.whatRunsWhere', orders);
      return placeholders.splice(0);
    };
    const beside = `${file('.').fsPath.replace(/\/$/, '')}-beside.txt`;
    const fresh = file('notes.txt').fsPath;
    try {
      for (const name of [beside, fresh]) writeFileSync(name, 'Not committed\n');
      await vscode.window.showTextDocument(vscode.Uri.file(beside));
      assert.deepEqual(await asked(), ['Which change?']);
      await vscode.window.showTextDocument(vscode.Uri.file(fresh));
      assert.deepEqual(await asked(), ['Which change? What is not committed of notes.txt runs nowhere.']);
    } finally {
      for (const name of [beside, fresh]) rmSync(name);
      loaded.prompts = windowPrompts;
      await vscode.window.showTextDocument(file(manifest));
    }
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

  describe('a newer version of its template', () => {
    const billing = 'billing';
    const place = (name: string): string => file(path.join(billing, name)).fsPath;
    const rewrite = (name: string, change: (text: string) => string): void =>
      writeFileSync(place(name), change(readFileSync(place(name), 'utf8')));
    const openText = async (name: string): Promise<string> =>
      (await vscode.workspace.openTextDocument(place(name))).getText();
    const update = (agreed: boolean): Promise<ScriptedPrompts> =>
      run(
        'updateFromTemplate',
        {
          'form.name': 'billing',
          'form.owner': 'shop',
          'form.description': 'Sends bills',
          'update.confirm': agreed,
        },
        { service: 'billing' },
      );

    before(async () => {
      await run('createService', {
        template: 'HTTP service (Node)',
        'form.name': 'billing',
        'form.owner': 'shop',
        'form.description': 'Sends bills',
        'template.folder': file(billing).fsPath,
        'run.confirm': true,
      });
      await eventually('the service', async () =>
        (await loaded.workspaceServices.refresh()).some(({ name }) => name === 'billing'),
      );
      // As an older version of the template left it, with what it has changed since.
      rewrite('platform.yaml', (text) =>
        text.replace('version: 1.0.0', 'version: 0.9.0').replace('periodSeconds: 5', 'periodSeconds: 30'),
      );
      git('add', '-A');
      git('commit', '-q', '-m', 'Billing from its template');
      rewrite('README.md', (text) => `${text}\nOurs: bills go out on Mondays.\n`);
      rewrite('platform.yaml', (text) => text.replace('lifecycle: experimental', 'lifecycle: production'));
      git('commit', '-qam', 'Mondays');
    });

    after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('is shown before anything is changed', async () => {
      const { asked, told } = await update(false);
      assert.equal(asked.at(-1)?.id, 'update.confirm', JSON.stringify([asked, told]));
      assert.match(await openText('platform.yaml'), /version: 0\.9\.0/);
    });

    it('is merged in three ways: its changes and ours, unsaved, without a conflict', async () => {
      const { told } = await update(true);
      assert.equal(
        told[0]?.sentence,
        'billing is merged with version 1.0.0 of its template. Look at the files and save them.',
      );
      const merged = await openText('platform.yaml');
      assert.match(merged, /version: 1\.0\.0/);
      assert.match(merged, /periodSeconds: 5$/m);
      assert.match(merged, /lifecycle: production/);
      assert.match(await openText('README.md'), /Ours: bills go out on Mondays/);
      assert.match(readFileSync(place('platform.yaml'), 'utf8'), /version: 0\.9\.0/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('takes line ends for no change, and keeps those of the file', async () => {
      rewrite('platform.yaml', (text) => text.replaceAll('\n', '\r\n'));
      const { told } = await update(true);
      assert.match(told[0]?.sentence ?? '', /is merged with version 1\.0\.0 of its template\. Look/);
      await vscode.workspace.saveAll();
      const saved = readFileSync(place('platform.yaml'), 'utf8');
      assert.match(saved, /version: 1\.0\.0\r\n/);
      assert.match(saved, /lifecycle: production\r\n/);
      assert.doesNotMatch(saved, /(?<!\r)\n/);
      git('checkout', '-q', place('platform.yaml'));
    });

    it('leaves deleted what was deleted here', async () => {
      rmSync(place('README.md'));
      const { asked } = await update(true);
      assert.ok(!existsSync(place('README.md')), JSON.stringify(asked.at(-1)));
      await vscode.commands.executeCommand('workbench.action.files.revert');
      git('checkout', '-q', place('README.md'));
    });

    /** What the command asks first and last and what it tells, where the platform compares so. */
    const updatedBy = async (drift: Partial<Drift>): Promise<readonly (string | undefined)[]> => {
      const { platform } = loaded.session.require();
      const { drift: own } = platform;
      const told = { status: 'UpdateAvailable', ...drift };
      Object.assign(platform, { drift: { get: () => Promise.resolve(told) } });
      try {
        const { asked, told: said } = await update(false);
        return [asked[0]?.id, asked.at(-1)?.id, said[0]?.sentence];
      } finally {
        Object.assign(platform, { drift: own });
      }
    };

    it('is planned anew where the platform names files and not what is in them', async () => {
      const files = [{ path: 'platform.yaml', action: 'Update' }];
      assert.deepEqual(await updatedBy({ files }), ['form.name', 'update.confirm', undefined]);
    });

    it('brings nothing back and takes nothing away, but says so', async () => {
      const files = [{ path: 'README.md', action: 'Delete' }];
      const dropped = 'No longer in the template: README.md';
      assert.deepEqual(await updatedBy({ files }), [undefined, undefined, dropped]);
      rmSync(place('README.md'));
      const changed = {
        files: [{ path: 'README.md', action: 'Update', content: 'new\n' }],
        unifiedDiff: '--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-old\n+new\n',
      };
      const sentence = 'Deleted here, changed by the template: README.md';
      assert.deepEqual(await updatedBy(changed), [undefined, undefined, sentence]);
      git('checkout', '-q', place('README.md'));
    });

    it('leaves what both changed to the person, between marks', async () => {
      rewrite('platform.yaml', (text) => text.replace('periodSeconds: 30', 'periodSeconds: 7'));
      const { told } = await update(true);
      assert.match(told[0]?.sentence ?? '', /resolve 1 conflicts, then save/);
      assert.match(
        await openText('platform.yaml'),
        /<<<<<<< billing\n +periodSeconds: 7\n=======\n +periodSeconds: 5\n>>>>>>> template 1\.0\.0\n/,
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  describe('from a link of a portal', () => {
    const follow = (link: string): Promise<void> =>
      loaded.uriArrived(vscode.Uri.parse(`vscode://golden-path.golden-path${link}`));

    it('is shown after the person agreed, and nothing is done before', async () => {
      const logs = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'golden-path-log');
      const asked: string[] = [];
      // Under test the editor shows no modal dialog.
      const prompts = Object.assign(new ScriptedPrompts(), {
        confirm: (...question: readonly string[]) => {
          asked.push(...question.map((text) => text.replace('Local P', 'local p')), String(logs().length));
          return Promise.resolve(true);
        },
      });
      loaded.prompts = prompts;
      await follow('/service/orders/development?show=logs');
      assert.deepEqual(prompts.told, []);
      assert.deepEqual(asked, [
        'link.open',
        'Open orders in development on local platform?',
        'A link from outside the editor asks for it. Nothing is changed.',
        'Open',
        'info',
        '0',
      ]);
      await eventually('the log', () => logs().length > 0);
      const selected = () => loaded.trees.services.view.selection.map(({ id }) => id);
      await eventually('the row', () => selected().join().includes('development'), 5_000, selected);
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
