import { t } from '../../../base/l10n.js';
import { isFirstOnLine, lineEnd, lineStart, nextLine } from '../../edits/lines.js';
import type { Proposal } from '../action.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { changeToMeant } from './meant.js';
import { removeUnknown } from './unknown.js';

const comment = /#[ \t]*golden-path-disable-next-line[ \t]+/;

/** The code that was meant, where it has something to switch off on the line below. */
const meantCode: Fix = async (site) => {
  const { data, scene, finding } = site;
  const findings = await scene.findings();
  const line = finding.range.start.line + 1;
  const isNeeded = findings.some(({ code, range }) => code === data.suggestion && range.start.line === line);
  return isNeeded ? changeToMeant(site) : [];
};

/** Of a comment; in settings the code is a key like others. */
export const mendSuppression: Fix = async (site) =>
  site.isOnKey
    ? [...(await changeToMeant(site)), ...(await removeUnknown(site))]
    : [...(await meantCode(site)), ...dropCode(site)];

/** Takes a code that switches off nothing out of its comment, and the comment with its last one. */
function dropCode({ document: { text }, start, end }: FindingSite): Proposal[] {
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
}
