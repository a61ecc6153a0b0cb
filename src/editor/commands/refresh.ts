import * as vscode from 'vscode';
import type { CommandHandler } from './context.js';

/** Reads the platforms and the workspace's manifests again. */
export const refresh: CommandHandler = async ({ session, workspaceServices }) => {
  session.require();
  await vscode.window.withProgress({ location: { viewId: 'goldenPath.services' } }, async () => {
    // A platform that does not answer keeps nobody waiting but itself: the others are read already.
    await Promise.all([
      ...session.connections.map(({ live }) => live.refresh()),
      workspaceServices.refresh(),
    ]);
  });
};
