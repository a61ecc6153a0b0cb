import { isScalar } from 'yaml';
import { t } from '../../../base/l10n.js';
import { lineBreakOf, lineEnd, lineStart } from '../../edits/lines.js';
import type { Proposal } from '../action.js';
import { proposal, type Fix, type FindingSite } from './fix.js';

const comment = /^[ \t]*#[ \t]*golden-path-disable-next-line[ \t]+\S/;

/**
 * Switches a rule off for the line of a finding: by a comment above it with its indentation, or the code added to the
 * one that is there. Not offered where a comment cannot stand or would become text.
 */
export const disableForLine: Fix = (site): Proposal[] => {
  const { document, start, finding } = site;
  const { text } = document;
  const rule = String(finding.code);
  if (!isRule(rule) || isInText(site)) return [];
  const line = lineStart(text, start);
  if (text.startsWith('---', line)) return [];
  const about = { title: t('Disable {0} for this line', rule) };
  const above = line > 0 ? lineStart(text, line - 1) : line;
  const end = lineEnd(text, above);
  if (above < line && comment.test(text.slice(above, end))) {
    const at = above + text.slice(above, end).trimEnd().length;
    return proposal(about, { start: at, end: at, text: `, ${rule}` });
  }
  const indentation = /^ */.exec(text.slice(line, start))?.[0] ?? '';
  const written = `${indentation}# golden-path-disable-next-line ${rule}${lineBreakOf(text)}`;
  return proposal(about, { start: line, end: line, text: written });
};

/** What is wrong with the text as such cannot be switched off. */
export function isRule(code: string): boolean {
  return !/^(?:yaml|document)\//.test(code) && code.includes('/');
}

/** Whether the line above belongs to the same text, or the text cannot be told. */
function isInText({ document, holder, start, isOnKey }: FindingSite): boolean {
  if (document.tree.errors.length > 0) return true;
  const { node } = holder;
  if (isOnKey || !isScalar(node) || !node.range) return false;
  return /[\r\n]/.test(document.text.slice(node.range[0], start));
}
