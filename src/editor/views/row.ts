import type { Look } from './healthLook.js';

/** What one tree row shows: plain data, so that it is tested without an editor. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly look: Look;
  /** What a screen reader says: everything that colour and icon say too. */
  readonly spoken: string;
  /** Words that menus match: `deployment;deployed;prod;deployable;reachable`. */
  readonly tags: readonly string[];
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** Stands for production: its label is set apart by colour and a badge, too. */
  readonly production?: boolean;
}
