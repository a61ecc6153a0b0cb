import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic, Range, TextEdit } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import type { FindingData } from '../rules/finding.js';
import { disableEdit, meantEdit } from './mend.js';

/** The kinds of actions there are, as LSP spells them. */
export const actionKinds = ['quickfix', 'source.fixAll.goldenPath'];

/** Whether a question can have an answer at all: finding that out costs a check of the document. */
export function wantsAny({ only }: CodeActionQuery): boolean {
  return only?.some((asked) => actionKinds.some((kind) => isWithin(kind, asked))) ?? true;
}

/** Where actions are asked for; `only` names the kinds wanted, all when it is absent. */
export interface CodeActionQuery {
  readonly range: Range;
  readonly only?: readonly string[];
}

/** What can be done about the findings in a range, the likeliest first; and, where it is asked for, all at once. */
export function codeActions(
  source: TextDocument,
  findings: readonly Diagnostic[],
  { range, only }: CodeActionQuery,
): CodeAction[] {
  const wants = (kind: string): boolean => only?.some((asked) => isWithin(kind, asked)) ?? true;
  const here = findings.filter((finding) => touches(finding.range, range));
  return [
    ...(wants('quickfix') ? here.flatMap((finding) => meantAction(source, finding)) : []),
    ...(wants('quickfix') ? here.flatMap((finding) => disableAction(source, finding)) : []),
    ...(only && wants('source.fixAll.goldenPath') ? fixAllAction(source, findings) : []),
  ];
}

function meantAction(source: TextDocument, finding: Diagnostic): CodeAction[] {
  const edit = meantEdit(source, finding);
  const { suggestion = '' } = (finding.data ?? {}) as FindingData;
  return edit
    ? [{ ...quickFix(source, finding, edit, t('Change to “{0}”', suggestion)), isPreferred: true }]
    : [];
}

function disableAction(source: TextDocument, finding: Diagnostic): CodeAction[] {
  const edit = disableEdit(source, finding);
  return edit ? [quickFix(source, finding, edit, t('Disable {0} for this line', String(finding.code)))] : [];
}

function fixAllAction(source: TextDocument, findings: readonly Diagnostic[]): CodeAction[] {
  const edits = findings.flatMap((finding) => meantEdit(source, finding) ?? []);
  if (edits.length === 0) return [];
  const title = t('Correct every misspelt word');
  return [{ title, kind: 'source.fixAll.goldenPath', edit: { changes: { [source.uri]: edits } } }];
}

function quickFix(source: TextDocument, finding: Diagnostic, edit: TextEdit, title: string): CodeAction {
  return { title, kind: 'quickfix', diagnostics: [finding], edit: { changes: { [source.uri]: [edit] } } };
}

/** Kinds are dotted: who asks for `source` gets `source.fixAll`, too. */
function isWithin(kind: string, asked: string): boolean {
  return kind === asked || kind.startsWith(`${asked}.`);
}

function touches(a: Range, b: Range): boolean {
  const isBefore = (x: Range['start'], y: Range['start']): boolean =>
    x.line < y.line || (x.line === y.line && x.character < y.character);
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}
