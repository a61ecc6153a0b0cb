import * as vscode from 'vscode';
import { DisposableStore } from './base/lifecycle.js';
import { webCommandIds } from './editor/commands/ids.js';
import { ManifestDetector } from './editor/languageClient/detector.js';
import type { WebApp } from './editor/webApp.js';

/** What tests reach; other extensions get nothing. */
export interface WebTestApi {
  readonly app: () => Promise<WebApp>;
}

/** Registers only, in a browser with no machine behind it; the rest is loaded with the first command or manifest. */
export function activate(context: vscode.ExtensionContext): WebTestApi | undefined {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  let loading: Promise<WebApp> | undefined;
  const app = (): Promise<WebApp> => (loading ??= loadApp(context, store));
  for (const id of webCommandIds) {
    store.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => (await app()).run(id, ...args)),
    );
  }
  const detector = store.add(
    new ManifestDetector((document) => void app().then((loaded) => loaded.manifestOpened(document))),
  );
  detector.start();
  return context.extensionMode === vscode.ExtensionMode.Test ? { app } : undefined;
}

/** A module in a browser cannot `require('vscode')`: it finds the API where scripts/build/everywhere.mjs looks for it. */
async function loadApp(context: vscode.ExtensionContext, store: DisposableStore): Promise<WebApp> {
  Object.assign(globalThis, { [Symbol.for('golden-path.vscode')]: vscode });
  const address = vscode.Uri.joinPath(context.extensionUri, 'dist', 'lazy', 'editor-webApp.js').toString(
    true,
  );
  const loaded = (await import(address)) as { readonly WebApp: typeof WebApp };
  return store.add(new loaded.WebApp(context));
}
