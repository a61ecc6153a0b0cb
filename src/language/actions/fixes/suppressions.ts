import { t } from '../../../base/l10n.js';
import { isFirstOnLine, lineEnd, lineStart, nextLine } from '../../edits/lines.js';
import { proposal, type Fix } from './fix.js';

const comment = /#[ \t]*golden-path-disable-next-line[ \t]+/;

/** Takes a code that switches off nothing out of its comment, and the comment with its last one. */
export const dropSuppression: Fix = ({ document: { text }, start, end }) => {
  const line = lineStart(text, start);
  const stop = lineEnd(text, start);
  const found = comment.exec(text.slice(line, stop));
  if (!found) return [];
  const head = line + found.index + found[0].length;
  const code = start >= head ? text.slice(start, end) : '';
  const codes = text
    .slice(head, stop)
    .split(/[\s,]+/)
    .filter((one) => one !== '');
  const left = codes.filter((one) => one !== code);
  const about = { title: t('Remove the comment'), isPreferred: true, isSafe: false };
  if (left.length > 0 && left.length < codes.length) {
    return proposal(
      { ...about, title: t('Remove “{0}”', code) },
      { start: head, end: stop, text: left.join(', ') },
    );
  }
  const from = line + found.index;
  if (isFirstOnLine(text, from)) return proposal(about, { start: line, end: nextLine(text, stop), text: '' });
  return proposal(about, { start: from, end: stop, text: '' });
};
