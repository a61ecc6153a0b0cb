import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { Action, Tone } from '../../../src/editor/prompts.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { inPage } from '../support/pages.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';

const data = process.env['GOLDEN_PATH_DATA'] ?? '';
/** There once the window is being loaded anew: the suite runs again from its beginning then. */
const marker = path.join(path.dirname(data), 'reloaded');

const template = 'node-http-service';
const created = {
  template: 'HTTP service (Node)',
  'form.name': 'orders',
  'form.owner': 'shop',
  'form.description': 'Takes orders',
  'template.folder': file('orders').fsPath,
  'run.confirm': true,
};

interface State {
  readonly deployments: readonly { readonly service: string; readonly state: string }[];
}

describe('a window that is loaded anew while things are under way', function () {
  this.timeout(90_000);
  let loaded: App;
  const told: { run?: (() => unknown) | undefined } = {};

  before(async () => {
    loaded = await app();
  });

  /** A template is run, and the answer of the platform is lost. */
  async function leaveRun(): Promise<void> {
    const { fetch } = globalThis;
    const keys = new Set<string | null>();
    globalThis.fetch = async (input, init) => {
      const address = new URL(input instanceof Request ? input.url : String(input));
      const answer = await fetch(input, init);
      if (!address.pathname.endsWith('/runs') || address.searchParams.get('dryRun') === 'true') return answer;
      keys.add(new Headers(init?.headers).get('idempotency-key'));
      throw new TypeError('fetch failed');
    };
    const prompts = new ScriptedPrompts(created);
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.createService').then(undefined, () => undefined);
    globalThis.fetch = fetch;
    assert.match(
      prompts.told[0]?.sentence ?? '',
      /Whether Create orders began is not known: run it again, it is never done twice\./,
      JSON.stringify([prompts.told, prompts.asked]),
    );
    assert.equal(keys.size, 1);
    assert.ok(!existsSync(file('orders').fsPath));
  }

  /** A form with more fields than boxes ask for is half filled in. */
  async function leaveForm(): Promise<void> {
    const part = loaded.session.connection?.platform.templates;
    assert.ok(part);
    const get = part.get.bind(part);
    part.get = async (name, options) => {
      const whole = await get(name, options);
      const more = { type: 'array', title: 'Ports', items: { type: 'integer' } };
      return { ...whole, parameters: [...(whole.parameters ?? []), { schema: { properties: { more } } }] };
    };
    loaded.prompts = new ScriptedPrompts({ template: created.template });
    await vscode.commands.executeCommand('goldenPath.createService');
    await inPage('fill', '[id="field:name"]', 'half-done');
    await inPage('fill', '[id="field:owner"]', 'shop');
    const key = JSON.stringify(['template', loaded.session.connection?.url, template]);
    await eventually('the draft', () => loaded.drafts.find(key)?.['owner'] === 'shop');
  }

  /** The same, of everything else that has one: each behind the one that is opened after it. */
  async function leaveOtherForms(): Promise<void> {
    const platform = loaded.session.connection?.platform;
    assert.ok(platform?.templates);
    const many = { schema: { properties: { more: { type: 'array', items: { type: 'integer' } } } } };
    const types = platform.listResourceTypes.bind(platform);
    platform.listResourceTypes = async (...query) => {
      const page = await types(...query);
      return { ...page, items: page.items.map((type) => ({ ...type, parameters: [many] })) };
    };
    const templates = platform.listTemplates.bind(platform);
    platform.listTemplates = async (...query) => {
      const page = await templates(...query);
      return { ...page, items: page.items.map((each) => ({ ...each, type: 'environment' })) };
    };
    const get = platform.templates.get.bind(platform.templates);
    platform.templates.get = async (...asked) => ({ ...(await get(...asked)), parameters: [many] });
    const answers = { resource: 'Provision…', 'resource.type': 'Redis', 'preview.from': 'A template' };
    loaded.prompts = new ScriptedPrompts({ ...answers, template: created.template });
    const development = { service: 'hello', environment: 'development' };
    for (const [title, command, target] of [
      ['Redis for hello in development', 'resource', development],
      ['HTTP service (Node)', 'environment', undefined],
      ['Update older to', 'updateFromTemplate', { service: 'older' }],
    ] as const) {
      await vscode.commands.executeCommand(`goldenPath.${command}`, target);
      // The next covers it at once: its script may never have run.
      await eventually(title, () => pageTitles().some((each) => each.includes(title)), 10_000, pageTitles);
    }
    Object.assign(platform, { listResourceTypes: types, listTemplates: templates });
    platform.templates.get = get;
  }

  /** Two pages of the same title, one after the other; neither is ever in sight for long. */
  async function leaveTwins(): Promise<void> {
    for (const key of ['one', 'two']) {
      loaded.pages.open(twin(key));
      await eventually(
        key,
        () => pageTitles().filter((title) => title.startsWith('Twins')).length === (key === 'one' ? 1 : 2),
      );
    }
  }

  const twin = (key: string) => ({ kind: 'twin', key, title: 'Twins', model: () => undefined });

  const shows = async (title: string): Promise<boolean> =>
    (await askDriver('/page/text', '')).includes(title);

  const pageTitles = (): readonly string[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview)
      .map(({ label }) => label);

  if (!existsSync(marker)) {
    it('has a deployment under way', async () => {
      await vscode.commands.executeCommand('goldenPath.services.focus');
      loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
      await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
      await leaveRun();
      await leaveOtherForms();
      await leaveTwins();
      await leaveForm();
      loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
      const target = { service: 'hello', environment: 'development' };
      void vscode.commands.executeCommand('goldenPath.deploy', target);
      const isUnderWay = (): boolean =>
        [...(loaded.session.connection?.live.snapshot.operations.values() ?? [])].some(({ done }) => !done);
      await eventually('a deployment', isUnderWay, 30_000, () => servicesShown(loaded));
      writeFileSync(marker, '');
      void vscode.commands.executeCommand('workbench.action.reloadWindow');
      // The window goes away with this program.
      await new Promise(() => undefined);
    });
    return;
  }

  it('goes on with it and says how it ended; it was done once', async () => {
    const prompts = new ScriptedPrompts();
    const tell = prompts.tell.bind(prompts);
    prompts.tell = (tone: Tone, sentence: string, actions?: readonly Action[]) => {
      tell(tone, sentence, actions);
      told.run ??= actions?.find(({ label }) => label === 'Write the Files…')?.run;
    };
    loaded.prompts = prompts;
    const isTold = (): boolean =>
      prompts.told.some(({ sentence }) => /hello .*is live in development/.test(sentence));
    await eventually('the result', isTold, 60_000, () => JSON.stringify(prompts.told));
    await eventually(
      'the run',
      () => told.run,
      20_000,
      () => JSON.stringify(prompts.told),
    );
    const lost = prompts.told.find(({ sentence }) => sentence.includes('Create orders'));
    assert.deepEqual(
      [lost?.sentence, lost?.actions],
      ['This is done that was on its way: Create orders.', ['Write the Files…']],
      JSON.stringify(prompts.told),
    );
    const operations = [...(loaded.session.connection?.live.snapshot.operations.values() ?? [])];
    assert.deepEqual(
      operations.map(({ kind }) => kind).sort(),
      ['Deployment', 'TemplateRun'],
      JSON.stringify(operations),
    );
  });

  it('shows the form again that was open, as far as it was filled in', async () => {
    await eventually(
      'the form',
      async () => (await inPage('text', '[id="field:name"]')) === 'half-done',
      20_000,
    );
    assert.equal(await inPage('text', '[id="field:owner"]'), 'shop');
  });

  it('gives pages of the same title back where they were, whichever is looked at first', async () => {
    const given: string[] = [];
    loaded.pages.register('twin', (key) => {
      given.push(key);
      return Promise.resolve(twin(key));
    });
    for (const key of ['two', 'one']) {
      await vscode.commands.executeCommand('workbench.action.previousEditor');
      await eventually(
        `${key} is back`,
        () => given.includes(key),
        10_000,
        () => given,
      );
    }
    assert.deepEqual(given, ['two', 'one']);
    assert.deepEqual(pageTitles().slice(-3, -1), ['Twins', 'Twins (2)']);
  });

  for (const title of ['Update older to', 'HTTP service (Node)', 'Redis for hello in development']) {
    it(`shows the others again, too: ${title}`, async () => {
      await vscode.commands.executeCommand('workbench.action.previousEditor');
      await eventually('the page', () => shows(title), 20_000, pageTitles);
    });
  }

  it('writes the files of the run that was taken up once they are looked at', async () => {
    const prompts = new ScriptedPrompts({ 'template.otherFiles': true });
    loaded.prompts = prompts;
    await told.run?.();
    assert.deepEqual(
      prompts.asked.map(({ id }) => id),
      ['template.otherFiles'],
    );
    assert.ok(existsSync(file('orders/platform.yaml').fsPath));
  });

  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
    const read = (): State => JSON.parse(readFileSync(path.join(data, 'state.json'), 'utf8')) as State;
    // It is written whole when the platform has stopped.
    await eventually('the state of the stopped platform', () => read().deployments.length > 0);
    assert.deepEqual(
      read().deployments.map(({ service, state: end }) => `${service} ${end}`),
      ['hello Deployed'],
    );
  });
});
