import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

async function convert(path: string, answers: Record<string, string | boolean>): Promise<ScriptedPrompts> {
  const document = await vscode.workspace.openTextDocument(file(path));
  await vscode.window.showTextDocument(document, { preview: false });
  const loaded = await app();
  const prompts = new ScriptedPrompts(answers);
  loaded.prompts = prompts;
  await vscode.commands.executeCommand('goldenPath.convert');
  return prompts;
}

const exists = async (path: string): Promise<boolean> =>
  vscode.workspace.fs.stat(file(path)).then(
    () => true,
    () => false,
  );

describe('Convert to …', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('makes no file before it was asked for', async () => {
    const prompts = await convert('orders/deployment.yaml', { convert: false });
    assert.deepEqual(
      prompts.asked.map(({ id }) => id),
      ['convert'],
    );
    assert.equal(await exists('orders/platform.yaml'), false);
  });

  it('makes a Service of Kubernetes manifests, shows it, and offers the report', async () => {
    const prompts = await convert('orders/deployment.yaml', { convert: true });
    const shown = await eventually('the new file', () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.path.endsWith('/orders/platform.yaml') && document;
    });
    assert.match(shown.getText(), /kind: Service[^]*owner: payments/);
    assert.equal(shown.isDirty, false);
    const [told] = prompts.told;
    assert.deepEqual(told?.actions, ['Show Report']);
    assert.match(told.sentence, /^Converted: orders\/platform\.yaml\. Not carried over: 1\./);
    assert.ok(await exists('orders/deployment.yaml'));
  });

  it('moves the workload of a Service into a Score file, and leaves the rest to be looked at', async () => {
    await convert('basket/platform.yaml', { convert: true });
    await eventually('the Score file', () => exists('basket/score.yaml'));
    const service = await vscode.workspace.openTextDocument(file('basket/platform.yaml'));
    assert.match(service.getText(), /owner: payments\n {2}workload:\n {4}scoreFile: score\.yaml\n/);
    assert.equal(service.isDirty, true);
    await vscode.window.showTextDocument(service);
  });

  it('says what to do where no file is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const loaded = await app();
    const prompts = new ScriptedPrompts();
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.convert');
    assert.match(prompts.told[0]?.sentence ?? '', /Open the file to convert/);
  });
});
