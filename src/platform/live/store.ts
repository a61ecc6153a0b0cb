import { isDeepEqual } from '../../base/deepEqual.js';
import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { Incident } from '../../model/incident.js';
import type { LiveChange, LiveSnapshot } from '../../model/live.js';

/** Holds the snapshot and tells of its changes, merged so that listeners hear of them no more often than `changeMs`. */
export class LiveStore implements Disposable {
  #snapshot: LiveSnapshot = {
    status: 'loading',
    services: new Map(),
    environments: new Map(),
    operations: new Map(),
  };
  readonly #emitter = new Emitter<LiveChange>();
  readonly #changeMs: number;
  #all = false;
  #services = new Set<string>();
  #environments = new Set<string>();
  #operations = new Set<string>();
  #incidents = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isQuiet = true;
  #isPending = false;

  readonly onDidChange = this.#emitter.event;

  constructor(changeMs: number) {
    this.#changeMs = changeMs;
  }

  get snapshot(): LiveSnapshot {
    return this.#snapshot;
  }

  /**
   * Puts a new snapshot in place; what differs from the one before is told to the listeners. `read`: the only services
   * that may differ, where that is known; of ten thousand, few are read again.
   */
  set(next: LiveSnapshot, read?: readonly string[]): void {
    const before = this.#snapshot;
    const all = before.status !== next.status || before.error?.code !== next.error?.code;
    const services = changedNames(before.services, next.services, read);
    this.#snapshot = read ? next : { ...next, ...alike(before, next, services.length === 0) };
    const environments = changedNames(before.environments, next.environments);
    const operations = changedNames(before.operations, next.operations);
    const incidents = changedNames(before.incidents ?? none, next.incidents ?? none);
    // Whether incidents are told of at all is seen too.
    const isOther =
      all ||
      before.hasMore !== next.hasMore ||
      (before.incidents === undefined) !== (next.incidents === undefined);
    const count = services.length + environments.length + operations.length + incidents.length;
    if (!isOther && count === 0) return;
    this.#all ||= isOther;
    for (const name of services) this.#services.add(name);
    for (const name of environments) this.#environments.add(name);
    for (const id of operations) this.#operations.add(id);
    for (const id of incidents) this.#incidents.add(id);
    this.#isPending = true;
    this.#schedule();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }

  #schedule(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.#tell(), this.#isQuiet ? 0 : this.#changeMs);
    this.#isQuiet = false;
  }

  #tell(): void {
    const change = {
      all: this.#all,
      services: this.#services,
      environments: this.#environments,
      operations: this.#operations,
      incidents: this.#incidents,
    };
    this.#isPending = false;
    this.#all = false;
    this.#services = new Set();
    this.#environments = new Set();
    this.#operations = new Set();
    this.#incidents = new Set();
    // Nothing is told for a while; silence over that while makes the next change heard at once again.
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isPending) this.#tell();
      else this.#isQuiet = true;
    }, this.#changeMs);
    this.#emitter.fire(change);
  }
}

const none: ReadonlyMap<string, Incident> = new Map();

/** What of the services stays the same object, so that what was derived from it holds: their roster, and all they are. */
function alike(
  before: LiveSnapshot,
  { services, roster }: LiveSnapshot,
  isUnchanged: boolean,
): Partial<Pick<LiveSnapshot, 'services' | 'roster'>> {
  if (before.roster === undefined || roster === before.roster) return {};
  const names = before.services.keys();
  for (const name of services.keys()) if (names.next().value !== name) return {};
  if (names.next().done !== true) return {};
  return { roster: before.roster, ...(isUnchanged && { services: before.services }) };
}

/** Names, of all or of `among`, whose value is new, gone or different. Values are plain JSON. */
export function changedNames<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  among?: readonly string[],
): string[] {
  if (before === after) return [];
  if (among) return among.filter((name) => !isDeepEqual(before.get(name), after.get(name)));
  const changed: string[] = [];
  for (const name of before.keys()) if (!after.has(name)) changed.push(name);
  for (const [name, value] of after) {
    const old = before.get(name);
    if (!isDeepEqual(old, value)) changed.push(name);
  }
  return changed;
}
