import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually, never } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const info = {
  name: 'quiet',
  contractVersion: '0.1.0',
  capabilities: { services: { level: 'Read' }, environments: { level: 'Read' } },
};
/** Between two polls where somebody looks, and a fifth more. */
const pollMs = 18_000;

describe('a platform without a stream of changes', () => {
  let loaded: App;
  let server: Server;
  let url: string;
  let reads = 0;

  before(async () => {
    loaded = await app();
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const items = pathname === '/v1/services' ? [{ name: 'hello' }] : [];
      reads += items.length;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(/^\/v1\/?$/.test(pathname) ? info : { items }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });

  after(async () => {
    await vscode.commands.executeCommand('goldenPath.disconnect');
    server.closeAllConnections();
    server.close();
  });

  it('is polled while its view is in sight', async () => {
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await eventually('attention', () => loaded.audience.attention === 'full');
    loaded.prompts = new ScriptedPrompts({ 'connect.url': url, 'connect.token': 'token' });
    await vscode.commands.executeCommand('goldenPath.connect');
    // Who connects reads more than once; then it is quiet until the next poll.
    let before = 0;
    await eventually(
      'the end of the first reads',
      async () => {
        before = reads;
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        return before > 0 && reads === before;
      },
      20_000,
    );
    await eventually('the next', () => reads > before, pollMs + 12_000);
  }).timeout(60_000);

  it('is left alone while nothing in the window shows it, and asked at once when something does', async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await eventually('less attention', () => loaded.audience.attention === 'background');
    const before = reads;
    await never('a poll', () => reads > before && reads, pollMs + 2_000);
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await eventually(
      'a read',
      () => reads > before,
      5_000,
      () => loaded.audience.attention,
    );
    assert.equal(loaded.audience.attention, 'full');
  }).timeout(60_000);

  it('has the marks of a manifest, and a page, for eyes too', async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await eventually('less attention', () => loaded.audience.attention === 'background');
    const content = 'kind: Service\n';
    const document = await vscode.workspace.openTextDocument({ language: 'platform-manifest', content });
    await vscode.window.showTextDocument(document);
    await eventually('the eyes of an editor', () => loaded.audience.attention === 'full');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually('none', () => loaded.audience.attention === 'background');
    await vscode.commands.executeCommand('goldenPath.openDashboard', { service: 'hello' });
    await eventually('the eyes of a page', () => loaded.audience.attention === 'full');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually('none again', () => loaded.audience.attention === 'background');
  }).timeout(40_000);
});
