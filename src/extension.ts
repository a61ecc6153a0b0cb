import * as vscode from 'vscode';
import { DisposableStore } from './base/lifecycle.js';
import type { App } from './editor/app.js';
import { LazyAuthenticationProvider } from './editor/auth/lazyProvider.js';
import { commandIds } from './editor/commands/ids.js';
import { ManifestDetector } from './editor/languageClient/detector.js';
import { keptDeliveriesKey, keptRunsKey } from './editor/delivery/keptWritesKeys.js';
import { taskType } from './editor/tasks/taskDefinition.js';
import { TaskProvider } from './editor/tasks/taskProvider.js';
import { pageViewType } from './editor/webviews/pageViewType.js';
import { LazyTree, type TreeSource } from './editor/views/lazyTree.js';
import type { Trees } from './editor/views/viewHost.js';

/** What tests reach; other extensions get nothing. */
export interface TestApi {
  readonly app: () => Promise<App>;
  /** Whether what is loaded on demand has been. */
  readonly isLoaded: () => boolean;
}

/** Registers only: what the registrations do is loaded with the first view, command or manifest. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  let loading: Promise<App> | undefined;
  const app = (): Promise<App> => (loading ??= loadApp(context, store, trees));
  const tree = (
    id: string,
    rows: (loaded: App) => TreeSource,
    options?: { readonly many: boolean },
  ): LazyTree => {
    const load = async (): Promise<TreeSource> => {
      const loaded = await app();
      loaded.viewShown();
      return rows(loaded);
    };
    return store.add(new LazyTree(id, load, options));
  };
  const trees: Trees = {
    services: tree('goldenPath.services', ({ views }) => views.services, { many: true }),
    environments: tree('goldenPath.environments', ({ views }) => views.environments),
    activity: tree('goldenPath.activity', ({ views }) => views.activity.rows),
  };
  for (const id of commandIds) {
    store.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => (await app()).run(id, ...args)),
    );
  }
  store.add(new LazyAuthenticationProvider(context.secrets, async () => (await app()).signIns));
  store.add(vscode.window.registerUriHandler({ handleUri: async (uri) => (await app()).uriArrived(uri) }));
  store.add(
    vscode.window.registerWebviewPanelSerializer(pageViewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await app()).pages.restore(panel, state),
    }),
  );
  store.add(
    vscode.tasks.registerTaskProvider(
      taskType,
      new TaskProvider({
        cliPath: context.asAbsolutePath('dist/cli.cjs'),
        deploy: async (target) => (await app()).deployForTask(target),
      }),
    ),
  );
  const detector = store.add(
    new ManifestDetector((document) => void app().then((loaded) => loaded.manifestOpened(document))),
  );
  detector.start();
  // Something was on its way when this window or its extension host ended: it is taken up at once.
  if ([keptDeliveriesKey, keptRunsKey].some((key) => context.workspaceState.get(key) !== undefined)) {
    void app().then((loaded) => loaded.viewShown());
  }
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { app, isLoaded: () => loading !== undefined }
    : undefined;
}

async function loadApp(context: vscode.ExtensionContext, store: DisposableStore, trees: Trees): Promise<App> {
  const { App } = await import('./editor/app.js');
  const localHost = async (log: Parameters<ConstructorParameters<typeof App>[0]['localHost']>[0]) => {
    const { createLocalPlatformHost } = await import('./local/host.js');
    const translations = vscode.l10n.uri?.fsPath;
    return createLocalPlatformHost({
      cliPath: context.asAbsolutePath('dist/cli.cjs'),
      log,
      ...(translations !== undefined && { translations }),
    });
  };
  return store.add(new App({ extension: context, trees, localHost }));
}
