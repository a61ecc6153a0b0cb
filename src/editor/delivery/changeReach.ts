import * as vscode from 'vscode';
import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { WorkspaceService } from '../../language/protocol.js';
import type { Log } from '../../model/log.js';
import type { Session } from '../session/session.js';
import { ancestryIn } from './ancestry.js';
import { repositoryAround } from './git.js';
import { holders, reachOf } from './reach.js';

/** How far the last change of a service of this workspace has come. */
export interface ChangeReach {
  /** Full id. */
  readonly commit: string;
  /** Environments that contain it, in promotion order. */
  readonly environments: readonly string[];
}

interface Kept {
  /** What the answer was made from. */
  readonly of: string;
  readonly reach: ChangeReach | undefined;
}

/** Knows for the services that are looked at which environments contain their last change; asks git in the background. */
export class ChangeReaches implements Disposable {
  readonly #session: Session;
  readonly #log: Log;
  readonly #changed = new Emitter<undefined>();
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Set<string>();

  /** An answer is there that was not. */
  readonly onDidChange = this.#changed.event;

  constructor(session: Session, log: Log) {
    this.#session = session;
    this.#log = log;
  }

  /** What is known now; what has changed since is asked for, and told by the event. */
  of(service: WorkspaceService): ChangeReach | undefined {
    const key = service.uri;
    if (!this.#asking.has(key)) {
      this.#asking.add(key);
      this.#ask(service)
        .catch((error: unknown) =>
          this.#log.warn(`The reach of ${service.name} is not known: ${String(error)}`),
        )
        .finally(() => this.#asking.delete(key));
    }
    return this.#kept.get(key)?.reach;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask({ name, uri, folder }: WorkspaceService): Promise<void> {
    const live = this.#session.connection?.live.snapshot;
    const known = live?.services.get(name);
    if (!live || !known) {
      this.#kept.delete(uri);
      return;
    }
    const place = vscode.Uri.parse(folder);
    const repository = place.scheme === 'file' ? await repositoryAround(place) : undefined;
    const head = repository?.state.HEAD?.commit;
    const running = (known.environments ?? []).map(({ current }) => current?.commit?.id ?? '');
    const of = [head, ...running].join(' ');
    if (this.#kept.get(uri)?.of === of) return;
    const [last] = repository && head ? await repository.log({ maxEntries: 1, path: place.fsPath }) : [];
    const reach =
      repository && last
        ? {
            commit: last.hash,
            environments: holders(await reachOf(live, known, last.hash, ancestryIn(repository))),
          }
        : undefined;
    this.#kept.set(uri, { of, reach });
    this.#changed.fire(undefined);
  }
}
