import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { ManifestFiles } from '../../documents/manifestFile.js';
import type { Mend, PathChange } from '../../rules/finding.js';
import { asMap, parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { addKeys } from '../../edits/addKeys.js';
import { changed, moved, type Change } from '../../edits/change.js';
import { commentAbove } from '../../edits/comments.js';
import { difference } from '../../edits/difference.js';
import { holderAt } from '../../edits/holder.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { renameKey, replaceValue } from '../../edits/replaceValue.js';
import type { Proposal } from '../action.js';
import type { Scene } from '../scene.js';
import { proposal, type Fix } from './fix.js';
import { withValue } from './sample.js';

/** What a rule itself knows to mend its finding, in the document or in another file. */
export const asTheRuleSays: Fix = async ({ data, document, scene }) => {
  const found: Proposal[] = [];
  for (const { title, changes, file, isPreferred } of data.mends ?? []) {
    const about = { title, ...(isPreferred && { isPreferred }) };
    if (!file) found.push(...proposal(about, byPaths(document, changes)));
    else {
      const edit = await elsewhere(scene, file, changes);
      if (edit) found.push({ ...about, edit: () => Promise.resolve(edit) });
    }
  }
  return found;
};

async function elsewhere(
  { ports, kindsFor }: Scene,
  { uri, index }: NonNullable<Mend['file']>,
  changes: readonly PathChange[],
): Promise<WorkspaceEdit | undefined> {
  const text = await ports.files.readText(uri).catch(() => undefined);
  if (text === undefined) return undefined;
  const source = TextDocument.create(uri, 'yaml', 0, text);
  const placed = new ManifestFiles({ kindsFor, capacity: 1 }).get(source).documents[index];
  const own = placed && byPaths(placed.document, changes);
  if (!own) return undefined;
  const edits = moved(own, placed.offset).map(({ start, end, text: newText }) => ({
    range: { start: source.positionAt(start), end: source.positionAt(end) },
    newText,
  }));
  return { changes: { [uri]: edits } };
}

/** Changes of a document by places in it, one after the other; `undefined` where one is not possible. */
export function byPaths(document: YamlDocument, changes: readonly PathChange[]): Change[] | undefined {
  let now = document;
  // Documents that are not parted by dashes alone share one text: it is found again by its place among them.
  const place = parseYaml(now.text)?.findIndex(({ tree }) => tree.range[0] === document.tree.range[0]) ?? -1;
  for (const change of changes) {
    const edits = byPath(now, change);
    const parsed = edits && parseYaml(changed(now.text, edits))?.[place];
    if (!parsed || parsed.tree.errors.length > 0) return undefined;
    now = parsed;
  }
  return difference(document.text, now.text);
}

function byPath(document: YamlDocument, change: PathChange): Change[] | undefined {
  if ('set' in change) return put(document, change.set, change.value);
  const path = 'remove' in change ? change.remove : 'comment' in change ? change.comment : change.rename;
  const holder = holderAt(document, path);
  if (!holder) return undefined;
  if ('remove' in change) return removeEntry(document, holder);
  if ('comment' in change) return commentAbove(document, holder, change.lines);
  const edit = renameKey(document, holder, change.to);
  return edit && [edit];
}

/** A value in its place, with the maps that lead to it. */
function put(
  document: YamlDocument,
  path: readonly (string | number)[],
  value: unknown,
): Change[] | undefined {
  const there = holderAt(document, path);
  if (there) {
    const edit = replaceValue(document, there, value);
    return edit && [edit];
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const holder = holderAt(document, path.slice(0, length));
    if (!holder) continue;
    const values = asMap(withValue({}, path.slice(length), value));
    const edit = values && addKeys(document, holder, { values });
    return edit && [edit];
  }
  return undefined;
}
