import type { Path, Span } from '../documents/lookup.js';
import type { ProtocolRange } from '../protocol.js';
import type { RuleCode } from './codes.js';
import { severityOf } from './codes.js';
import type { Severity } from './severity.js';

export { severityNames, type Severity } from './severity.js';

/** A change of a document by the place of a value in it. */
export type PathChange =
  /** Puts a value there, with the maps that lead to it. */
  | { readonly set: Path; readonly value: unknown }
  /** Takes the entry out. */
  | { readonly remove: Path }
  /** Puts comments above the entry. */
  | { readonly comment: Path; readonly lines: readonly string[] }
  /** Gives the key at the end of the path another name. */
  | { readonly rename: Path; readonly to: string };

/** One way to mend a finding. */
export interface Mend {
  /** An imperative, in a few words. */
  readonly title: string;
  /** Changes of the document that the finding is in, or of `file`. */
  readonly changes: readonly PathChange[];
  /** Another file to change, and which of its documents, 0-based. */
  readonly file?: { readonly uri: string; readonly index: number };
  /** Whether this is what was meant, most likely. */
  readonly isPreferred?: boolean;
}

/** What a quick fix needs to know. */
export interface FindingData {
  /** What the marked text was probably meant to be: it takes its place. */
  readonly suggestion?: string;
  /** The key that is missing. */
  readonly missing?: string;
  /** What is missing, where a platform says where it belongs. */
  readonly absent?: Path;
  /** Ways to mend it, the likeliest first. */
  readonly mends?: readonly Mend[];
}

/** Another place that a fault has to do with, and why. */
export interface RelatedPlace extends Span {
  readonly message: string;
}

/** The same in another file. */
export interface DistantPlace {
  readonly uri: string;
  readonly range: ProtocolRange;
  readonly message: string;
}

export type FindingTag = 'deprecated' | 'unnecessary';

/** One fault, with offsets in the file (or in the document, where a function says so). */
export interface Finding extends Span {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** One sentence for a person. */
  readonly message: string;
  readonly data?: FindingData;
  readonly related?: RelatedPlace;
  readonly distant?: readonly DistantPlace[];
  readonly tags?: readonly FindingTag[];
}

/** A finding as grave as its rule says. */
export function finding(
  code: RuleCode,
  { start, end }: Span,
  message: string,
  more: Partial<Omit<Finding, 'code' | 'message' | 'start' | 'end'>> = {},
): Finding {
  return { start, end, code, severity: severityOf(code), message, ...more };
}

/** What a finding says to quick fixes when a word was probably misspelt. */
export function meant(suggestion: string | undefined): Pick<Finding, 'data'> {
  return suggestion === undefined ? {} : { data: { suggestion } };
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
