import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { findBinaries } from '../../../src/local/resources/binaries.js';
import type { SecretPart } from '../../../src/model/parts.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const development = { service: 'hello', environment: 'development' };
const smokeTest = { action: 'Run a smoke test', 'form.path': '/', 'form.count': '2' };
const canary = 'sk_live_canary_7';
/** What the local platform can run on a machine, the quickest first: both are the machine's own. */
const servers = [
  { type: 'redis', title: 'Redis', programs: ['redis-server'] },
  { type: 'postgres', title: 'PostgreSQL', programs: ['initdb', 'postgres', 'psql'] },
] as const;

describe('what is on offer beside deployments', () => {
  let loaded: App;

  before(async function () {
    this.timeout(90_000);
    loaded = await app();
    await run('startLocalPlatform');
    await run('deploy', { 'plan.confirm': true }, development);
  });

  after(() => run('stopLocalPlatform', { stopLocalPlatform: true }));

  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);

  const environments = (): string[] => [
    ...(loaded.session.connection?.live.snapshot.environments.keys() ?? []),
  ];
  const last = ({ told }: ScriptedPrompts): string => told.at(-1)?.sentence ?? '';

  describe('actions', () => {
    it('run after their plan is confirmed, and tell how they ended', async () => {
      const declined = await run('runAction', smokeTest, development);
      assert.equal(declined.asked.at(-1)?.id, 'run.confirm', JSON.stringify(declined.asked));
      const done = await run('runAction', { ...smokeTest, 'run.confirm': true }, development);
      assert.match(last(done), /is done: hello in development/, JSON.stringify(done.told));
      assert.ok(done.told.at(-1)?.actions.includes('Show Output'));
    }).timeout(30_000);
  });

  describe('preview environments', () => {
    it('are made of the files of the workspace, with a time to live', async () => {
      const made = await run(
        'environment',
        {
          preview: 'Create Preview Environment…',
          'preview.source': true,
          'preview.name': 'try-it',
          'preview.ttl': '8h',
          'run.confirm': true,
        },
        { service: 'hello' },
      );
      assert.match(last(made), /try-it is ready/, JSON.stringify([made.told, made.asked]));
      await eventually('the environment', () => environments().includes('try-it'), 15_000, environments);
    }).timeout(60_000);

    it('are deleted after their name was typed', async () => {
      const wrong = await run(
        'environment',
        { 'run.confirm': 'Delete the environment try-it', 'run.typedName': 'tryit' },
        { environment: 'try-it' },
      );
      assert.match(last(wrong), /not the name yet/, JSON.stringify([wrong.told, wrong.asked]));
      assert.ok(environments().includes('try-it'));
      const gone = await run(
        'environment',
        { 'run.confirm': 'Delete the environment try-it', 'run.typedName': 'try-it' },
        { environment: 'try-it' },
      );
      assert.match(last(gone), /try-it is gone/, JSON.stringify(gone.told));
      await eventually('it is gone', () => !environments().includes('try-it'), 15_000, environments);
    }).timeout(60_000);
  });

  const server = servers.find(({ programs }) => findBinaries(programs, process.env) !== undefined);
  describe(`resources${server ? '' : ' (not run: neither Redis nor PostgreSQL is installed here)'}`, () => {
    it('are provisioned, used in the manifest by an edit, and not given back while in use', async function () {
      if (!server) this.skip();
      const { type, title } = server;
      const provisioned = await run(
        'resource',
        {
          resource: 'Provision…',
          'resource.type': title,
          'form.name': 'hello-cache',
          'form.deletionPolicy': 'Delete',
          'run.confirm': true,
        },
        development,
      );
      assert.match(
        last(provisioned),
        /hello-cache is there/,
        JSON.stringify([provisioned.told, provisioned.asked]),
      );
      const bound = await run(
        'resource',
        { resource: `Use ${type} hello-cache…`, 'resource.name': 'cache' },
        development,
      );
      assert.deepEqual(bound.told, []);
      const score = await vscode.workspace.openTextDocument(file('hello/score.yaml'));
      assert.ok(score.isDirty);
      assert.ok(score.getText().includes(`resources:\n  cache:\n    type: ${type}\n`), score.getText());
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      const name = `Give back ${type} hello-cache in development`;
      const back = await run(
        'resource',
        { resource: `Give Back ${type} hello-cache…`, 'run.confirm': name, 'run.typedName': 'hello-cache' },
        development,
      );
      assert.match(last(back), /used in development by: hello/, 'What is used is not given back.');
    }).timeout(60_000);
  });

  describe('secrets', () => {
    it('are not offered where the platform has none', async () => {
      const info = loaded.session.connection?.live.snapshot.info;
      assert.ok(info);
      const { capabilities } = info;
      const { secrets, ...others } = capabilities;
      assert.ok(secrets, 'The local platform keeps secrets.');
      const offer = (value: typeof capabilities): unknown =>
        Object.defineProperty(info, 'capabilities', { value, configurable: true });
      offer(others);
      const { told } = await run('secret', {}, development).finally(() => offer(capabilities));
      assert.match(told[0]?.sentence ?? '', /does not offer this/);
    });

    it('go to the platform and nowhere else; the manifest gets the reference', async () => {
      const { connection } = loaded.session;
      assert.ok(connection);
      const set: unknown[][] = [];
      const part: Partial<SecretPart> = {
        list: () => Promise.resolve({ items: [{ name: 'STRIPE', state: 'Missing' }] }),
        set: (...given) => {
          set.push(given);
          return Promise.resolve({ name: 'STRIPE', state: 'Set', key: 'hello/stripe' });
        },
      };
      const { snapshot } = connection.live;
      const { info } = snapshot;
      assert.ok(info);
      const capabilities = { ...info.capabilities, secrets: { level: 'Write' } };
      Object.defineProperty(connection.platform, 'secrets', { value: part, configurable: true });
      Object.defineProperty(info, 'capabilities', { value: capabilities, configurable: true });
      const prompts = await run(
        'secret',
        { secret: 'Set STRIPE…', 'run.confirm': true, 'secret.value': canary },
        development,
      );
      assert.deepEqual(
        set.map(([service, environment, name]) => [service, environment, name]),
        [['hello', 'development', 'STRIPE']],
      );
      assert.deepEqual(set[0]?.[3], { value: canary });
      const manifest = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
      assert.match(manifest.getText(), /secrets:\n {4}STRIPE:\n {6}key: hello\/stripe/);
      assert.doesNotMatch(
        JSON.stringify([prompts.told, prompts.asked, manifest.getText()]),
        new RegExp(canary),
      );
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('get a new value of the platform, after the plan of it is confirmed', async () => {
      const { connection } = loaded.session;
      assert.ok(connection);
      const [operation] = (await connection.platform.operations?.list({}))?.items ?? [];
      assert.ok(operation);
      const rotated: unknown[][] = [];
      const part: Partial<SecretPart> = {
        list: () => Promise.resolve({ items: [{ name: 'STRIPE', state: 'Set', rotatable: true }] }),
        planRotate: () => Promise.resolve({ fingerprint: 'of-the-plan' }),
        rotate: (...given) => {
          rotated.push(given);
          return Promise.resolve({ ...operation, state: 'Succeeded' });
        },
      };
      Object.defineProperty(connection.platform, 'secrets', { value: part, configurable: true });
      const rotate = { secret: 'Rotate STRIPE…' };
      const declined = await run('secret', rotate, development);
      assert.equal(declined.asked.at(-1)?.id, 'run.confirm', JSON.stringify(declined));
      assert.deepEqual([rotated, declined.told], [[], []]);
      const done = await run('secret', { ...rotate, 'run.confirm': true }, development);
      assert.match(last(done), /STRIPE has a new value in development/, JSON.stringify(done));
      assert.deepEqual(
        rotated.map(([service, environment, name, request]) => [service, environment, name, request]),
        [['hello', 'development', 'STRIPE', { planFingerprint: 'of-the-plan' }]],
      );
    });
  });

  it('does nothing with arguments that mean nothing, one after the other', async () => {
    for (const command of [
      'createService',
      'updateFromTemplate',
      'environment',
      'resource',
      'secret',
      'runAction',
      'selfService',
    ]) {
      for (const garbage of [7, 'x', { service: 3, environment: {} }, { kind: 'service', id: 'x' }, [null]]) {
        const { told } = await run(command, {}, garbage);
        assert.ok(
          told.every(({ sentence }) => !/unexpected|undefined|\bat \w+ \(/i.test(sentence)),
          JSON.stringify([command, garbage, told]),
        );
      }
    }
  }).timeout(60_000);
});
