import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { askDriver, screenshot } from '../../support/driver.js';
import { plainWords } from '../../support/pseudoLocale.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { Person } from '../support/person.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const policies = path.join(process.env['GOLDEN_PATH_DATA'] ?? '', '.platform');

describe('the editor in a language in which every sentence stands between brackets', function () {
  this.timeout(90_000);
  const person = new Person();
  let loaded: App;

  before(async () => {
    assert.equal(vscode.env.language, 'qps-ploc');
    loaded = await app();
    await mkdir(policies, { recursive: true });
    // Names without words: whatever has three small letters in a row is a sentence that was not translated.
    const environments = ['development', 'staging', 'production'].map((type, index) => ({
      apiVersion: 'goldenpath.dev/v1alpha1',
      kind: 'Environment',
      metadata: { name: `e${index + 1}`, title: `E${index + 1}` },
      spec: { type, ...(index > 0 && { promotesFrom: [`e${index}`] }) },
    }));
    await writeFile(
      path.join(policies, 'environments.yaml'),
      environments.map((each) => JSON.stringify(each)).join('\n---\n'),
    );
  });

  after(() => run('stopLocalPlatform', { stopLocalPlatform: true }));

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  /** What a person reads and what a screen reader says below a selector. */
  async function wordsAt(selector: string): Promise<string> {
    const attributes = await askDriver('/attributes', JSON.stringify({ selector, attribute: 'aria-label' }));
    const spoken = (JSON.parse(attributes) as readonly (string | null)[]).filter((label) => label !== null);
    return [await askDriver('/text', selector), ...spoken].join('\n');
  }

  /** `data` are words that are nobody's sentence: of the platform, of this machine, of the editor itself. */
  function expectTranslated(text: string, ...data: readonly (string | RegExp)[]): void {
    assert.match(text, /⟦/, 'Nothing of it is translated.');
    const rest = data.reduce<string>((left, word) => left.replaceAll(word, ' '), text);
    assert.deepEqual(plainWords(rest), [], text);
  }

  async function expectUncut(selector: string): Promise<void> {
    assert.deepEqual(JSON.parse(await askDriver('/cut', selector)), []);
  }

  it('welcomes in it, with buttons that fit', async () => {
    await vscode.commands.executeCommand('goldenPath.services.focus');
    const welcome = '.pane-body .welcome-view-content';
    await person.sees(`${welcome} a.monaco-button`);
    expectTranslated(await askDriver('/text', welcome));
    await expectUncut(`${welcome} a.monaco-button`);
    await screenshot('pseudo-locale welcome');
  });

  it('shows its views in it', async () => {
    await run('startLocalPlatform');
    const { told } = await run('deploy', { 'plan.confirm': true }, { service: 's1', environment: 'e1' });
    assert.match(told[0]?.sentence ?? '', /⟦/, JSON.stringify(told));
    for (const view of ['services', 'environments', 'activity']) {
      await vscode.commands.executeCommand(`goldenPath.${view}.focus`);
      await vscode.commands.executeCommand('list.expandAll').then(undefined, () => undefined);
      const rows = '.pane-body .monaco-list:focus-within .monaco-list-row';
      await person.sees(rows);
      await screenshot(`pseudo-locale ${view}`);
      const labels = await askDriver(
        '/attributes',
        JSON.stringify({ selector: rows, attribute: 'aria-label' }),
      );
      expectTranslated((JSON.parse(labels) as readonly string[]).join('\n'), ...data);
    }
  });

  it('guards production in it', async () => {
    loaded.prompts = windowPrompts;
    const ended = vscode.commands.executeCommand('goldenPath.deploy', { service: 's1', environment: 'e3' });
    await person.sees('.quick-input-widget .quick-input-title:has-text("s1")');
    const widget = '.quick-input-widget';
    await person.sees(`${widget} .monaco-list-row`);
    await screenshot('pseudo-locale guard');
    expectTranslated(await wordsAt(widget), ...data, ...ofEditor);
    await expectUncut(`${widget} .quick-input-title`);
    await person.press('ArrowDown');
    await person.press('Enter');
    await person.sees(`${widget} .quick-input-message:has-text("e3")`);
    await person.type('e2');
    await eventually('what is wrong with the name', async () =>
      (await askDriver('/read', `${widget} .quick-input-message`)).includes('e3'),
    );
    await screenshot('pseudo-locale typed name');
    expectTranslated(await wordsAt(widget), ...data, ...ofEditor);
    await expectUncut(`${widget} .quick-input-title, ${widget} .quick-input-message`);
    await person.press('Escape');
    await ended;
    assert.deepEqual(
      loaded.session.connection?.live.snapshot.services
        .get('s1')
        ?.environments?.filter(({ current }) => current)
        .map(({ environment }) => environment),
      ['e1'],
    );
  });

  it('draws its dashboards in it, whole', async () => {
    for (const [subject, section] of [
      [{ service: 's1' }, /DORA|⟦Change lead time/],
      [{ path: true }, /⟦Adoption/],
    ] as const) {
      await run('openDashboard', { dashboard: true }, subject);
      const shown = await eventually('the page', async () => {
        const text = await askDriver('/page/text', '');
        return section.test(text) && text;
      });
      await screenshot(`pseudo-locale dashboard ${Object.keys(subject)[0] ?? ''}`);
      expectTranslated(shown, ...data);
      assert.deepEqual(JSON.parse(await askDriver('/page/cut', '')), []);
    }
  });
});

/** Words of the platform and of this machine, which nobody here translates. */
const data: readonly (string | RegExp)[] = [
  /group:default\/t1/g,
  /snapshot\.[0-9a-f]+/g,
  userInfo().username,
];

/** What the editor itself writes around our sentences. */
const ofEditor: readonly (string | RegExp)[] = [/\d+ Results?/g, /\(?Press 'Enter' to confirm.*/g];
