/** The real editor in a page: settings, a workspace, the extension under development, and its tests when there are any. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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
  // By the processes it would start a program in the extension host every few seconds.
  'remote.autoForwardPortsSource': 'output',
};

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
};

/** Writes the user settings of a server's data folder. */
export function writeUserSettings(dataFolder, settings = {}) {
  const folder = path.join(dataFolder, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
}

/** What the workbench calls itself in each theme. */
const lookOf = { dark: '.vs-dark', light: '.vs', contrast: '.hc-black', 'contrast-light': '.hc-light' };

/** With these settings the editor takes the theme that its system asks for, which `changeTheme` says. */
export const systemTheme = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredDarkColorTheme': themes.dark,
  'workbench.preferredLightColorTheme': themes.light,
  'workbench.preferredHighContrastColorTheme': themes.contrast,
  'workbench.preferredHighContrastLightColorTheme': themes['contrast-light'],
};

/** Before the page is loaded: lets `changeTheme` speak for the system. */
export async function listenToThemes(page) {
  await page.addInitScript(() => {
    const { matchMedia, Event } = globalThis;
    const system = { isDark: true, isContrast: false };
    const lists = [];
    const answer = (query) => {
      if (query.includes('forced-colors')) return system.isContrast;
      return query.includes('prefers-color-scheme') ? query.includes('dark') === system.isDark : undefined;
    };
    globalThis.matchMedia = (query) => {
      const list = matchMedia.call(globalThis, query);
      if (answer(query) === undefined) return list;
      lists.push(list);
      return Object.defineProperty(list, 'matches', { get: () => answer(query) });
    };
    globalThis.askForTheme = (theme) => {
      system.isDark = !theme.endsWith('light');
      system.isContrast = theme.startsWith('contrast');
      for (const list of lists) list.dispatchEvent(new Event('change'));
    };
  });
}

/** Gives an editor that runs another theme, and waits until its page shows it. */
export async function changeTheme(page, theme) {
  await page.evaluate((name) => globalThis.askForTheme(name), theme);
  await page.waitForSelector(`.monaco-workbench${lookOf[theme]}`, { state: 'attached' });
}

/**
 * The address that opens `folder` in the workbench of `server`; `extension` is loaded from its folder, and `tests`
 * (a module that exports `run`) is run in the extension host.
 */
export function workbenchUrl(server, { folder, extension, tests, token }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${server.port}${file.split(path.sep).join('/')}`;
  const payload = [];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  if (token) query.set('tkn', token);
  return `${server.url}?${query.toString()}`;
}

/**
 * A server with quiet settings in a fresh data folder. `installed` is the folder of an extension that is there as for
 * any user; without it, the workbench's address names the extension under development.
 */
export async function startEditor({ dataFolder, settings, installed, ...options }) {
  writeUserSettings(dataFolder, settings);
  if (installed) installExtension(dataFolder, installed);
  return startServer({ dataFolder, development: installed === undefined, ...options });
}

function installExtension(dataFolder, extension) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
  const folder = path.join(dataFolder, 'extensions');
  mkdirSync(folder, { recursive: true });
  symlinkSync(extension, path.join(folder, `${publisher}.${name}-${version}`), 'junction');
}
