import type { Diagnostic } from 'vscode-languageserver-types';
import { isAlias, type Node } from 'yaml';
import type { Change } from '../../edits/change.js';
import { holderOver, type Holder } from '../../edits/holder.js';
import type { Path } from '../../documents/lookup.js';
import type { JsonSchema } from '../../schema/jsonSchema.js';
import { schemasAt } from '../../schema/navigate.js';
import type { FindingData } from '../../rules/finding.js';
import type { Proposal } from '../action.js';
import { siteAt, type Scene, type Site } from '../scene.js';

/** A finding in its document. */
export interface FindingSite extends Site {
  readonly finding: Diagnostic;
  readonly data: FindingData;
  /** Of the finding, in the document. */
  readonly start: number;
  readonly end: number;
  /** The pair or item that it is on; the root where there is none. */
  readonly holder: Holder;
  /** Whether it is on the key of the pair. */
  readonly isOnKey: boolean;
}

/** Ways to mend a finding, the likeliest first. Applied, each removes the finding and adds none. */
export type Fix = (site: FindingSite) => readonly Proposal[] | Promise<readonly Proposal[]>;

export function findingSite(scene: Scene, finding: Diagnostic): FindingSite | undefined {
  const at = scene.source.offsetAt(finding.range.start);
  const site = siteAt(scene, at);
  if (!site) return undefined;
  const start = at - site.offset;
  const end = scene.source.offsetAt(finding.range.end) - site.offset;
  const holder = holderOver(site.document, start);
  const key = (holder.pair?.key as Node | undefined)?.range;
  const isOnKey = key !== undefined && key !== null && start >= key[0] && start <= key[1];
  return { ...site, finding, data: (finding.data ?? {}) as FindingData, start, end, holder, isOnKey };
}

/** Whether the text at the place stands for a value that is written elsewhere: nothing is mended through it. */
export function isThroughAlias({ holder, isOnKey }: FindingSite): boolean {
  return !isOnKey && isAlias(holder.node);
}

/** The schemas of a place in the document of a site. */
export function schemasOf({ kind, document }: Site, path: Path): readonly JsonSchema[] {
  return kind ? schemasAt(kind.schema, document.value, path) : [];
}

/** A proposal for an edit that may not be possible. */
export function proposal(
  about: Omit<Proposal, 'changes'>,
  changes: Change | readonly Change[] | undefined,
): Proposal[] {
  return changes ? [{ ...about, changes: [changes].flat() }] : [];
}
