import type { PathChange } from '../../rules/finding.js';
import { asMap, parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { addKeys } from '../../edits/addKeys.js';
import { changed, type Change } from '../../edits/change.js';
import { difference } from '../../edits/difference.js';
import { holderAt } from '../../edits/holder.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { renameKey, replaceValue } from '../../edits/replaceValue.js';
import { proposal, type Fix } from './fix.js';
import { withValue } from './sample.js';

/** What a rule itself knows to mend its finding. */
export const asTheRuleSays: Fix = ({ data, document }) =>
  (data.mends ?? []).flatMap(({ title, changes, isPreferred }) =>
    proposal({ title, ...(isPreferred && { isPreferred }) }, byPaths(document, changes)),
  );

/** Changes of a document by places in it, one after the other; `undefined` where one is not possible. */
export function byPaths(document: YamlDocument, changes: readonly PathChange[]): Change[] | undefined {
  let now = document;
  for (const change of changes) {
    const edits = byPath(now, change);
    const [parsed] = edits ? (parseYaml(changed(now.text, edits)) ?? []) : [];
    if (!parsed || parsed.tree.errors.length > 0) return undefined;
    now = parsed;
  }
  return difference(document.text, now.text);
}

function byPath(document: YamlDocument, change: PathChange): Change[] | undefined {
  if ('set' in change) return put(document, change.set, change.value);
  const holder = holderAt(document, 'remove' in change ? change.remove : change.rename);
  if (!holder) return undefined;
  if ('remove' in change) return removeEntry(document, holder);
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
