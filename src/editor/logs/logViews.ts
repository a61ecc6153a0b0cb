import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import type { Platform } from '../../model/platform.js';
import { followLog } from './followLog.js';

/** Logs followed at once; the one not looked at for longest is closed for a new one. */
const most = 6;

interface LogView {
  readonly channel: vscode.OutputChannel;
  readonly abort: AbortController;
}

/** One output channel for each service and environment whose log was asked for. */
export class LogViews implements Disposable {
  readonly #views = new Map<string, LogView>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Shows the log and follows it; a log that is shown already starts afresh. */
  show(platform: Platform, service: string, environment: string): void {
    const key = `${service} ${environment}`;
    const known = this.#views.get(key);
    known?.abort.abort();
    const channel =
      known?.channel ?? vscode.window.createOutputChannel(t('{0} ({1})', service, environment), 'log');
    channel.clear();
    channel.show(true);
    const view: LogView = { channel, abort: new AbortController() };
    this.#views.delete(key);
    this.#views.set(key, view);
    this.#closeOldest();
    void followLog({
      read: (query, signal) => platform.logs(service, environment, query, { signal }),
      write: (text) => channel.append(text),
      signal: view.abort.signal,
      log: this.#log,
    });
  }

  /** Stops following; the text stays to be read. */
  stopAll(): void {
    for (const { abort } of this.#views.values()) abort.abort();
  }

  dispose(): void {
    this.stopAll();
    for (const { channel } of this.#views.values()) channel.dispose();
    this.#views.clear();
  }

  #closeOldest(): void {
    for (const [key, view] of this.#views) {
      if (this.#views.size <= most) return;
      view.abort.abort();
      view.channel.dispose();
      this.#views.delete(key);
    }
  }
}
