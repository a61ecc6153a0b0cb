import type { WatchEvent } from '../../model/platform.js';

/** What to read again. */
export interface Dirty {
  readonly all: boolean;
  readonly environments: boolean;
  readonly services: readonly string[];
  readonly operations: Part;
  readonly incidents: Part;
}

/** Of things with ids: those that are named, or whatever there is. */
export interface Part {
  readonly all: boolean;
  readonly ids: readonly string[];
}

/** Gathers what events say has changed until someone takes it to read. */
export class DirtySet {
  #all = false;
  #environments = false;
  readonly #services = new Set<string>();
  readonly #operations = new Named();
  readonly #incidents = new Named();
  #sequence: number | undefined;

  get isEmpty(): boolean {
    const isNothingNamed = this.#services.size === 0 && this.#operations.isEmpty && this.#incidents.isEmpty;
    return !this.#all && !this.#environments && isNothingNamed;
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
        this.#operations.add(subject);
        break;
      case 'platform.incident.changed':
        this.#incidents.add(subject);
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
      operations: this.#operations.take(),
      incidents: this.#incidents.take(),
    };
    this.#all = false;
    this.#environments = false;
    this.#services.clear();
    return taken;
  }
}

class Named {
  #all = false;
  readonly #ids = new Set<string>();

  get isEmpty(): boolean {
    return !this.#all && this.#ids.size === 0;
  }

  /** Without an id nobody knows which: all are read. */
  add(id: string | undefined): void {
    if (id === undefined) this.#all = true;
    else this.#ids.add(id);
  }

  take(): Part {
    const taken = { all: this.#all, ids: [...this.#ids] };
    this.#all = false;
    this.#ids.clear();
    return taken;
  }
}
