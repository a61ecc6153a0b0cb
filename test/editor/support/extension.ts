import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { TestApi } from '../../../src/extension.js';

/** What the extension gives to tests. Activates it. */
export async function testApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>('golden-path.golden-path');
  assert.ok(extension, 'The extension is not installed in this editor.');
  const api = await extension.activate();
  assert.ok(api, 'The extension does not run in test mode.');
  return api;
}

export async function app(): Promise<App> {
  return (await testApi()).app();
}

/** A file of the suite's workspace. */
export function file(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'The suite has no workspace.');
  return vscode.Uri.joinPath(folder.uri, path);
}
