import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { everyCommand, garbage, runBadly, watchWrites } from '../support/everyCommand.js';
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

    for (const command of [...commands.filter((each) => !ground.includes(each)), ...ground.slice(1)]) {
      it(`${command} says a sentence or nothing`, () => runBadly(loaded, command, garbage())).timeout(90_000);
    }
  });
});
