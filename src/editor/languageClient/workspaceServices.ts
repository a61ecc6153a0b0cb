import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { WorkspaceService } from '../../language/protocol.js';

/** The services that the workspace's manifests describe, as last told by the language server. */
export class WorkspaceServices implements Disposable {
  readonly #ask: () => Promise<readonly WorkspaceService[]>;
  readonly #fileInFront: () => string | undefined;
  readonly #changed = new Emitter<undefined>();
  #all: readonly WorkspaceService[] = [];
  #names: ReadonlySet<string> = new Set();
  #asking: Promise<readonly WorkspaceService[]> | undefined;

  readonly onDidChange = this.#changed.event;

  /** `fileInFront` gives the URI of the file that the person looks at. */
  constructor(
    ask: () => Promise<readonly WorkspaceService[]>,
    fileInFront: () => string | undefined = () => undefined,
  ) {
    this.#ask = ask;
    this.#fileInFront = fileInFront;
  }

  get all(): readonly WorkspaceService[] {
    return this.#all;
  }

  get names(): ReadonlySet<string> {
    return this.#names;
  }

  /** The service that the file in front belongs to: its manifest, or the nearest folder of one around it. */
  get inFront(): WorkspaceService | undefined {
    const uri = this.#fileInFront();
    if (uri === undefined) return undefined;
    const around = this.#all.filter((service) => service.uri === uri || uri.startsWith(insideOf(service)));
    const depth = (service: WorkspaceService): number =>
      service.uri === uri ? Infinity : service.folder.length;
    return around.reduce<WorkspaceService | undefined>(
      (best, service) => (best && depth(best) >= depth(service) ? best : service),
      undefined,
    );
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

function insideOf({ folder }: WorkspaceService): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}
