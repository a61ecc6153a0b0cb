import type { CodeAction } from 'vscode-languageserver-types';
import { t } from '../../../base/l10n.js';
import { difference } from '../../edits/difference.js';
import type { Scene } from '../scene.js';
import { fixedText } from './fixAll.js';
import { sortedText } from './sortAll.js';

/** What is done to a whole file, when it is saved or asked for: only what changes it. */
export async function sourceActions(scene: Scene, wants: (kind: string) => boolean): Promise<CodeAction[]> {
  const actions: CodeAction[] = [];
  const add = (title: string, kind: string, text: string): void => {
    const { source } = scene;
    const edits = difference(source.getText(), text).map(({ start, end, text: newText }) => ({
      range: { start: source.positionAt(start), end: source.positionAt(end) },
      newText,
    }));
    if (edits.length > 0) actions.push({ title, kind, edit: { changes: { [source.uri]: edits } } });
  };
  if (wants('source.fixAll.goldenPath')) {
    add(t('Fix everything that has one clear fix'), 'source.fixAll.goldenPath', await fixedText(scene));
  }
  if (wants('source.sortKeys.goldenPath')) {
    add(t('Sort all keys as the schema orders them'), 'source.sortKeys.goldenPath', sortedText(scene));
  }
  return actions;
}
