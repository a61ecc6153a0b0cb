import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { engines } from '../../integration/engines/fixture.js';
import { atWindow } from '../support/driver.js';
import { eventually } from '../support/eventually.js';
import { Person, row } from '../support/person.js';
import { RealCompany } from './realCompany.js';

/** The steps of docs/engines.md by the keyboard and the mouse. */
describe('connecting real Backstage, Argo CD, Kubernetes and Prometheus by hand', function () {
  this.timeout(180_000);
  const company = new RealCompany();
  const person = new Person();

  before(async () => {
    await company.open();
    company.loaded.prompts = windowPrompts;
  });
  after(() => company.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  const written = (): unknown =>
    vscode.workspace.getConfiguration('goldenPath').inspect('platforms')?.globalValue;
  /** A line of a list in which several are chosen, once it is there. */
  const line = (text: string): string =>
    `.quick-input-widget .quick-input-list .monaco-list-row:has-text("${text}")`;
  const isChosen = async (text: string): Promise<boolean> => {
    // The list before has a line with these words too, and nothing to choose.
    const selector = `${line(text)}[aria-checked]`;
    await person.sees(selector);
    const answer = await atWindow('attributes', JSON.stringify({ selector, attribute: 'aria-checked' }));
    return (JSON.parse(answer) as readonly (string | null)[])[0] === 'true';
  };
  const pastesToken = async (url: string, token: string): Promise<void> => {
    await person.answer(`Token for ${new URL(url).host}`, token);
  };

  it('takes one command, an address and a token for each part, and the choice of a context', async () => {
    const { backstage, argocd, prometheus } = engines();
    const started = Date.now();
    person.actions = 0;
    await person.command('Golden Path: Connect to Platform…');
    await person.choose('Several systems together…');
    for (const [name, wanted] of [
      ['Backstage', true],
      ['Argo CD', true],
      ['Kubernetes', true],
      ['Prometheus', false],
    ] as const) {
      assert.equal(await isChosen(name), wanted, name);
    }
    await person.photographs('which systems');
    await person.click(line('Prometheus'));
    await person.press('Enter');
    await person.answer('Address of Backstage', backstage.url);
    await pastesToken(backstage.url, backstage.token);
    await person.answer('Address of Argo CD', argocd.url);
    await person.choose('I have a token');
    await pastesToken(argocd.url, argocd.tokens.developer);
    assert.ok(await isChosen('developer@engines'), 'the current context');
    for (const name of ['developer@engines', 'admin@engines']) {
      await person.click(line(name));
    }
    await person.photographs('which contexts');
    await person.press('Enter');
    await person.answer('Environment of admin@engines', '');
    await person.answer('Address of Prometheus', prometheus.url);
    await person.sees(line('Save and connect'));
    await person.photographs('save and connect');
    await person.choose('Save and connect');
    await person.answer('What do you want to call it?', 'Shop');
    await eventually('the setting', () => written() !== undefined, 20_000);
    // The view takes the focus before, which would close the palette.
    await person.isTold('Shop is connected');
    await person.command('Golden Path: Focus on Services View');
    await person.sees(row('Service Assortment, prod 5.0.0 · Healthy'));
    await person.sees(row('Service Basket, prod 1.1.0 · Healthy'));
    assert.ok(Date.now() - started < 120_000, 'it takes far less than ten minutes');
    await person.photographs('connected');
  });

  it('wrote one entry of the settings, without tokens', () => {
    const { backstage, argocd, prometheus } = engines();
    assert.deepEqual(written(), {
      Shop: {
        catalog: { type: 'backstage', url: backstage.url },
        delivery: [
          { type: 'argocd', url: argocd.url },
          { type: 'kubernetes', contexts: { 'admin@engines': {} } },
        ],
        metrics: { type: 'prometheus', url: prometheus.url },
      },
    });
  });
});
