import type { Path } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Holder } from '../../edits/holder.js';
import type { Proposal } from '../action.js';
import type { Site } from '../scene.js';

/** A place that the cursor is in. */
export interface CursorSite extends Site {
  /** In the document. */
  readonly at: number;
  /** The pair or item under the cursor. */
  readonly holder: Holder;
}

/** A way to write the same in another way. */
export interface Refactoring {
  /** As LSP spells it. */
  readonly kind: string;
  /** Stable; tells an action again when its edit is asked for. */
  readonly id: string;
  readonly propose: (site: CursorSite) => readonly Proposal[] | Promise<readonly Proposal[]>;
}

export function startsWith(path: Path, head: Path): boolean {
  return head.every((part, index) => path[index] === part);
}

/** The text of the inline workload of a Service is what some refactorings are about. */
export const workloadPath: Path = ['spec', 'workload'];

/** At the key of the workload or at one of its parts, not deep inside. */
export function isOnWorkload(path: Path): boolean {
  return startsWith(path, workloadPath) && path.length <= workloadPath.length + 1;
}

export function isReadable({ tree, plain }: YamlDocument): boolean {
  return tree.errors.length === 0 && !plain.problem;
}
