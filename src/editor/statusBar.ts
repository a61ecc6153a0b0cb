import * as vscode from 'vscode';
import { t } from '../base/l10n.js';
import { DisposableStore, type Disposable } from '../base/lifecycle.js';
import type { Connection } from './session/connection.js';
import type { Picture } from './views/picture.js';
import { statusText } from './views/statusText.js';

/** The one status bar item: hidden while no platform is connected. */
export class StatusBar implements Disposable {
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem('goldenPath.status', vscode.StatusBarAlignment.Left, 10),
    );
    this.#item.name = t('Golden Path');
    this.#item.command = 'goldenPath.services.focus';
  }

  update(connection: Connection | undefined, picture: Picture | undefined): void {
    if (!connection || !picture) {
      this.#item.hide();
      return;
    }
    const name = connection.kind === 'local' ? t('Local Platform') : new URL(connection.url).host;
    const { text, spoken, tooltip } = statusText(picture, name);
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.show();
  }

  dispose(): void {
    this.#store.dispose();
  }
}
