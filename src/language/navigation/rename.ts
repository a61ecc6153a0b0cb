import type { TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { t } from '../../base/l10n.js';
import { fileNameOf } from '../documents/uris.js';
import { parseYaml } from '../documents/yamlDocument.js';
import { identityOf, isLocal, type DocumentFacts, type Mention } from '../facts/documentFacts.js';
import type { FilePort } from '../ports.js';
import { checkName, needsQuotes, RenameRefusal } from './nameRules.js';
import { occurrences, type Occurrence } from './occurrences.js';
import { compare, isSameRange } from './ranges.js';

/** The edits of one file, in the order of its text. */
export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}

/** Refuses where the text is not the name itself, or nobody in the workspace defines it. */
export function checkRenameable(mention: Mention, known: readonly DocumentFacts[]): void {
  if (mention.written === 'number') {
    throw new RenameRefusal(
      t('This is the number of the port “{0}”. Rename the port at its name.', mention.name),
    );
  }
  if (mention.written === 'placeholder') {
    throw new RenameRefusal(
      t('This stands for the name “{0}”. Rename it where it is written.', mention.name),
    );
  }
  const all = occurrences(known, mention);
  if (!isLocal(mention.subject) && !all.some(({ mention: { role } }) => role === 'definition')) {
    throw new RenameRefusal(
      t('No manifest in this workspace defines “{0}”, so it cannot be renamed here.', mention.name),
    );
  }
  const stray = all.find(({ mention: one, facts }) => !isFollowed(one, facts, all));
  if (stray) {
    throw new RenameRefusal(
      t(
        'An alias in {0} says “{1}” too, and its anchor means something else. Write the name there first.',
        fileNameOf(stray.facts.uri),
        mention.name,
      ),
    );
  }
}

/** An alias is renamed by its anchor: that one has to be among the places. */
function isFollowed({ written, origin }: Mention, facts: DocumentFacts, all: readonly Occurrence[]): boolean {
  if (written !== 'alias') return true;
  return all.some(
    ({ facts: other, mention }) =>
      other === facts && mention.written === undefined && origin && isSameRange(mention.range, origin),
  );
}

/** What a new name changes, in all files. Rejects with a {@link RenameRefusal} when it cannot be given. */
export async function rename(
  mention: Mention,
  newName: string,
  known: readonly DocumentFacts[],
  files: FilePort,
): Promise<FileEdits[]> {
  checkRenameable(mention, known);
  const all = occurrences(known, mention);
  checkName(
    newName,
    mention.subject,
    all.filter((one) => one.mention.role === 'definition'),
  );
  if (newName === mention.name) return [];
  refuseClash(mention, newName, known);
  const byFile = new Map<string, Mention[]>();
  for (const { facts, mention: one } of all) {
    if (one.written === undefined) byFile.set(facts.uri, [...(byFile.get(facts.uri) ?? []), one]);
  }
  return Promise.all(
    [...byFile].map(async ([uri, places]) => ({ uri, edits: await editsOf(uri, places, newName, files) })),
  );
}

function refuseClash(mention: Mention, newName: string, known: readonly DocumentFacts[]): void {
  const renamed = { ...mention, name: newName };
  if (identityOf(renamed) === identityOf(mention)) return;
  const taken = occurrences(known, renamed).find(({ mention: { role } }) => role === 'definition');
  if (!taken) return;
  throw new RenameRefusal(
    t('There is a “{0}” already, in {1}. Choose another name.', newName, fileNameOf(taken.facts.uri)),
  );
}

async function editsOf(
  uri: string,
  places: readonly Mention[],
  newName: string,
  files: FilePort,
): Promise<TextEdit[]> {
  const text = await files.readText(uri).catch(() => undefined);
  const isWhole = text !== undefined && parseYaml(text)?.every(({ tree }) => tree.errors.length === 0);
  if (!isWhole) {
    throw new RenameRefusal(
      t('{0} has a syntax error. Mend it first: the name stands in it too.', fileNameOf(uri)),
    );
  }
  const source = TextDocument.create(uri, 'yaml', 0, text);
  return distinct(places).map(({ range, name }) => {
    if (source.getText(range).toLowerCase() !== name.toLowerCase()) {
      throw new RenameRefusal(
        t(
          '“{0}” is written in {1} in a way that cannot be changed safely. Change it by hand.',
          name,
          fileNameOf(uri),
        ),
      );
    }
    return {
      range,
      newText: written(text, source.offsetAt(range.start), source.offsetAt(range.end), newName),
    };
  });
}

/** One place may be reached on two ways, through merge keys. */
function distinct(places: readonly Mention[]): Mention[] {
  const sorted = [...places].sort((a, b) => compare(a.range.start, b.range.start));
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return !before || !isSameRange(before.range, one.range);
  });
}

/** The new name as it has to be written at a place: quoted where it is a plain scalar of its own that is not text. */
function written(text: string, start: number, end: number, name: string): string {
  const before = text[start - 1] ?? '\n';
  const after = text[end] ?? '\n';
  const isPlainScalar = /[\s[{,]/.test(before) && /[\s\]},:]/.test(after);
  return isPlainScalar && needsQuotes(name) ? `"${name}"` : name;
}
