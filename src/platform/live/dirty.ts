import type { WatchEvent } from '../../model/platform.js';

/** What to read again. */
export interface Dirty {
  readonly all: boolean;
  readonly environments: boolean;
  readonly services: readonly string[];
  readonly operations: readonly string[];
}

/** Gathers what events say has changed until someone takes it to read. */
export class DirtySet {
  #all = false;
  #environments = false;
  readonly #services = new Set<string>();
  readonly #operations = new Set<string>();
  #sequence: number | undefined;

  get isEmpty(): boolean {
    return !this.#all && !this.#environments && this.#services.size + this.#operations.size === 0;
  }

  /** A new stream begins: its numbers have nothing to do with those of the one before. */
  begin(): void {
    this.#sequence = undefined;
    this.#all = true;
  }

  add({ type, subject, sequence }: WatchEvent): void {
    // A number that was left out is an event that was lost: nobody knows what it told of.
    if (sequence !== undefined) {
      const before = this.#sequence ?? sequence - 1;
      if (sequence > before + 1) this.#all = true;
      this.#sequence = Math.max(before, sequence);
    }
    switch (type) {
      case 'platform.service.changed':
        if (subject === undefined) this.#all = true;
        else this.#services.add(subject);
        break;
      case 'platform.operation.changed':
        if (subject !== undefined) this.#operations.add(subject);
        break;
      case 'platform.environment.changed':
        this.#environments = true;
        break;
      case 'platform.catalog.reset':
        this.#all = true;
        break;
      default:
      // Events of other vocabularies (CDEvents) go by: they repeat what ours say.
    }
  }

  addAll(): void {
    this.#all = true;
  }

  addServices(names: Iterable<string>): void {
    for (const name of names) this.#services.add(name);
  }

  take(): Dirty {
    const taken = {
      all: this.#all,
      environments: this.#environments,
      services: [...this.#services],
      operations: [...this.#operations],
    };
    this.#all = false;
    this.#environments = false;
    this.#services.clear();
    this.#operations.clear();
    return taken;
  }
}
