import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { Person, row } from '../support/person.js';
import { runScripted, type ScriptedRun } from '../support/runScripted.js';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const cli = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'dist', 'cli.cjs');
const development = { service: 'hello', environment: 'development' };
const staging = { service: 'hello', environment: 'staging' };

function document(kind: string, name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'goldenpath.dev/v1alpha1', kind, metadata: { name }, spec });
}

describe('an approval that one person asks for and another decides about', function () {
  this.timeout(60_000);
  // Each step stands on the one before it.
  this.bail(true);
  const person = new Person();
  let loaded: App;
  let data = '';
  let url = '';
  let server: ChildProcess | undefined;

  before(async () => {
    loaded = await app();
    data = mkdtempSync(path.join(os.tmpdir(), 'golden-path-approval-'));
    const approvals = { minApprovals: 1, preventSelfApproval: true };
    mkdirSync(path.join(data, '.platform'));
    writeFileSync(
      path.join(data, '.platform', 'environments.yaml'),
      [
        document('Environment', 'development', { type: 'development' }),
        document('Environment', 'staging', { type: 'staging', approvals, promotesFrom: ['development'] }),
      ].join('\n---\n'),
    );
    const container = { image: '.', variables: { PORT: '8080' } };
    const workload = { containers: { main: container }, service: { ports: { web: { port: 8080 } } } };
    await write('platform.yaml', document('Service', 'hello', { type: 'service', owner: 'shop', workload }));
    await write('server.js', listening);
    await write(
      'package.json',
      JSON.stringify({ name: 'hello', type: 'module', scripts: { start: 'node server.js' } }),
    );
    server = spawn(process.execPath, [cli, 'platform', 'start', '--data', data, '--port', '0'], {
      stdio: 'ignore',
    });
    const record = path.join(data, 'platform.json');
    await eventually('the platform', () => existsSync(record), 20_000);
    ({ url } = JSON.parse(readFileSync(record, 'utf8')) as { url: string });
  });

  after(async () => {
    for (const each of loaded.session.connections) await loaded.session.disconnect(each.url);
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
    server?.kill();
    await eventually('the end of the platform', () => server?.exitCode !== null, 20_000);
    rmSync(data, { recursive: true, force: true });
    await vscode.workspace.fs.delete(file('hello'), { recursive: true });
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
  });

  const write = (name: string, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(file(`hello/${name}`), new TextEncoder().encode(text));
  const run = (...given: ScriptedRun): Promise<ScriptedPrompts> => runScripted(loaded, ...given);
  const stateIn = (environment: string) =>
    loaded.session.connection?.live.snapshot.services
      .get('hello')
      ?.environments?.find((each) => each.environment === environment);
  const runs = (environment: string): string | undefined => stateIn(environment)?.current?.version;

  /** Goes over to another person in this window, who answers at the window from then on. */
  async function become(name: string): Promise<void> {
    for (const each of loaded.session.connections) await loaded.session.disconnect(each.url);
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
    const made = spawnSync(
      process.execPath,
      [cli, 'platform', 'token', '--as', name, '--data', data, '--format', 'json'],
      { encoding: 'utf8' },
    );
    const { tokenFile } = JSON.parse(made.stdout) as { tokenFile: string };
    const token = readFileSync(tokenFile, 'utf8').trim();
    const { told } = await run('connect', { 'connect.url': url, 'connect.token': token });
    await eventually(
      `${name} sees the platform`,
      () => loaded.session.connection?.live.snapshot.status === 'live',
      20_000,
      () => told,
    );
    loaded.prompts = windowPrompts;
  }

  /** Asks for the promotion to staging, as the menu of its row does. */
  async function requests(): Promise<void> {
    await eventually('something to promote', () => runs('development') !== undefined, 20_000);
    // It lasts until somebody has decided.
    void vscode.commands.executeCommand('goldenPath.requestApproval', staging);
    await person.isAsked('Request Approval');
    await person.choose('Promote what runs in development');
    await person.isAsked('Promote hello from development to staging?');
    await person.choose('Promote hello from development to staging');
    await person.isTold('waits for an approval');
  }

  /** Finds it in the inbox, and looks at its plan. */
  async function opens(decision: 'Approve…' | 'Reject…'): Promise<void> {
    await person.command('Golden Path: Focus on Activity View');
    await person.sees(row('Waiting for You'));
    // The editor leaves the focus beside rows that come after it.
    await person.command('Golden Path: Focus on Activity View');
    // What is below it comes with an answer of its own.
    await person.sees('.monaco-list:focus-within .monaco-list-row[aria-label*="hello"]');
    await person.walksTo('hello');
    await person.choosesOfMenu(decision);
    await person.sees('.tab:has-text("Plan: hello to staging")');
    assert.match(await person.sees('.quick-input-widget'), /asked for by anna/);
  }

  it('is asked for by Anna, who is not called upon herself', async () => {
    await become('anna');
    const { told } = await run('deploy', { 'plan.confirm': true }, development);
    assert.match(told[0]?.sentence ?? '', /is live in development/);
    loaded.prompts = windowPrompts;
    await requests();
    assert.equal(
      loaded.views.activity.rows.roots().some(({ id }) => id === 'section/waiting'),
      false,
    );
    assert.equal(runs('staging'), undefined);
  });

  it('is in the inbox of Bert with its plan, who rejects it with a reason', async () => {
    await become('bert');
    await opens('Reject…');
    await person.photographs('rejecting');
    await person.choose('Reject ');
    await person.answer('Why?', 'not on a Friday');
    const waited = async (): Promise<string | undefined> => {
      const list = loaded.session.connection?.platform.operations?.list({ pageSize: 10 }, { fresh: true });
      const ended = (await list)?.items.find((each) => each.environment === 'staging');
      return ended?.done === true ? JSON.stringify(ended) : undefined;
    };
    assert.match(await eventually('its end', waited, 20_000), /bert rejected it: not on a Friday/);
    assert.equal(runs('staging'), undefined);
  });

  it('is asked for again, and goes on once Carla has approved what she saw', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await become('anna');
    await requests();
    await become('carla');
    await opens('Approve…');
    await person.photographs('approving');
    await person.choose('Approve ');
    await person.answer('A comment', 'looked at it');
    await person.isTold('It goes on now');
    await eventually(
      'the same in staging',
      () => runs('staging') === runs('development'),
      20_000,
      () => stateIn('staging'),
    );
    assert.equal(stateIn('staging')?.current?.by?.displayName, 'anna');
  });
});

const listening = `
import { createServer } from 'node:http';
createServer((request, response) => response.end('hello')).listen(Number(process.env.PORT), '127.0.0.1');
`;
