import type { CodeAction, Diagnostic, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Change } from '../edits/change.js';
import type { Site } from './scene.js';

/** Something that can be done in a document. */
export interface Proposal {
  /** An imperative, in a few words. */
  readonly title: string;
  /** Offsets in the document. */
  readonly changes?: readonly Change[];
  /** For more than changes of the document: the whole edit, worked out when it is needed. */
  readonly edit?: () => Promise<WorkspaceEdit | undefined>;
  readonly isPreferred?: boolean;
  /** Whether there is but one way to see it: then it may be done unasked, on save. */
  readonly isSafe?: boolean;
  /** Why it cannot be done here. */
  readonly refusal?: string;
}

/** The changes of a document as edits of its file. */
export function textEdits({ offset }: Site, source: TextDocument, changes: readonly Change[]): TextEdit[] {
  return changes.map(({ start, end, text }) => ({
    range: { start: source.positionAt(start + offset), end: source.positionAt(end + offset) },
    newText: text,
  }));
}

/** The edit of a proposal; `undefined` for one that cannot be done. */
export async function editOf(site: Site, { changes, edit }: Proposal): Promise<WorkspaceEdit | undefined> {
  if (!changes) return edit?.();
  const { source } = site.scene;
  return { changes: { [source.uri]: textEdits(site, source, changes) } };
}

/** A proposal about a finding as a quick fix. */
export async function quickFix(
  site: Site,
  proposal: Proposal,
  finding: Diagnostic,
): Promise<CodeAction | undefined> {
  const edit = await editOf(site, proposal);
  if (!edit) return undefined;
  const { title, isPreferred } = proposal;
  return { title, kind: 'quickfix', diagnostics: [finding], ...(isPreferred && { isPreferred }), edit };
}

/** Kinds are dotted: who asks for `source` gets `source.fixAll`, too. */
export function isWithin(kind: string, asked: string): boolean {
  return kind === asked || asked === '' || kind.startsWith(`${asked}.`);
}
