import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { runAgain } from '../../../src/editor/runs/runAgain.js';
import type { Operation } from '../../../src/model/delivery.js';
import type { Log } from '../../../src/model/log.js';
import {
  isBackstageThere,
  startBackstage,
  type RunningBackstage,
} from '../../integration/backstage/backstage.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';

describe('the catalogue and the templates of a real Backstage, edited', function () {
  this.timeout(120_000);
  let loaded: App;
  let backstage: RunningBackstage | undefined;
  let files: Server | undefined;
  let url = '';
  let served = '';

  before(async function () {
    if (!isBackstageThere()) this.skip();
    loaded = await app();
    const server = (files = createServer((_request, response) => response.end(served)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/orders/catalog-info.yaml`;
    backstage = await startBackstage({ host: `127.0.0.1:${port}` });
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await run('connect', { 'connect.url': backstage.url });
    await eventually('the catalogue', () => servicesShown(loaded).length > 4, 20_000);
    served = (await vscode.workspace.fs.readFile(file('orders/catalog-info.yaml'))).toString();
  });

  after(async () => {
    if (!isBackstageThere()) return;
    await theme('Default Dark Modern');
    for (const { url: at } of [...loaded.session.connections]) await loaded.session.disconnect(at);
    await backstage?.stop();
    files?.close();
  });

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);
  const theme = (name: string): Thenable<void> =>
    vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', name, vscode.ConfigurationTarget.Global);
  const lastSaid = ({ told }: ScriptedPrompts): string => told.at(-1)?.sentence ?? '';

  const definition = async (uri: vscode.Uri, text: string): Promise<string> => {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.positionAt(document.getText().indexOf(text) + 1);
    let target = '';
    await eventually(`the definition of ${text}`, async () => {
      const [found] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        uri,
        at,
      );
      const where = found && ('targetUri' in found ? found.targetUri : found.uri);
      target = where?.toString(true) ?? '';
      return target !== '';
    });
    return target;
  };

  it('goes from a reference to the file of the workspace, else to what the catalogue has', async () => {
    const uri = file('orders/catalog-info.yaml');
    await vscode.window.showTextDocument(uri);
    assert.equal(await definition(uri, 'till'), file('catalog-info.yaml').toString(true));
    const owner = await definition(uri, 'basket');
    assert.match(owner, /^golden-path-entity:\/group\/default\/basket\.yaml\?http/);
    assert.match(await definition(uri, 'prices'), /^golden-path-entity:\/api\/default\/prices\.yaml/);
    assert.match(await definition(file('draft/template.yaml'), 'basket'), /\/group\/default\/basket\.yaml/);
    const shown = await vscode.window.showTextDocument(vscode.Uri.parse(owner));
    const text = shown.document.getText();
    assert.match(text, /^# group:default\/basket, as http[^\n]*\n/);
    assert.match(text, /\nkind: Group\n/);
    assert.equal(shown.document.languageId, 'yaml');
    assert.deepEqual(vscode.languages.getDiagnostics(shown.document.uri), []);
    await theme('Default Dark Modern');
    await screenshot('entity-dark');
    await theme('Default Light Modern');
    await screenshot('entity-light');
    await theme('Default Dark Modern');
  });

  it('registers a file after it was read without effect and agreed to', async () => {
    const argument = file('orders/catalog-info.yaml');
    const { asked } = await run('registerEntities', { 'catalog.url': url }, argument);
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['catalog.url', 'catalog.register'],
    );
    const { items } = await loaded.session.require().platform.listServices({ names: ['orders'] });
    assert.deepEqual(items, []);
    const given = { 'catalog.url': url, 'catalog.register': true };
    assert.match(
      lastSaid(await run('registerEntities', given, argument)),
      /reads component:default\/orders now\.$/,
    );
    await eventually(
      'the new service',
      async () => {
        await vscode.commands.executeCommand('goldenPath.refresh');
        return servicesShown(loaded).some((row) => row.startsWith('orders: '));
      },
      30_000,
      () => servicesShown(loaded),
    );
  });

  it('refreshes from a file and from a row, and says what the catalogue does not have', async () => {
    const orders = file('orders/catalog-info.yaml');
    assert.match(lastSaid(await run('refreshEntity', {}, orders)), /again\.$/);
    assert.match(
      lastSaid(await run('refreshEntity', {}, { service: 'cart' })),
      /component:default\/cart again\.$/,
    );
    const { told } = await run('refreshEntity', {}, { service: 'nobody' });
    assert.equal(told[0]?.tone, 'error');
    const none = await run('refreshEntity', {}, file('fresh/notes.md'));
    assert.match(lastSaid(none), /nothing of this kind/);
  });

  it('forgets a file only when that is agreed to, and never what the configuration brings', async () => {
    const argument = file('orders/catalog-info.yaml');
    await run('unregisterEntities', {}, argument);
    const { catalogFiles } = loaded.session.require().platform;
    assert.equal((await catalogFiles!.entity('component:default/orders')).origin, url);
    const prompts = await run('unregisterEntities', { 'catalog.unregister': true }, argument);
    assert.match(lastSaid(prompts), /no longer reads/);
    await assert.rejects(catalogFiles!.entity('component:default/orders'), { code: 'not-found' });
    const cart = await run('unregisterEntities', { 'catalog.unregister': true }, { service: 'cart' });
    assert.match(lastSaid(cart), /configuration/);
    const gone = await run('unregisterEntities', { 'catalog.unregister': true }, argument);
    assert.equal(gone.told[0]?.tone, 'error');
  });

  it('tells what the server refuses to read', async () => {
    const { told, asked } = await run('registerEntities', { 'catalog.url': 'https://nowhere.test/a.yaml' });
    assert.match(told[0]?.sentence ?? '', /reading\.allow|Unable to read/);
    assert.ok(!asked.some(({ id }) => id === 'catalog.register'));
    const bad = await run('registerEntities', { 'catalog.url': 'catalog-info.yaml' });
    assert.match(lastSaid(bad), /https:\/\//);
  });

  it('begins a catalogue file that is looked over before it is saved', async () => {
    await run('firstCatalogFile', { 'catalog.owner': 'group:default/basket' }, file('fresh'));
    const { document } = vscode.window.activeTextEditor!;
    assert.match(document.uri.path, /\/fresh\/catalog-info\.yaml$/);
    assert.ok(document.isUntitled);
    assert.match(document.getText(), /name: fresh\n[^]*owner: group:default\/basket\n/);
    const there = await run('firstCatalogFile', { 'catalog.owner': true }, file('orders'));
    assert.match(lastSaid(there), /already/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const template = (): vscode.Uri => file('draft/template.yaml');
  const tabs = (): string[] =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ label }) => label);
  const summary = (): string =>
    vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === 'golden-path-files' && uri.path.endsWith('All files'))
      .map((document) => document.getText())
      .findLast((text) => text !== '') ?? '';

  it('tries a template as it is in the editor, and shows what it would make', async () => {
    await vscode.window.showTextDocument(template());
    await screenshot('template-title');
    const first = await run('tryTemplate', { 'form.name': 'kiosk' }, template());
    assert.deepEqual(first.told, []);
    await eventually('the files', () => tabs().some((label) => label.startsWith('Dry run')), 20_000, tabs);
    await eventually('the summary', () => summary().includes('README.md'), 20_000, summary);
    assert.match(summary(), /server\.js\n[^]*"content": "kiosk"/);
    await screenshot('dry-run-dark');
    await theme('Default Light Modern');
    await screenshot('dry-run-light');
    await theme('Default Dark Modern');
  });

  it('shows what an edit changes that is not saved, and writes nothing', async () => {
    const readme = file('draft/skeleton/README.md');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(readme, new vscode.Position(1, 0), 'More of it.\n');
    await vscode.workspace.applyEdit(edit);
    const { asked } = await run('tryTemplate', { 'form.name': 'kiosk' }, template());
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['form.name'],
    );
    await eventually('the change', () => summary().includes('README.md (changed)'), 20_000, summary);
    await screenshot('dry-run-changed');
    const onDisk = await vscode.workspace.fs.readFile(readme);
    assert.doesNotMatch(Buffer.from(onDisk).toString(), /More of it/);
  });

  it('marks the step at which a template fails, until it is edited', async () => {
    const document = await vscode.workspace.openTextDocument(template());
    await vscode.window.showTextDocument(document);
    const at = document.getText().indexOf('debug:log');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(at + 'debug:log'.length), 'g');
    await vscode.workspace.applyEdit(edit);
    const { told } = await run('tryTemplate', { 'form.name': 'kiosk' }, template());
    assert.match(told[0]?.sentence ?? '', /The step “say” fails: .*debug:logg/);
    const faults = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Dry run');
    assert.equal(document.getText(faults()[0]?.range), 'debug:logg');
    await screenshot('dry-run-failed');
    await vscode.commands.executeCommand('undo');
    await eventually('the mark to go', () => faults().length === 0);
  });

  it('searches, and says when nothing is found', async () => {
    const found = await eventually(
      'the index',
      async () => {
        const prompts = await run('searchPortal', { search: 'cart' });
        return prompts.asked.find(({ choices }) => choices.includes('Cart'));
      },
      30_000,
    );
    assert.ok(found.choices.includes('cart-db'), found.choices.join());
    assert.match(lastSaid(await run('searchPortal', { search: 'zzyzx' })), /Nothing was found for “zzyzx”/);
  });

  it('runs what failed again, and tells how it ends', async () => {
    const prompts = new ScriptedPrompts();
    const log = { error: () => undefined } as unknown as Log;
    const operation = { id: '1', kind: 'TemplateRun', createdAt: '', steps: [] };
    const ends: Operation[] = [
      { ...operation, state: 'Failed', done: true, message: 'no luck' },
      { ...operation, state: 'Succeeded', done: true },
    ];
    const action = runAgain(
      { prompts, log },
      { getOperation: () => Promise.resolve(ends.shift()!) },
      {
        headline: 'Create kiosk',
        title: 'Creating kiosk',
        retry: () => Promise.resolve({ ...operation, state: 'Running', done: false }),
      },
      '1',
    );
    await action.run();
    await action.run();
    assert.deepEqual(
      prompts.told.map(({ sentence, actions }) => [sentence, actions]),
      [
        ['Create kiosk failed: no luck', ['Run Again']],
        ['Create kiosk: done.', []],
      ],
    );
  });
});
