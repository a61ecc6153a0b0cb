import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { FormDrafts } from '../../../src/editor/forms/formDrafts.js';
import { FormHost } from '../../../src/editor/forms/formHost.js';
import { openFormPage } from '../../../src/editor/forms/formPage.js';
import type { FormAnswer } from '../../../src/model/form/form.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { inPage } from '../support/pages.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const schema = {
  type: 'object',
  required: ['name', 'owner'],
  properties: {
    name: {
      type: 'string',
      title: 'Name',
      description: 'As in addresses.',
      pattern: '^[a-z]+$',
      patternErrorMessage: 'Use lower-case letters.',
    },
    owner: { type: 'string', title: 'Owner', 'x-widget': 'owner' },
    place: { type: 'string', title: 'First environment', 'ui:field': 'EnvironmentPicker' },
    size: { title: 'Size', enum: ['small', 'large'], default: 'small' },
    isPublic: { type: 'boolean', title: 'Reachable from outside' },
    replicas: { type: 'integer', title: 'Replicas', minimum: 1 },
    ports: { type: 'array', title: 'Ports', items: { type: 'integer', minimum: 1 } },
    store: {
      title: 'Store',
      oneOf: [
        { title: 'None', type: 'object', properties: { kind: { const: 'none' } }, required: ['kind'] },
        {
          title: 'Bucket',
          type: 'object',
          properties: { kind: { const: 'bucket' }, bucket: { type: 'string', title: 'Bucket name' } },
          required: ['kind', 'bucket'],
        },
      ],
    },
    token: { type: 'string', title: 'Token', writeOnly: true },
  },
};
const canary = 'tok_canary_7';

describe('a form on a page', () => {
  let loaded: App;
  const kept = new Map<string, unknown>();
  const memento = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const answers: FormAnswer[] = [];
  const use = (answer: FormAnswer): Promise<boolean> => {
    answers.push(answer);
    return Promise.resolve(answers.length > 1);
  };

  function open(): void {
    const { connection } = loaded.session;
    assert.ok(connection);
    const context = {
      language: loaded.language,
      pages: loaded.pages,
      prompts: new ScriptedPrompts({}),
      drafts: new FormDrafts(memento as ConstructorParameters<typeof FormDrafts>[0]),
    };
    const form = {
      key: 'test',
      title: 'Everything',
      intro: 'A form with all kinds of fields.',
      steps: [{ schema }],
      submit: 'Preview…',
    };
    openFormPage(loaded.pages, new FormHost(context, connection, form), use);
  }

  before(async function () {
    this.timeout(60_000);
    loaded = await app();
    loaded.prompts = new ScriptedPrompts({});
    await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
    open();
  });

  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
  });

  const shows = (selector: string, text: RegExp): Promise<unknown> =>
    eventually(`${selector} ${String(text)}`, async () => text.test(await inPage('text', selector)), 10_000);

  it('is checked as it is filled in, by the language server', async () => {
    await inPage('fill', '[id="field:name"]', 'Orders');
    await shows('[id="fault:name"]', /^Use lower-case letters\.$/);
    await inPage('fill', '[id="field:name"]', 'orders');
    await shows('[id="fault:name"]', /^$/);
    await inPage('fill', '[id="field:replicas"]', 'many');
    await shows('[id="fault:replicas"]', /whole number/);
    await inPage('fill', '[id="field:replicas"]', '2');
  }).timeout(30_000);

  it('offers names of the platform', async () => {
    await inPage('click', '[id="field:place"]');
    await shows('[id="names:place"] option[value="staging"]', /staging/);
  }).timeout(20_000);

  it('grows and shrinks with the values', async () => {
    await inPage('click', '[id="add:ports"]');
    await inPage('fill', '[id="field:ports/0"]', '0');
    await shows('[id="fault:ports/0"]', /1 or more/);
    await inPage('fill', '[id="field:ports/0"]', '8080');
    await inPage('select', '[id="branch:store"]', 'Bucket');
    await inPage('fill', '[id="field:store/bucket"]', 'orders');
    await inPage('fill', '[id="field:token"]', canary);
  }).timeout(30_000);

  it('says what is missing when it is sent, and sends nothing', async () => {
    await inPage('click', 'button[type="submit"]');
    await shows('.notice.error', /One field needs you: Owner: This is needed/);
    await shows('[id="fault:owner"]', /This is needed/);
    assert.equal(answers.length, 0);
    const border = (field: string): Promise<string> =>
      inPage('style', `[id="field:${field}"]`, 'borderColor');
    assert.notEqual(await border('owner'), await border('name'), 'a fault is seen at its field');
  }).timeout(20_000);

  for (const [name, theme] of [
    ['dark', 'Default Dark Modern'],
    ['light', 'Default Light Modern'],
    ['high contrast', 'Default High Contrast'],
  ] as const) {
    it(`can be looked at: ${name}`, async () => {
      const settings = vscode.workspace.getConfiguration('workbench');
      await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Workspace);
      await shows('h1', /Everything/);
      await screenshot(`a form, ${name}`);
    }).timeout(20_000);
  }

  it('outlives being hidden, without its secrets', async () => {
    await eventually('the draft', () => kept.size > 0, 5_000);
    assert.doesNotMatch(JSON.stringify([...kept.values()]), new RegExp(canary));
    const document = await vscode.workspace.openTextDocument({ content: 'in front' });
    await vscode.window.showTextDocument(document);
    open();
    await shows('[id="field:store/bucket"]', /^orders$/);
    assert.equal(await inPage('text', '[id="field:token"]'), '');
    await inPage('fill', '[id="field:token"]', canary);
  }).timeout(20_000);

  it('stays when the person turns away, and closes when all is done', async () => {
    await inPage('fill', '[id="field:owner"]', 'shop');
    await inPage('press', '[id="field:owner"]', 'Enter');
    await eventually('the answer', () => answers.length === 1, 10_000);
    assert.deepEqual(answers[0]?.values, {
      size: 'small',
      name: 'orders',
      replicas: 2,
      ports: [8080],
      store: { kind: 'bucket', bucket: 'orders' },
      owner: 'shop',
    });
    assert.deepEqual(answers[0].secrets, { token: canary });
    await inPage('press', '[id="field:owner"]', 'Enter');
    await eventually('the second answer', () => answers.length === 2, 10_000);
    await eventually('the page is closed', () => loaded.pages.find('form', 'test') === undefined, 5_000);
    assert.equal([...kept.values()].at(-1), undefined, 'The draft is dropped.');
  }).timeout(40_000);
});
