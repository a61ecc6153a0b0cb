import type { Open } from './open.js';

/** A documentation page. */
export interface Document {
  readonly id: string;
  readonly title: string;
  readonly type?: Open<'guide' | 'runbook' | 'decision' | 'reference'>;
  /** Absent for a page about the whole platform. */
  readonly service?: string;
  readonly owner?: string;
  /** Id of the page above it. */
  readonly parent?: string;
  readonly order?: number;
  /** Of content; text/markdown when absent. */
  readonly mediaType?: string;
  /** Only when one page is read. Show it without running scripts in it. */
  readonly content?: string;
  readonly url?: string;
  /** Where the page is edited. */
  readonly sourceUrl?: string;
  readonly updatedAt?: string;
  readonly etag?: string;
}
