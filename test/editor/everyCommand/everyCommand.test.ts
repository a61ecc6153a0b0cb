import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import {
  commandsOfRows,
  everyCommand,
  garbage,
  runBadly,
  runTwice,
  watchWrites,
} from '../support/everyCommand.js';
import { eventually } from '../support/eventually.js';
import { GuardedPlatform } from '../../integration/auth/guardedPlatform.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

/** Those whose work is to stop or start the ground that the others stand on: run at the end. */
const ground = ['goldenPath.stopLocalPlatform', 'goldenPath.disconnect', 'goldenPath.restartLanguageServer'];

/** What means something, and some of what means nothing: being signed out is what is tried here. */
const shortGarbage = [undefined, 7, {}, { service: 'hello', environment: 'production' }];

describe('every command, called badly', () => {
  let loaded: App;
  let writes: ReturnType<typeof watchWrites>;
  const commands = everyCommand();

  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });
  beforeEach(() => (writes = watchWrites()));
  afterEach(function () {
    writes.stop();
    if (this.currentTest?.state === 'passed') {
      assert.deepEqual(writes.seen, [], 'writes that nobody confirmed');
    }
  });
  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
  });

  it('are all of the manifest', () => assert.ok(commands.length > 30, commands.join()));

  describe('while no platform is connected', () => {
    for (const command of commands.filter((each) => each !== 'goldenPath.startLocalPlatform')) {
      it(`${command} says a sentence or nothing`, () => runBadly(loaded, command, garbage())).timeout(60_000);
    }
  });

  describe('while signed out', () => {
    let platform: GuardedPlatform;

    before(async () => {
      platform = await new GuardedPlatform({
        name: 'acme',
        auth: { type: 'token' },
        personOf: (token) => Promise.resolve(token === 'good-token' ? 'alice' : undefined),
      }).start();
      loaded.prompts = new ScriptedPrompts({ 'connect.url': platform.url, 'connect.token': 'good-token' });
      await vscode.commands.executeCommand('goldenPath.connect');
      await eventually('a live picture', () => loaded.session.connection?.live.snapshot.status === 'live');
      loaded.prompts = new ScriptedPrompts();
      await vscode.commands.executeCommand('goldenPath.signOut');
      await eventually('signed out', () => loaded.views.state === 'unauthenticated');
      platform.people.length = 0;
    });
    after(async () => {
      await loaded.session.disconnect(platform.url);
      await platform.stop();
    });

    const others = commands.filter(
      (each) => each !== 'goldenPath.startLocalPlatform' && !ground.includes(each),
    );
    for (const command of [...others, 'goldenPath.restartLanguageServer', 'goldenPath.disconnect']) {
      it(`${command} says a sentence or nothing`, () => runBadly(loaded, command, shortGarbage)).timeout(
        60_000,
      );
    }

    it('nobody was let in meanwhile', () => {
      assert.deepEqual(
        platform.people.filter((person) => person !== '-'),
        [],
      );
    });
  });

  describe('while connected, with something deployed', () => {
    before(async function () {
      this.timeout(60_000);
      loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
      await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
      const target = { service: 'hello', environment: 'development' };
      await vscode.commands.executeCommand('goldenPath.deploy', target);
      await eventually('the deployment', () => {
        const hello = loaded.session.connection?.live.snapshot.services.get('hello');
        return hello?.environments?.some(({ health }) => health === 'Healthy') === true;
      });
    });

    describe('with the rows that are selected', () => {
      const rows = () => {
        const { nodes } = loaded.views.services;
        const deployment = nodes.deployment('hello', 'development', 'service');
        return {
          deployment,
          service: nodes.service('hello'),
          environment: nodes.environment('development'),
          detail: nodes.detail(deployment, 'instances'),
          operation: nodes.operation('op_none', { service: 'hello', environment: 'development' }),
        };
      };
      /** One of those that a row of the kind has, and that does its work at once. */
      const ofKind = {
        deployment: 'goldenPath.openUrl',
        service: 'goldenPath.pinService',
        environment: 'goldenPath.environment',
        detail: 'goldenPath.incident',
        operation: 'goldenPath.approve',
      } as const satisfies Record<keyof ReturnType<typeof rows>, string>;
      const forMany = ['goldenPath.pinService', 'goldenPath.unpinService'];
      const nonsense = (): readonly unknown[] => [null, 7, 'hello', [], {}, { kind: 'service', id: 7 }];

      for (const command of commandsOfRows().filter((each) => !forMany.includes(each))) {
        it(`${command} is done to one of several at a time`, async () => {
          const { deployment, ...others } = rows();
          const alike = [deployment, loaded.views.services.nodes.deployment('hello', 'staging', 'service')];
          for (const chosen of [alike, [deployment, ...Object.values(others)], nonsense()]) {
            const { asked, told } = await runTwice(loaded, command, [deployment, chosen]);
            assert.deepEqual(asked, []);
            assert.equal(told.length, 2);
            for (const { sentence } of told) assert.match(sentence, /^This is done to one at a time/);
          }
        });
      }

      for (const [kind, command] of Object.entries(ofKind)) {
        it(`${command} takes the row of its ${kind} with a list of nothing, of itself, of nonsense or no list`, async () => {
          const row = rows()[kind as keyof typeof ofKind];
          for (const chosen of [[], [row], [null], [{ kind, id: 7 }], 7, 'rows', {}]) {
            await runTwice(loaded, command, [row, chosen]);
          }
        }).timeout(90_000);
      }

      it('pins the services that are among them, once each', async () => {
        const { service, ...others } = rows();
        const chosen = [
          ...Object.values(others),
          service,
          ...nonsense(),
          loaded.views.services.nodes.service('other'),
        ];
        await runTwice(loaded, 'goldenPath.pinService', [service, chosen]);
        assert.deepEqual(loaded.views.arrangement.pins, ['hello', 'other']);
        await runTwice(loaded, 'goldenPath.unpinService', [undefined, chosen]);
        assert.deepEqual(loaded.views.arrangement.pins, []);
      });
    });

    for (const command of [...commands.filter((each) => !ground.includes(each)), ...ground.slice(1)]) {
      it(`${command} says a sentence or nothing`, () => runBadly(loaded, command, garbage())).timeout(90_000);
    }
  });
});
