import type { Shelf } from '../../platform/live/lastGood.js';

/** The part of a shelf that one viewer has, for as long as they are signed in: what is written late is taken away again. */
export function viewersShelf(shelf: Shelf, isSignedIn: () => Promise<boolean>): Shelf {
  return {
    read: (name) => shelf.read(name),
    remove: (name) => shelf.remove(name),
    async write(name, text) {
      if (!(await isSignedIn())) return;
      await shelf.write(name, text);
      if (!(await isSignedIn())) await shelf.remove(name);
    },
  };
}
