import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { askDriver, screenshot } from '../../support/driver.js';
import { eventually, never } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { inPage } from '../support/pages.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';

interface Fault {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

const themes = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

describe('dashboards in the editor', function () {
  this.timeout(90_000);
  let loaded: App;

  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await run('startLocalPlatform');
    for (const environment of ['development', 'production']) {
      const answers = {
        'plan.confirm': true,
        'plan.typedName': 'production',
        'plan.reason': 'first',
      };
      const { told, asked } = await run('deploy', answers, { service: 'hello', environment });
      assert.match(told[0]?.sentence ?? '', /is live in/, JSON.stringify([told, asked]));
    }
  });

  after(async () => {
    await run('stopLocalPlatform', { stopLocalPlatform: true });
  });

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  const text = (): Promise<string> => askDriver('/page/text', '');
  const shows = async (what: RegExp): Promise<string> => {
    let last = '';
    return eventually(
      String(what),
      async () => {
        last = await text();
        return what.test(last) && last;
      },
      20_000,
      () => last.slice(0, 2_000),
    );
  };

  async function expectAccessible(): Promise<void> {
    for (const theme of themes) {
      await vscode.workspace
        .getConfiguration('workbench')
        .update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      await eventually('the theme', () =>
        theme.includes('High Contrast')
          ? vscode.window.activeColorTheme.kind >= vscode.ColorThemeKind.HighContrast
          : vscode.window.activeColorTheme.kind < vscode.ColorThemeKind.HighContrast,
      );
      await shows(/\S/);
      const faults = JSON.parse(await askDriver('/page/axe', '')) as readonly Fault[];
      assert.deepEqual(faults, [], `${theme}: ${faults.map(({ id, help }) => `${id}: ${help}`).join('; ')}`);
      await screenshot(`${theme} ${vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? ''}`);
    }
  }

  it('opens the dashboard of a service, which fills section by section', async () => {
    await run('openDashboard', {}, { service: 'hello' });
    const shown = await shows(/Has an owner/);
    assert.match(shown, /Development[^]*Staging[^]*Not deployed[^]*Production/i);
    assert.match(shown, /Objectives[^]*availability/);
    assert.match(shown, /Recent deployments[^]*Deployed/);
    assert.match(shown, /Pipeline runs[^]*Build/i);
    assert.match(shown, /Change lead time[^]*Deployment rework rate/);
    assert.match(shown, /Says how critical it is[^]*Set spec\.tier\./);
    assert.match(shown, /Dependencies[^]*weather/);
  });

  it('has no fault that axe-core finds, in four themes', expectAccessible);

  it('follows what happens without being asked', async () => {
    const prompts = run('deploy', { 'plan.confirm': true }, { service: 'hello', environment: 'staging' });
    await shows(/Staging[^]{0,80}Healthy/i);
    await prompts;
  });

  it('is worked by the keyboard alone', async () => {
    await askDriver('/page/enter', '');
    const seen: string[] = [];
    for (let press = 0; press < 12; press++) {
      await askDriver('/keys', 'Tab');
      seen.push(await askDriver('/page/focus', ''));
      if (seen.at(-1)?.startsWith('button Logs of Development')) break;
    }
    assert.match(
      seen.join('\n'),
      /button Reload\nbutton Deploy…\nbutton Show Logs[^]*button Logs of Development/i,
    );
    await askDriver('/keys', 'Enter');
    const labels = (): string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    await eventually(
      'the log',
      () => labels().some((label) => /hello.*development/i.test(label)),
      10_000,
      labels,
    );
  });

  it('leads from a failed check to its place in the manifest', async () => {
    await run('openDashboard', {}, { service: 'hello' });
    await shows(/Open Manifest/);
    await inPage('click', '[data-tell="openManifest"]');
    const editor = await eventually('the manifest', () => {
      const { activeTextEditor } = vscode.window;
      return activeTextEditor?.document.fileName.endsWith('platform.yaml') && activeTextEditor;
    });
    const line = (): string => editor.document.lineAt(editor.selection.active).text;
    await eventually('its place', () => /spec:|tier/.test(line()), 5_000, line);
  });

  it('opens one page of a subject, however often it is asked for', async () => {
    const pages = (): number =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'hello').length;
    await run('openDashboard', {}, { service: 'hello' });
    await run('openDashboard', {}, { service: 'hello' });
    assert.equal(pages(), 1);
  });

  it("shows a golden path: DORA's five, adoption, checks, ease, satisfaction", async () => {
    const { asked } = await run('openDashboard', { dashboard: 'welcome' });
    assert.ok(asked[0]?.choices.includes('welcome'), JSON.stringify(asked));
    const shown = await shows(/Deployment frequency[^]*a (day|week|month)/);
    assert.match(shown, /On a template[^]*0%[^]*0 of 1 services/);
    assert.match(shown, /Says how critical it is/);
    assert.match(shown, /Self-service[^]*100%/);
    assert.match(shown, /nobody gave a rating/i);
    assert.match(shown, /Notes[^]*onboarding|Onboarding[^]*(Not known|minute|second|hour|day)/i);
  });

  it('has no fault that axe-core finds in the golden path either', expectAccessible);

  it('shows where the keyboard is, also at the span that is chosen', async () => {
    const outline = (): Promise<string> => inPage('style', '[aria-pressed="true"]', 'outlineStyle');
    await askDriver('/page/enter', '');
    assert.equal(await outline(), 'none');
    for (let press = 0; press < 6; press++) {
      await askDriver('/keys', 'Tab');
      if ((await askDriver('/page/focus', '')) === 'button The last 90 days') break;
    }
    assert.notEqual(await outline(), 'none');
  });

  it('takes garbage with a sentence or in silence', async () => {
    for (const garbage of [7, 'x', { service: 3 }, { service: 'none' }, [], { platform: 'http://nowhere' }]) {
      await run('openDashboard', {}, garbage);
    }
    await shows(/no service "none" yet/);
    await never('an error is thrown', () => undefined, 100);
  });
});
