import { visit } from 'yaml';
import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { editDistance, nearest } from '../../../base/nearest.js';
import type { Fix } from './fix.js';

/** An anchor that there is in the place of one that there is not. */
export const repeatKnown: Fix = ({ document, start, end }) => {
  const written = document.text.slice(start, end);
  if (!written.startsWith('*')) return [];
  const name = written.slice(1);
  const anchors = anchorsAbove(document, start);
  const meant = nearest(name, anchors);
  return anchors
    .sort((a, b) => editDistance(name, a) - editDistance(name, b))
    .slice(0, 3)
    .map((anchor) => ({
      title: t('Change to “{0}”', `*${anchor}`),
      changes: [{ start: start + 1, end, text: anchor }],
      ...(anchor === meant && { isPreferred: true, isSafe: true }),
    }));
};

/** Of values that end above: one that contains the alias cannot be repeated in it. */
function anchorsAbove(document: YamlDocument, offset: number): string[] {
  const anchors = new Set<string>();
  if (document.root) {
    visit(document.root, {
      Value: (_, node) => {
        if (node.anchor !== undefined && node.range && node.range[1] <= offset) anchors.add(node.anchor);
      },
    });
  }
  return [...anchors];
}
