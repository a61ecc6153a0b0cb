import type { Disposable } from '../../base/lifecycle.js';
import { readSubject, type PageSubject } from '../../base/pageMessages.js';
import type { Store } from '../session/memory.js';

/** An open page, as the next window finds it again: the editor keeps its title. */
export interface KeptPage extends PageSubject {
  readonly title: string;
}

const storeKey = 'goldenPath.pages';
/** Those that nobody came back for are forgotten, the oldest first. */
const most = 50;

/**
 * Which pages are open, for a window that is loaded anew. A page keeps its subject itself as soon as its script runs;
 * one that was covered before that has only this.
 */
export class KeptPages implements Disposable {
  readonly #store: Store;
  #pages: readonly KeptPage[];
  #isEnding = false;

  constructor(store: Store) {
    this.#store = store;
    this.#pages = pagesIn(store.get(storeKey));
  }

  /** A title is that of one open page: another that is kept with it was closed while nobody looked. */
  opened(page: KeptPage): void {
    const others = this.#without(page).filter(({ title }) => title !== page.title);
    this.#keep([...others, page].slice(-most));
  }

  closed(page: PageSubject): void {
    if (!this.#isEnding) this.#keep(this.#without(page));
  }

  /** What a page of this title was of: what it says itself, else what is kept. It is given once. */
  take(title: string, told: PageSubject | undefined): PageSubject | undefined {
    const found = told ?? this.#pages.find((page) => page.title === title);
    if (found) this.#keep(this.#without(found));
    return found;
  }

  /** Pages that go away with the window are kept. */
  dispose(): void {
    this.#isEnding = true;
  }

  #without({ page, key }: PageSubject): readonly KeptPage[] {
    return this.#pages.filter((each) => each.page !== page || each.key !== key);
  }

  #keep(pages: readonly KeptPage[]): void {
    this.#pages = pages;
    void this.#store.update(storeKey, pages);
  }
}

/** What is kept may be of another version. */
function pagesIn(kept: unknown): readonly KeptPage[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((each: unknown) => {
    const subject = readSubject(each);
    const title = (each as { readonly title?: unknown } | null)?.title;
    return subject && typeof title === 'string' ? [{ ...subject, title }] : [];
  });
}
