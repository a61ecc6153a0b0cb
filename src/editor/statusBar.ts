import * as vscode from 'vscode';
import { t } from '../base/l10n.js';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';
import { nameOf, type Connection } from './session/connection.js';
import type { Picture } from './views/picture.js';
import { statusText } from './views/statusText.js';

/** The one status bar item: hidden while no platform is connected. */
export class StatusBar implements Disposable {
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  /** Where the last change of the service runs that is being looked at. */
  reach: string | undefined;

  constructor() {
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem('goldenPath.status', vscode.StatusBarAlignment.Left, 10),
    );
    this.#item.name = t('Golden Path');
    this.#item.command = 'goldenPath.services.focus';
  }

  /** `platforms`: how many the window is bound to. */
  update(connection: Connection | undefined, picture: Picture | undefined, platforms: number): void {
    if (!connection || !picture) {
      this.#item.hide();
      return;
    }
    const { text, spoken, tooltip } = statusText(picture, nameOf(connection));
    const reach = this.reach === undefined ? '' : ` · ${this.reach}`;
    this.#item.text = `${text}${reach}`;
    this.#item.tooltip = [tooltip, accountLine(connection), othersLine(platforms)]
      .filter((line) => line)
      .join('\n');
    this.#item.accessibilityInformation = { label: `${spoken}${reach}` };
    this.#item.show();
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function accountLine({ account }: Connection): string {
  return account ? t('Signed in as {0}.', account.label) : '';
}

function othersLine(platforms: number): string {
  return platforms > 1 ? t('The chosen one of {0} platforms.', platforms) : '';
}
