import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { rowIn, servicesShown } from '../support/trees.js';

const development = { service: 'hello', environment: 'development' };

describe('from a manifest to a running service', () => {
  let loaded: App;

  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    await run('stopLocalPlatform', { stopLocalPlatform: true });
  });

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  const shows = (row: RegExp, deadline = 30_000): Promise<unknown> =>
    eventually(
      String(row),
      () => row.test(rowIn(loaded, 'hello', 'development')),
      deadline,
      () => servicesShown(loaded),
    );

  async function rewriteServer(change: (source: string) => string): Promise<void> {
    const uri = file('hello/server.js');
    const source = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(change(source)));
  }

  async function answer(): Promise<string> {
    const state = loaded.session.connection?.live.snapshot.services
      .get('hello')
      ?.environments?.find((candidate) => candidate.environment === 'development');
    const [url] = state?.urls ?? [];
    assert.ok(url, 'The service has no address.');
    // The picture may be a moment behind: nothing answers any more at the address that it has then.
    const response = await fetch(url).catch(() => undefined);
    return (await response?.text()) ?? '';
  }

  const diffs = (): string[] =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);

  async function deploymentsOf(environment: string): Promise<number> {
    const platform = loaded.session.connection?.platform;
    const page = await platform?.listDeployments('hello', { environment, pageSize: 100 }, { fresh: true });
    return page?.items.length ?? 0;
  }

  it('says what to do while no platform is connected', async () => {
    assert.equal(loaded.views.state, 'none');
    const { told } = await run('deploy');
    assert.match(told[0]?.sentence ?? '', /No platform is connected/);
    assert.deepEqual(told[0]?.actions, ['Start Local Platform', 'Connect…']);
  });

  it("starts the local platform and shows this workspace's service as not deployed", async () => {
    const { told } = await run('startLocalPlatform');
    assert.deepEqual(told, []);
    assert.equal(loaded.session.connection?.kind, 'local');
    await eventually(
      'the rows',
      () => servicesShown(loaded).length > 1,
      15_000,
      () => [loaded.views.state, servicesShown(loaded)],
    );
    const rows = servicesShown(loaded);
    assert.equal(rows[0], 'hello: not deployed');
    assert.match(rows.slice(1).join('\n'), /development[^]*staging[^]*production/i);
  }).timeout(30_000);

  it('deploys after the plan is confirmed, and the tree shows it Healthy', async () => {
    const turnedAway = await run('deploy', {}, development);
    assert.deepEqual(
      turnedAway.asked.map((question) => question.id),
      ['plan.confirm'],
    );
    assert.match(rowIn(loaded, 'hello', 'development'), /not deployed$/);
    const { told } = await run('deploy', { 'plan.confirm': true }, development);
    assert.match(told[0]?.sentence ?? '', /^hello .*is live in development/, JSON.stringify(told));
    assert.deepEqual(told[0]?.actions, ['Open', 'Show Logs']);
    await shows(/: Healthy · /);
    assert.equal(await answer(), 'hello from the first version');
  }).timeout(60_000);

  it('shows below the environment what is deployed there', () => {
    const tree = loaded.views.services;
    const node = tree.nodes.deployment('hello', 'development', 'service');
    const lines = tree.known(node).map((line) => tree.item(line).label);
    assert.ok(lines.includes('Last deployment'), JSON.stringify(lines));
    assert.ok(tree.known(node).every((line) => tree.parent(line) === node));
  });

  it('tells the processes that it is made of, and how they fare', async () => {
    const tree = loaded.views.services;
    const line = tree.nodes.detail(tree.nodes.deployment('hello', 'development', 'service'), 'instances');
    const [only, ...others] = await tree.children(line);
    assert.ok(only && others.length === 0, `${others.length} others`);
    assert.match(String(tree.item(only).description), /^Process · Healthy/);
    assert.equal(tree.parent(only), line);
  });

  it('lists what was deployed there when the line is unfolded', async () => {
    const tree = loaded.views.services;
    const node = tree.nodes.deployment('hello', 'development', 'service');
    const line = tree.known(node).find((row) => row.kind === 'detail' && row.detail === 'deployment');
    assert.ok(line);
    const [last] = await tree.children(line);
    assert.equal(last?.kind, 'past');
    assert.match(String(tree.item(last).description), /^deployed · current · /);
    assert.equal(tree.parent(last), line);
  });

  it('tells in the Activity view that the deployment ended, by which steps, and what they wrote', async () => {
    const { rows } = loaded.views.activity;
    const ended = (): string[] =>
      rows.roots().flatMap((root) => rows.children(root).map((row) => String(rows.item(row).description)));
    await eventually('the operation', () => ended().some((row) => row.includes('succeeded')), 10_000, ended);
    const section = rows.roots().at(-1);
    assert.equal(rows.item(section!).label, 'Finished');
    const [operation] = rows.children(section!);
    const steps = () => rows.children(operation!).map((row) => rows.item(row).label);
    assert.ok(steps().length > 0, 'no steps');
    const wrote = (): boolean =>
      rows.children(operation!).some((row) => row.kind === 'line' || rows.children(row).length > 0);
    await eventually('what it wrote', wrote, 10_000, steps);
    rows.folded(operation!);
  });

  it('groups, filters and pins services, and shows all again', async () => {
    await run('arrangeServices', { arrangement: 'By health' });
    assert.equal(servicesShown(loaded)[0], 'Healthy: 1 service');
    await run('arrangeServices', { arrangement: 'Not grouped' });
    await run('filterServices', {}, 'no such service');
    assert.deepEqual(servicesShown(loaded), []);
    await run('pinService', {}, { service: 'hello' });
    await run('clearFilter');
    assert.match(servicesShown(loaded)[0] ?? '', /^hello: Healthy · pinned$/);
    await run('unpinService', {}, { service: 'hello' });
    assert.equal(servicesShown(loaded)[0], 'hello: Healthy');
    await run('pinService', {}, 7);
    assert.deepEqual(loaded.views.arrangement.pins, []);
  });

  it('leaves no plan open', async () => {
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);
    await eventually('the diff closed', () => !tabs().some((tab) => tab.startsWith('Plan')), 5_000, tabs);
  });

  it('shows Deploy and the live state above the service in its manifest, and no more', async () => {
    const lenses = async () =>
      vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        file('hello/platform.yaml'),
      );
    const document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    await vscode.window.showTextDocument(document);
    const found = await eventually('two lenses', async () => {
      const all = await lenses();
      return all.length > 1 && all;
    });
    assert.equal(found.length, 2);
    assert.match(found[0]?.command?.title ?? '', /Deploy…$/);
    assert.match(found[1]?.command?.title ?? '', /development.* Healthy/);
    assert.equal(found[1]?.command?.command, 'goldenPath.whatRunsWhere');
    const settings = vscode.workspace.getConfiguration('goldenPath');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    await eventually('no lens', async () => (await lenses()).length === 0);
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
  }).timeout(20_000);

  it('shows in the gutter of the manifest how the service fares, where the text names it', async () => {
    const document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    const editor = await vscode.window.showTextDocument(document);
    const marks = () =>
      loaded.gutter
        .marksOf(document)
        .map(({ name, range }) => `${document.lineAt(range.start.line).text} ${name}`);
    assert.deepEqual(marks(), [], 'off by default');
    const settings = vscode.workspace.getConfiguration('goldenPath');
    await settings.update('gutter.enabled', true, vscode.ConfigurationTarget.Global);
    await eventually('a mark', () => marks().join() === '  name: hello healthy', 10_000, marks);
    const end = document.lineAt(document.lineCount - 1).range.end;
    const more = '  environments:\n    development: {}\n    staging: {}\n';
    await editor.edit((edit) => edit.insert(end, document.getText().endsWith('\n') ? more : `\n${more}`));
    await eventually(
      'a mark beside the environment that it is deployed in',
      () => marks().join() === '  name: hello healthy,    development: {} healthy',
      10_000,
      marks,
    );
    await settings.update('gutter.enabled', undefined, vscode.ConfigurationTarget.Global);
    await eventually('no mark', () => marks().length === 0, 10_000, marks);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }).timeout(25_000);

  it('offers the environments of the platform in the manifest, and tells how the service fares there', async () => {
    const document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    const editor = await vscode.window.showTextDocument(document);
    const at = document.lineAt(document.lineCount - 1).range.end;
    const start = document.getText().endsWith('\n') ? '' : '\n';
    await editor.edit((edit) => edit.insert(at, `${start}  environments:\n    development: {}\n    s\n`));
    const line = document.getText().split('\n').indexOf('    s');
    const live = await eventually('live names', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, 5),
      );
      const found = items.map(({ label }) =>
        typeof label === 'string' ? [label] : [label.label, label.description],
      );
      return found.some(([, from]) => from === 'live') && found;
    });
    assert.deepEqual(
      live.filter(([name]) => name === 'staging' || name === 'development'),
      [['staging', 'live']],
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line - 1, 6),
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value))
      .join();
    assert.match(text, /hello runs \S+ here: Healthy \(live\)/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }).timeout(25_000);

  it('shows the log without the colours of a terminal', async () => {
    await run('showLogs', {}, development);
    const text = () =>
      vscode.workspace.textDocuments
        .filter((document) => document.uri.scheme === 'golden-path-log')
        .map((document) => document.getText())
        .join();
    await eventually('the line', () => / listening on \d+/.test(text()), 10_000, text);
    assert.ok(!text().includes('\u001b'));
  }).timeout(15_000);

  it('refuses a manifest with errors and says where they are', async () => {
    const document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    const good = document.getText();
    await write(document, good.replace('owner:', 'ownr:'));
    const { told, asked } = await run('deploy', { 'deploy.save': true }, development);
    assert.deepEqual(
      asked.map((question) => question.id),
      ['deploy.save'],
    );
    assert.match(told[0]?.sentence ?? '', /hello is not deployed: mend hello\/platform.yaml:7/);
    assert.deepEqual(told[0]?.actions, ['Show Problems']);
    await write(document, good);
    await document.save();
  }).timeout(20_000);

  it('tells why a broken version did not get live', async () => {
    await rewriteServer((source) => `throw new Error('broken on purpose');\n${source}`);
    const { told } = await run('deploy', { 'plan.confirm': true }, development);
    assert.equal(told[0]?.tone, 'error', JSON.stringify(told));
    assert.match(told[0].sentence, /^hello did not get live in development: /);
    assert.ok(told[0].actions.includes('Show Logs'));
  }).timeout(90_000);

  it('rolls back to the version that worked', async () => {
    await rewriteServer((source) =>
      source.replace("throw new Error('broken on purpose');\n", '').replace('first', 'second'),
    );
    await run('deploy', { 'plan.confirm': true }, development);
    await shows(/: Healthy · /);
    await eventually('the second version', async () => (await answer()).includes('second'), 10_000);
    const { told, asked } = await run('rollback', { 'plan.confirm': true }, development);
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['plan.confirm'],
      'one question where nothing more is needed',
    );
    assert.match(told[0]?.sentence ?? '', /is live in development/, JSON.stringify({ told, asked }));
    await eventually('the first version', async () => (await answer()).includes('first'), 10_000);
    await shows(/: Healthy · /);
  }).timeout(120_000);

  it('rolls back to another version when that is wanted', async () => {
    const { told, asked } = await run(
      'rollback',
      { 'plan.confirm': 'To Another Version…', 'rollback.deployment': undefined },
      development,
    );
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['plan.confirm', 'rollback.deployment'],
    );
    assert.deepEqual(told, []);
  }).timeout(30_000);

  it('promotes the very release that runs to the next environment', async () => {
    const { told, asked } = await run('promote', { 'plan.confirm': true }, development);
    assert.match(told[0]?.sentence ?? '', /^hello .* is live in staging/, JSON.stringify({ told, asked }));
    const states = loaded.session.connection?.live.snapshot.services.get('hello')?.environments ?? [];
    await eventually('the same release', () => {
      const now = loaded.session.connection?.live.snapshot.services.get('hello')?.environments ?? states;
      const [one, two] = ['development', 'staging'].map(
        (name) => now.find(({ environment }) => environment === name)?.current?.release,
      );
      return one !== undefined && one === two;
    });
    const again = await run('promote', {}, development);
    assert.match(again.told[0]?.sentence ?? '', /nothing to promote from development/);
  }).timeout(60_000);

  it('restarts after the same questions', async () => {
    const { told, asked } = await run('restart', { 'plan.confirm': true }, development);
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['plan.confirm'],
    );
    assert.match(told[0]?.sentence ?? '', /is live in development/);
  }).timeout(60_000);

  it('shows a plan and does nothing of it', async () => {
    const before = await deploymentsOf('development');
    const { told } = await run('planDeployment', {}, development);
    assert.match(told[0]?.sentence ?? '', /Nothing was done\.$/);
    assert.ok(
      diffs().some((label) => label.startsWith('Plan: hello to development')),
      diffs().join(),
    );
    assert.equal(await deploymentsOf('development'), before);
  }).timeout(30_000);

  it('compares two environments in the editor’s own diff', async () => {
    await run('compareEnvironments', { comparison: 'staging' }, development);
    assert.ok(diffs().includes('hello: development ↔ staging'), diffs().join());
    const texts = () =>
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === 'golden-path-plan')
        .map((document) => document.getText());
    await eventually(
      'both sides',
      () => texts().filter((text) => /^version: /.test(text) && text.includes('containers:')).length === 2,
      5_000,
      texts,
    );
    await run('compareEnvironments', { comparison: 'staging' }, { environment: 'development' });
    assert.ok(diffs().includes('development ↔ staging'), diffs().join());
  }).timeout(30_000);

  it('shows drift, history and what runs where', async () => {
    await run('showDrift', { drift: true }, development);
    assert.ok(
      diffs().some((label) => label.startsWith('Drift: hello in development')),
      diffs().join(),
    );
    const { asked } = await run('deploymentHistory', { history: true }, development);
    assert.ok((asked[0]?.choices.length ?? 0) > 4, JSON.stringify(asked));
    const where = await run('whatRunsWhere', {}, { service: 'hello' });
    assert.deepEqual(where.asked[0]?.choices, ['development', 'staging', 'production']);
  }).timeout(40_000);

  it('never changes one place twice at once', async () => {
    const prompts = new ScriptedPrompts({ 'plan.confirm': true });
    loaded.prompts = prompts;
    const before = await deploymentsOf('development');
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('goldenPath.restart', development)));
    assert.equal(await deploymentsOf('development'), before + 1);
    const busy = prompts.told.filter(({ sentence }) => sentence.includes('being changed from this window'));
    assert.equal(busy.filter(({ tone }) => tone === 'info').length, 2, JSON.stringify(prompts.told));
  }).timeout(60_000);

  it('never deploys to production without the typed name', async () => {
    const production = { service: 'hello', environment: 'production' };
    const answers = { 'plan.confirm': true, 'plan.typedName': 'prod', 'plan.reason': 'because' };
    const { asked } = await run('deploy', answers, production);
    assert.equal(asked[0]?.choices[0], 'Cancel');
    assert.ok(asked.some((question) => question.id === 'plan.typedName'));
    assert.match(rowIn(loaded, 'hello', 'production'), /not deployed$/);
  }).timeout(30_000);

  it('shows welcome text again when the local platform is stopped', async () => {
    await run('stopLocalPlatform', { stopLocalPlatform: true });
    assert.equal(loaded.views.state, 'none');
    assert.deepEqual(servicesShown(loaded), []);
  }).timeout(30_000);
});

async function write(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
