import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { gitApi } from '../../../src/editor/delivery/git.js';
import type { PickQuestion } from '../../../src/editor/prompts.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { atWindow } from '../support/driver.js';
import { app, file } from '../support/extension.js';
import { inPage } from '../support/pages.js';
import { Person } from '../support/person.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const answers = {
  template: 'HTTP service (Node)',
  'form.name': 'orders',
  'form.owner': 'shop',
  'form.description': 'Takes orders',
};

describe('a service from a template', () => {
  let loaded: App;
  const root = file('').fsPath;
  const folder = path.join(root, 'orders');
  const tabs = (): string[] =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);

  before(async function () {
    this.timeout(60_000);
    loaded = await app();
    await run('startLocalPlatform');
  });

  after(() => run('stopLocalPlatform', { stopLocalPlatform: true }));

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  it('shows what a template of the gallery is, beside', async () => {
    loaded.prompts = Object.assign(new ScriptedPrompts({}), {
      pick: async <T>({ choices }: PickQuestion<T>): Promise<T | undefined> => {
        await choices.find(({ label }) => label === answers.template)?.preview?.();
        return undefined;
      },
    });
    await vscode.commands.executeCommand('goldenPath.createService');
    await eventually('the preview', () => tabs().some((tab) => /HTTP service/.test(tab)), 10_000, tabs);
    const said = vscode.workspace.textDocuments.map((document) => document.getText()).join('\n');
    assert.match(said, /## What it asks for[^]*## What it makes/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its gallery step aside while one of them is read, and come back whole', async () => {
    const person = new Person();
    const line = (words: string): string => `.quick-input-list .monaco-list-row:has-text("${words}")`;
    const heading = (): Promise<string> => inPage('text', 'h1');
    loaded.prompts = windowPrompts;
    const turnedAway = vscode.commands.executeCommand('goldenPath.createService');
    await person.sees(line('Worker (Node)'));
    await atWindow('point', line(answers.template));
    await person.click(`${line(answers.template)} .action-label`);
    await eventually('what it is', async () => /HTTP service/.test(await heading()), 10_000, heading);
    await atWindow('gone', line('Worker (Node)'));
    await person.photographs('the gallery beside what a template is');
    await person.pick('Show All');
    await person.sees(line('Worker (Node)'));
    await person.press('Escape');
    await turnedAway;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }).timeout(40_000);

  it('is told what is wrong with a field before anything is asked of the platform', async () => {
    const { asked, told } = await run('createService', { ...answers, 'form.name': 'Orders!' });
    assert.match(told[0]?.sentence ?? '', /pattern/);
    assert.ok(!asked.some(({ id }) => id === 'run.confirm'));
  });

  it('shows every file before anything is written, and writes nothing when turned away', async () => {
    const before = readdirSync(root);
    let shown: string[] = [];
    const prompts = new ScriptedPrompts({ ...answers, 'template.folder': folder });
    const pick = prompts.pick.bind(prompts);
    loaded.prompts = Object.assign(prompts, {
      pick: async <T>(question: PickQuestion<T>) => {
        if (question.id === 'run.confirm') {
          await eventually(
            'the files',
            () => (shown = tabs()).some((tab) => /^Preview: orders/.test(tab)),
            10_000,
            tabs,
          );
          await screenshot('the files of a template before they are written');
          assert.match(question.choices[0]?.detail ?? '', /^7 files/);
        }
        return pick(question);
      },
    });
    await vscode.commands.executeCommand('goldenPath.createService');
    assert.ok(shown.length > 0);
    assert.deepEqual(readdirSync(root), before);
    await eventually(
      'the preview closed',
      () => !tabs().some((tab) => tab.startsWith('Preview')),
      5_000,
      tabs,
    );
  }).timeout(30_000);

  it('is written into the chosen folder, with what to do next', async () => {
    const { told } = await run('createService', {
      ...answers,
      'template.folder': folder,
      'run.confirm': true,
    });
    assert.match(told[0]?.sentence ?? '', /^orders was created in /, JSON.stringify(told));
    assert.deepEqual(told[0]?.actions.slice(0, 3), ['Open', 'Initialize Git', 'Deploy…']);
    assert.deepEqual(readdirSync(folder).sort(), [
      '.gitignore',
      'README.md',
      'app.js',
      'app.test.js',
      'package.json',
      'platform.yaml',
      'server.js',
    ]);
    assert.match(readFileSync(path.join(folder, 'platform.yaml'), 'utf8'), /description: Takes orders/);
  }).timeout(30_000);

  it('replaces nothing without consent', async () => {
    const changed = path.join(folder, 'README.md');
    const uri = vscode.Uri.file(changed);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('mine'));
    const { asked } = await run('createService', {
      ...answers,
      'template.folder': folder,
      'run.confirm': true,
    });
    assert.equal(asked.at(-1)?.id, 'template.replace');
    assert.equal(readFileSync(changed, 'utf8'), 'mine');
    const agreed = await run('createService', {
      ...answers,
      'template.folder': folder,
      'run.confirm': true,
      'template.replace': true,
    });
    assert.match(agreed.told[0]?.sentence ?? '', /^orders was created/);
    assert.match(readFileSync(changed, 'utf8'), /orders/);
  }).timeout(30_000);

  it('keeps the draft of a form that was left, and begins with it', async () => {
    await run('createService', { ...answers, 'form.name': 'billing', 'form.description': undefined });
    const prompts = new ScriptedPrompts({ template: answers.template });
    const values: (string | undefined)[] = [];
    loaded.prompts = Object.assign(prompts, {
      input: (question: { readonly value?: string }) => {
        values.push(question.value);
        return Promise.resolve(undefined);
      },
    });
    await vscode.commands.executeCommand('goldenPath.createService');
    assert.deepEqual(values, ['billing']);
  });

  it('is put under no git of its own where there is a repository already', async () => {
    execFileSync('git', ['init', '-q', root]);
    await (await gitApi())?.openRepository?.(vscode.Uri.file(root));
    const { told } = await run('createService', {
      ...answers,
      'form.name': 'returns',
      'template.folder': path.join(root, 'returns'),
      'run.confirm': true,
    });
    assert.deepEqual(told[0]?.actions.slice(0, 2), ['Open', 'Deploy…'], JSON.stringify(told));
  }).timeout(30_000);
});
