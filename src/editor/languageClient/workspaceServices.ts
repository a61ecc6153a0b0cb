import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { WorkspaceService } from '../../language/protocol.js';

/** The services that the workspace's manifests describe, as last told by the language server. */
export class WorkspaceServices implements Disposable {
  readonly #ask: () => Promise<readonly WorkspaceService[]>;
  readonly #changed = new Emitter<undefined>();
  #all: readonly WorkspaceService[] = [];
  #names: ReadonlySet<string> = new Set();
  #asking: Promise<readonly WorkspaceService[]> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(ask: () => Promise<readonly WorkspaceService[]>) {
    this.#ask = ask;
  }

  get all(): readonly WorkspaceService[] {
    return this.#all;
  }

  get names(): ReadonlySet<string> {
    return this.#names;
  }

  /** Asks the server again; calls made meanwhile share the answer. */
  refresh(): Promise<readonly WorkspaceService[]> {
    this.#asking ??= this.#ask()
      .then((services) => this.#take(services))
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take(services: readonly WorkspaceService[]): readonly WorkspaceService[] {
    const changed = JSON.stringify(services) !== JSON.stringify(this.#all);
    this.#all = services;
    this.#names = new Set(services.map((service) => service.name));
    if (changed) this.#changed.fire(undefined);
    return services;
  }
}
