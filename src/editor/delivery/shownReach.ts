import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import { reachWords } from '../lenses/lensTexts.js';
import type { Session } from '../session/session.js';
import type { ChangeReaches } from './changeReach.js';

/** Tells `show` how far the last change of the service has come whose files are being looked at. */
export function showReach(
  services: WorkspaceServices,
  reaches: ChangeReaches,
  session: Session,
  show: (words: string | undefined) => void,
): Disposable {
  const store = new DisposableStore();
  const again = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    // The nearest folder: services may lie in one another.
    const [service] = services.all
      .filter(({ folder }) => uri?.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
      .sort((one, other) => other.folder.length - one.folder.length);
    const reach = service && reaches.of(service);
    show(reach && reachWords(reach));
  };
  store.add(vscode.window.onDidChangeActiveTextEditor(again));
  store.add(services.onDidChange(again));
  store.add(reaches.onDidChange(again));
  store.add(session.onDidChangeLive(again));
  return store;
}
