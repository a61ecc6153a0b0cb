import * as vscode from 'vscode';
import type { Log } from '../model/log.js';
import { plainText } from '../base/plainText.js';
import { redact } from '../base/redact.js';
import { FaultMemory } from './feedback/faultMemory.js';

/** The extension's own output channel as the `Log` port. Its level is the user's ("Set Log Level"). */
export class ChannelLog implements Log, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Golden Path', { log: true });
  /** The last errors, as they may be shown to others. */
  readonly faults = new FaultMemory();

  debug(message: string): void {
    this.#channel.debug(clean(message));
  }

  info(message: string): void {
    this.#channel.info(clean(message));
  }

  warn(message: string): void {
    this.#channel.warn(clean(message));
  }

  error(message: string, error?: unknown): void {
    this.faults.note(message, error);
    const detail = error instanceof Error ? (error.stack ?? error.message) : '';
    this.#channel.error(clean(detail ? `${message}\n${detail}` : message));
  }

  show(): void {
    this.#channel.show(true);
  }

  get channel(): vscode.LogOutputChannel {
    return this.#channel;
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function clean(text: string): string {
  return plainText(redact(text));
}
