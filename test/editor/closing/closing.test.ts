import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { rowIn, servicesShown } from '../support/trees.js';

/** Stops nothing: the driver closes the window then, and sees to it that all of this ends by itself. */
describe('a window that is closed while its local platform runs a service', () => {
  it('has a service running', async () => {
    const loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
    loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
    await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
    const target = { service: 'hello', environment: 'development' };
    await vscode.commands.executeCommand('goldenPath.deploy', target);
    const isHealthy = (): boolean => rowIn(loaded, 'hello', 'development').includes(': Healthy');
    await eventually('Healthy', isHealthy, 30_000, () => servicesShown(loaded));
    assert.equal(loaded.session.connection?.kind, 'local');
  }).timeout(60_000);
});
