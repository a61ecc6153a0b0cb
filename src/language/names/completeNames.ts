import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionItemKind, Position } from 'vscode-languageserver-types';
import { cursorAt, type Cursor } from '../completion/cursor.js';
import { cutLine, documentLines } from '../completion/lines.js';
import { inQuotes, placeAt, type Place } from '../completion/place.js';
import { needsQuotes } from '../completion/snippets.js';
import { asMap } from '../documents/yamlDocument.js';
import type { LanguagePorts } from '../ports.js';
import type { TemplateAround } from '../templating/templateAround.js';
import { namesAction, usedActions } from './actionNames.js';
import { expressionItems } from './completeExpressions.js';
import { fileItems } from './completeFiles.js';
import { inputItems } from './completeInputs.js';
import { placeholderItems, type WorkloadAround } from './completePlaceholders.js';
import { freshness } from './freshness.js';
import { knownNames, type KnownName } from './knownNames.js';
import { overriddenNames } from './overriddenNames.js';
import { namesFile } from './pathSlots.js';
import { slotAt } from './slots.js';

/** More names than a person reads through: with more typed, others come. */
const mostNames = 200;
/** All actions of a backend, so that its answer is one for every prefix. */
const mostActions = 1_000;

const itemKinds = { name: 18, key: 10 } as const satisfies Record<string, CompletionItemKind>;

export interface NameItems {
  readonly items: CompletionItem[];
  /** There are more: with another letter typed it is to be asked again. */
  readonly isIncomplete: boolean;
  /** The schema's own values are as good: these stand before them. Else they are in their place. */
  readonly besideSchema?: boolean;
}

/** What of the file around a position completion asks for, where it needs it. */
export interface Around {
  /** The workload that a placeholder at the position is in. */
  readonly workload: () => Promise<WorkloadAround | undefined>;
  /** What an expression at the position can read. */
  readonly template: () => TemplateAround | undefined;
  /** The plain value of the document, as far as it can be read. */
  readonly document: () => unknown;
}

/**
 * The names that can stand at a position: of the workspace and the platform, of placeholders, of files, and of inputs
 * that a resource type or a template asks for.
 */
export async function completeNames(
  source: TextDocument,
  position: Position,
  ports: LanguagePorts,
  around: Around,
  snippets = false,
): Promise<NameItems> {
  const text = source.getText();
  const document = documentLines(text, position.line);
  const line = document.lines[document.at] ?? '';
  const { before, after } = cutLine(text, position, document);
  const inExpression = expressionItems(line, position, around.template);
  if (inExpression) return { items: inExpression, isIncomplete: false };
  const inPlaceholder = await placeholderItems(line, position, ports, around.workload);
  if (inPlaceholder) return { items: inPlaceholder, isIncomplete: false };
  const cursor = cursorAt(document, before);
  if (!cursor) return nothing;
  if (namesFile(cursor.path)) {
    return { items: await fileItems(source.uri, cursor, position, ports), isIncomplete: false };
  }
  const given = { position, after, snippets, ...around };
  const inputs = await inputItems(cursor, given, ports);
  if (inputs.length > 0) return { items: inputs, isIncomplete: false };
  const overridden = await overriddenNames(cursor, around);
  const isAction = cursor.wants === 'value' && namesAction(cursor.value, cursor.path);
  const names = isAction
    ? await actions(around.document(), cursor, ports)
    : overridden.length > 0
      ? overridden
      : await namesFor(cursor, ports);
  const place = placeAt(cursor, position, after);
  return {
    items: names.map((name, index) =>
      itemOf(name, cursor, { ...place, index, isOwn: overridden.length > 0 }),
    ),
    isIncomplete: names.length >= mostNames,
    ...((isAction || isOpenWord(cursor)) && { besideSchema: true }),
  };
}

const nothing: NameItems = { items: [], isIncomplete: false };

async function namesFor(cursor: Cursor, ports: LanguagePorts): Promise<readonly KnownName[]> {
  const path = cursor.wants === 'key' ? [...cursor.path, cursor.prefix] : cursor.path;
  // An item of a list counts as a key of a map in it: its own path is that of the list and its place.
  const slot = slotAt(cursor.value, path) ?? slotAt(cursor.value, cursor.path);
  if (!slot || (slot.as === 'key' && cursor.wants !== 'key')) return [];
  const service = asMap(asMap(cursor.value)?.['metadata'])?.['name'];
  const found = await knownNames(ports, {
    kind: slot.names,
    prefix: cursor.prefix,
    limit: mostNames,
    // A platform tells the keys of secrets by service.
    ...(slot.names === 'secretKey' && typeof service === 'string' && { of: service }),
  });
  return found.filter(({ name }) => !(slot.as === 'key' && cursor.siblings.has(name)));
}

/** Whether the names at a cursor are those in use, and the schema's own are as good. */
function isOpenWord(cursor: Cursor): boolean {
  return slotAt(cursor.value, cursor.path)?.names === 'lifecycle';
}

/**
 * Actions of the scaffolder: those that are run in the workspace, then those that the platform has. What is typed at
 * the cursor is none yet.
 */
async function actions(
  document: unknown,
  cursor: Cursor,
  ports: LanguagePorts,
): Promise<readonly KnownName[]> {
  const installed = await knownNames(ports, { kind: 'action', limit: mostActions });
  const byName = new Map(installed.map((action) => [action.name, action]));
  const used = [...usedActions(document, ports).keys()].filter((name) => name !== cursor.prefix);
  const first = used.map((name) => byName.get(name) ?? { name, origin: { from: 'workspace' as const } });
  const rest = installed.filter(({ name }) => !used.includes(name));
  return [...first, ...rest].slice(0, mostNames);
}

interface Placing extends Place {
  /** The key of a map: what the Service itself names. */
  readonly isOwn: boolean;
  readonly index: number;
}

function itemOf(
  known: KnownName,
  cursor: Cursor,
  { range, index, isFollowed, isOwn }: Placing,
): CompletionItem {
  const isKey =
    isOwn || (slotAt(cursor.value, [...cursor.path, known.name])?.as === 'key' && cursor.wants === 'key');
  const isBare = cursor.quote === undefined && needsQuotes(known.name);
  const written = isBare ? JSON.stringify(known.name) : inQuotes(known.name, cursor.quote);
  const newText = isKey && !isFollowed ? `${written}:` : `${cursor.needsSpace ? ' ' : ''}${written}`;
  const words = [known.title, known.description].filter((text) => text !== undefined).join('\n\n');
  return {
    label: known.name,
    kind: isKey ? itemKinds.key : itemKinds.name,
    labelDetails: { description: freshness(known.origin, Date.now()) },
    // Before what the schema gives: these are the names that exist.
    sortText: `!${String(index).padStart(4, '0')}`,
    filterText: known.name,
    textEdit: { range, newText },
    ...(words !== '' && { documentation: { kind: 'markdown', value: words } }),
  };
}
