import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { holderOver } from '../edits/holder.js';
import { editOf, isWithin, type Proposal } from './action.js';
import { quickFixes } from './quickFixes.js';
import type { CursorSite, Refactoring } from './refactorings/refactoring.js';
import { refactorings } from './refactorings/table.js';
import { siteAt, type CodeActionQuery, type Scene } from './scene.js';
import { sourceActions } from './sources/sourceActions.js';

/** The kinds of actions there are, as LSP spells them. */
export const actionKinds = [
  'quickfix',
  'refactor.extract',
  'refactor.inline',
  'refactor.move',
  'refactor.rewrite',
  'source.fixAll.goldenPath',
  'source.sortKeys.goldenPath',
];

/** Whether a question can have an answer at all: finding that out costs a check of the document. */
export function wantsAny(query: CodeActionQuery): boolean {
  return actionKinds.some((kind) => wants(query, kind));
}

function wants({ only }: CodeActionQuery, kind: string): boolean {
  return only?.some((asked) => isWithin(kind, asked)) ?? true;
}

/** Nothing is marked, and nobody has asked. */
function isUnasked({ isAutomatic, only, range: { start, end } }: CodeActionQuery): boolean {
  const isEmpty = start.line === end.line && start.character === end.character;
  return isAutomatic === true && only === undefined && isEmpty;
}

/** What can be done about the findings in a range and with what stands there; and, where it is asked for, with all of it. */
export async function codeActions(scene: Scene): Promise<CodeAction[]> {
  const { query } = scene;
  const fixed = wants(query, 'quickfix') ? await quickFixes(scene, await findingsIn(scene)) : [];
  const written = await Promise.all(
    refactorings
      .filter(({ kind }) => !isUnasked(query) && wants(query, kind))
      .map((one) => refactoringActions(scene, one)),
  );
  const isAskedFor = query.only?.some((asked) => asked.startsWith('source'));
  const whole = isAskedFor ? await sourceActions(scene, (kind) => wants(query, kind)) : [];
  return [...fixed, ...written.flat(), ...whole];
}

/** The edit of an action that was given without one. */
export async function resolveCodeAction(scene: Scene, action: CodeAction): Promise<CodeAction> {
  const { id, title } = (action.data ?? {}) as Partial<Unresolved>;
  const refactoring = refactorings.find((one) => one.id === id);
  const site = cursorSite(scene);
  if (!refactoring || !site) return action;
  const proposals = await refactoring.propose(site);
  const chosen = proposals.find((proposal) => proposal.title === title);
  const edit = chosen && (await editOf(site, chosen));
  return edit ? { ...action, edit } : action;
}

/** What an action without an edit carries, so that it can be found again. */
export interface Unresolved {
  readonly uri: string;
  readonly version: number;
  readonly range: Range;
  readonly id: string;
  readonly title: string;
}

async function refactoringActions(scene: Scene, refactoring: Refactoring): Promise<CodeAction[]> {
  const site = cursorSite(scene);
  if (!site) return [];
  const found = await refactoring.propose(site);
  const actions = await Promise.all(found.map((proposal) => actionOf(site, refactoring, proposal)));
  return actions.flatMap((action) => action ?? []);
}

async function actionOf(
  site: CursorSite,
  { kind, id }: Refactoring,
  proposal: Proposal,
): Promise<CodeAction | undefined> {
  const { title, refusal } = proposal;
  const { query, source } = site.scene;
  if (refusal !== undefined) {
    return query.client?.showsDisabled ? { title, kind, disabled: { reason: refusal } } : undefined;
  }
  if (query.client?.resolvesEdits) {
    const { uri, version } = source;
    return { title, kind, data: { uri, version, range: query.range, id, title } satisfies Unresolved };
  }
  const edit = await editOf(site, proposal);
  return edit && { title, kind, edit };
}

function cursorSite(scene: Scene): CursorSite | undefined {
  const offset = scene.source.offsetAt(scene.query.range.start);
  const site = siteAt(scene, offset);
  if (!site || scene.file.extent !== 'full') return undefined;
  const at = offset - site.offset;
  return { ...site, at, holder: holderOver(site.document, at) };
}

async function findingsIn({ query, findings }: Scene): Promise<readonly Diagnostic[]> {
  return (await findings()).filter(({ range }) => touches(range, query.range));
}

function touches(a: Range, b: Range): boolean {
  const isBefore = (x: Range['start'], y: Range['start']): boolean =>
    x.line < y.line || (x.line === y.line && x.character < y.character);
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}
