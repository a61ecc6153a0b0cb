/** The real editor in a page: settings, a workspace, the extension under development, and its tests when there are any. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startServer } from './codeServer.mjs';

/** What every session of ours wants: no chat, no updates, no greeting, no pop-ups that are not ours. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
};

export const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

/** Writes the user settings of a server's data folder. */
export function writeUserSettings(dataFolder, settings = {}) {
  const folder = path.join(dataFolder, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
}

/**
 * The address that opens `folder` in the workbench of `server`; `extension` is loaded from its folder, and `tests`
 * (a module that exports `run`) is run in the extension host.
 */
export function workbenchUrl(server, { folder, extension, tests, token }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${server.port}${file.split(path.sep).join('/')}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  if (token) query.set('tkn', token);
  return `${server.url}?${query.toString()}`;
}

/** A server with quiet settings in a fresh data folder. */
export async function startEditor({ dataFolder, settings, ...options }) {
  writeUserSettings(dataFolder, settings);
  return startServer({ dataFolder, ...options });
}
