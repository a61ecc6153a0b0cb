import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';

/** The language server that this extension host started; found where /proc is. */
function serverPid(): number | undefined {
  const children = readdirSync('/proc').filter((name) => {
    try {
      const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      return parent === process.pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('server.cjs');
    } catch {
      return false;
    }
  });
  return children.length > 0 ? Number(children[0]) : undefined;
}

describe('a language server that crashes', () => {
  let document: vscode.TextDocument;

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    await vscode.window.showTextDocument(document);
    const { language } = await app();
    await eventually('the server', () => language.state === 'running');
  });

  after(() => vscode.commands.executeCommand('workbench.action.files.revert'));

  const findings = (): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri);

  async function replace(from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf(from);
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    edit.replace(document.uri, range, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  async function checks(): Promise<void> {
    await replace('description:', 'descripton:');
    await eventually('a finding', () => findings().length > 0, 20_000);
    await replace('descripton:', 'description:');
    await eventually('no finding', () => findings().length === 0, 20_000, findings);
  }

  /** Ends the server as a crash would. */
  async function crash(): Promise<number> {
    const pid = await eventually('the process', serverPid);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  it('comes back by itself, and manifests are checked again', async () => {
    await checks();
    const pid = await crash();
    await eventually('another process', () => {
      const now = serverPid();
      return now !== undefined && now !== pid;
    });
    await checks();
  }).timeout(60_000);

  it('stays down after the fifth crash in a row, says so, and comes back when it is restarted', async () => {
    const { language } = await app();
    for (let crashes = 2; crashes <= 5; crashes++) {
      const pid = await crash();
      await eventually(
        'another process or none for good',
        () => language.state === 'failed' || ![pid, undefined].includes(serverPid()),
        20_000,
      );
    }
    assert.equal(language.state, 'failed');
    await screenshot('language server is down');
    await vscode.commands.executeCommand('goldenPath.restartLanguageServer');
    assert.equal(language.state, 'running');
    await checks();
  }).timeout(90_000);
});
