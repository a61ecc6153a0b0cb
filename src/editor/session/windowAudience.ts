import * as vscode from 'vscode';
import { Emitter, type Event } from '../../base/events.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Attention, Audience } from '../../model/live.js';
import { manifestEditors } from '../languageClient/manifestEditors.js';
import { attentionOf } from './attention.js';

/** Something on the screen that shows what the live pictures hold. */
export interface Sight {
  readonly visible: boolean;
  readonly onDidChangeVisibility: (listener: () => void) => Disposable;
}

/** Who looks at the pictures in this window: through its views and pages, and the marks of manifests. */
export class WindowAudience implements Audience, Disposable {
  readonly #sights: readonly Sight[];
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<void>());
  #attention: Attention;

  readonly onDidChangeAttention: Event<void> = this.#changed.event;

  constructor(sights: readonly Sight[]) {
    this.#sights = sights;
    this.#attention = this.#look();
    const update = (): void => this.#update();
    for (const sight of sights) this.#store.add(sight.onDidChangeVisibility(update));
    this.#store.add(vscode.window.onDidChangeVisibleTextEditors(update));
    this.#store.add(vscode.window.onDidChangeWindowState(update));
  }

  get attention(): Attention {
    return this.#attention;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const attention = this.#look();
    if (attention === this.#attention) return;
    this.#attention = attention;
    this.#changed.fire();
  }

  #look(): Attention {
    const isInSight = this.#sights.some(({ visible }) => visible) || manifestEditors().length > 0;
    return attentionOf(isInSight, vscode.window.state.focused);
  }
}
