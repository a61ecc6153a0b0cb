import * as vscode from 'vscode';
import type { CommandHandler } from './context.js';

/** Reads the platform and the workspace's manifests again. */
export const refresh: CommandHandler = async ({ session, workspaceServices }) => {
  const { live } = session.require();
  await vscode.window.withProgress({ location: { viewId: 'goldenPath.services' } }, async () => {
    await Promise.all([live.refresh(), workspaceServices.refresh()]);
  });
};
