import type { Shelf } from '../../../src/platform/live/lastGood.js';

/** A shelf in memory. */
export class MemoryShelf implements Shelf {
  readonly texts = new Map<string, string>();

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(name));
  }

  write(name: string, text: string): Promise<void> {
    this.texts.set(name, text);
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.texts.delete(name);
    return Promise.resolve();
  }
}
