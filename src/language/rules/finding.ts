import type { Span } from '../documents/lookup.js';
import type { RuleCode } from './codes.js';

export const severityNames = ['error', 'warning', 'information', 'hint'] as const;

export type Severity = (typeof severityNames)[number];

/** What a quick fix needs to know. */
export interface FindingData {
  /** What the key or value was probably meant to be. */
  readonly suggestion?: string;
  /** The key that is missing. */
  readonly missing?: string;
}

/** What an editor may show in its own way: struck through, or faded. */
export type FindingTag = 'deprecated' | 'unnecessary';

/** Another place that a fault has to do with, and why. */
export interface RelatedPlace extends Span {
  readonly message: string;
}

/** One fault, with offsets in the file (or in the document, where a function says so). */
export interface Finding extends Span {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** One sentence for a person. */
  readonly message: string;
  readonly data?: FindingData;
  readonly related?: RelatedPlace;
  readonly tags?: readonly FindingTag[];
}

/** The same fault with its places counted from `offset` characters further up. */
export function shifted(finding: Finding, offset: number): Finding {
  const { related } = finding;
  return {
    ...finding,
    start: finding.start + offset,
    end: finding.end + offset,
    ...(related && { related: { ...related, start: related.start + offset, end: related.end + offset } }),
  };
}
