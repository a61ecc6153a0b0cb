import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { contractVersion } from '../../../src/contract/capabilities.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

/** The least of a platform: one that has something to say of every manifest. */
const answers: Readonly<Record<string, unknown>> = {
  '/v1': { name: 'acme', contractVersion, capabilities: { manifests: { level: 'Read' } } },
  '/v1/services': { items: [] },
  '/v1/environments': { items: [] },
  '/v1/manifests/validate': {
    diagnostics: [
      { pointer: '/spec/type', detail: 'This platform runs no tests.', code: 'type', severity: 'Warning' },
    ],
  },
};

describe('what the platform says of a manifest', () => {
  let server: Server;

  before(async () => {
    server = createServer(({ url: asked = '' }, response) => {
      const answer = answers[asked.replace(/\?.*/, '').replace(/\/$/, '')];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    const { session } = await app();
    for (const { url } of session.connections) await session.disconnect(url);
    server.close();
    server.closeAllConnections();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('joins its findings when it is saved, marked as the platform’s', async () => {
    const loaded = await app();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    loaded.prompts = new ScriptedPrompts({ 'connect.url': url, 'connect.token': 'a-token' });
    await vscode.commands.executeCommand('goldenPath.connect');
    assert.equal(loaded.session.connection?.url, url);
    const document = await vscode.workspace.openTextDocument(file('qa.platform.yaml'));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const found = (): vscode.Diagnostic | undefined =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes('runs no tests'));
    assert.equal(found(), undefined);
    await editor.edit((edit) => edit.insert(document.lineAt(document.lineCount - 1).range.end, '# saved\n'));
    assert.ok(await document.save());
    const finding = await eventually('what the platform says', found);
    assert.equal(document.getText(finding.range), 'test');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(typeof finding.code === 'object' ? finding.code.value : finding.code, 'platform/check');
  });
});
