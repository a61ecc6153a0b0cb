/** Many values under each of many names. */
export class Groups {
  readonly #groups = new Map<string, Set<string>>();

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  add(name: string, value: string): void {
    const group = this.#groups.get(name);
    if (group) group.add(value);
    else this.#groups.set(name, new Set([value]));
  }

  delete(name: string, value: string): void {
    const group = this.#groups.get(name);
    group?.delete(value);
    if (group?.size === 0) this.#groups.delete(name);
  }

  of(name: string): Iterable<string> {
    return this.#groups.get(name) ?? [];
  }
}
