import { isCollection, isScalar, visit } from 'yaml';
import { t } from '../../../base/l10n.js';
import { parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { changed, type Change } from '../../edits/change.js';
import { lineEnd, lineStart, nextLine } from '../../edits/lines.js';
import { styleOf } from '../../edits/style.js';
import type { Proposal } from '../action.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { lineUp } from './indentation.js';

/** What can be wrong with a text as such, tried one after the other: only what makes it readable is offered. */
export const mendSyntax: Fix = (site) => {
  for (const attempt of [spacesForTabs, missingCharacters, lineUp, badScalars]) {
    const found = thatHelp(site, attempt(site));
    if (found.length > 0) return found;
  }
  return [];
};

const mostTries = 12;

/** Those of several that leave fewer faults, each outcome once; the first is preferred. */
function thatHelp({ document }: FindingSite, tries: readonly Proposal[]): Proposal[] {
  const before = faultsOf(document.text) ?? 0;
  const seen = new Set<string>();
  const found = tries.slice(0, mostTries).filter(({ changes = [] }) => {
    const text = changed(document.text, changes);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew && (faultsOf(text) ?? before) < before;
  });
  return found
    .slice(0, 2)
    .map((one, index) => (index === 0 ? { ...one, isPreferred: true } : { ...one, isSafe: false }));
}

/** How many faults a text has as YAML; `undefined` for one that nothing can be read in. */
function faultsOf(text: string): number | undefined {
  const parsed = parseYaml(text);
  return parsed?.reduce((sum, { tree }) => sum + tree.errors.length, 0);
}

/** On every line that a tab indents: one alone would not line up with the others. */
function spacesForTabs({ document, start }: FindingSite): Proposal[] {
  const { text } = document;
  if (!/^[ ]*\t/.test(text.slice(lineStart(text, start), lineEnd(text, start)))) return [];
  const step = ' '.repeat(styleOf(document).step);
  const changes = [...text.matchAll(/^[ ]*\t[ \t]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0].replaceAll('\t', step),
  }));
  return proposal({ title: t('Indent with spaces'), isSafe: true }, changes);
}

function missingCharacters(site: FindingSite): Proposal[] {
  const { document, start } = site;
  const { text } = document;
  const found: Proposal[] = [];
  for (const { at, closing } of unclosed(document)) {
    const end = contentEnd(text, at, closing);
    found.push(...proposal({ title: t('Add the closing {0}', closing) }, insert(end, closing)));
  }
  const above = lineStart(text, Math.max(lineStart(text, start) - 1, 0));
  for (const line of new Set([lineStart(text, start), above])) {
    const words = text.slice(line, lineEnd(text, line));
    const glued = /^[ \t]*(?:- )*(?:[\w./-]+|"[^"]*"|'[^']*'):(?=[^\s:/])/.exec(words);
    if (glued) {
      const about = { title: t('Add a space after the colon'), isSafe: true };
      found.push(...proposal(about, insert(line + glued[0].length, ' ')));
    }
    const bare = /^[ \t]*(?:- )*[\w./-]+(?=[ \t]*(?:#.*)?$)/.exec(words);
    if (bare) {
      found.push(...proposal({ title: t('Add a colon after the key') }, insert(line + bare[0].length, ':')));
    }
    const spaced = /^([ \t]*(?:- )*[\w./-]+) +(?=\S)/.exec(words);
    if (spaced?.[1] !== undefined) {
      found.push(
        ...proposal({ title: t('Add a colon after the key') }, insert(line + spaced[1].length, ':')),
      );
    }
  }
  return found;
}

function insert(at: number, text: string): Change {
  return { start: at, end: at, text };
}

/** Quotes, brackets and braces that may have no end, the last one first. */
function unclosed({ text, tree }: YamlDocument): { at: number; closing: string }[] {
  const found: { at: number; closing: string }[] = [];
  visit(tree, {
    Node: (_, node) => {
      const [start, end] = node.range ?? [0, 0];
      const opening = text[start] ?? '';
      const closing =
        isScalar(node) && node.type?.startsWith('QUOTE')
          ? opening
          : isCollection(node) && node.flow
            ? opening === '['
              ? ']'
              : '}'
            : '';
      if (closing === '') return;
      const isOpen = end - start < 2 || text[end - 1] !== closing || /\n/.test(text.slice(start, end));
      if (isOpen) found.push({ at: start, closing });
    },
  });
  return found.reverse().slice(0, 8);
}

/** The end of what can belong to the value that opens on a line. */
function contentEnd(text: string, at: number, closing: string): number {
  const line = text.slice(at, lineEnd(text, at));
  const isQuote = closing === '"' || closing === "'";
  const words = isQuote ? line : line.replace(/[ \t]#.*$/, '');
  return at + words.trimEnd().replace(/,$/, '').length;
}

function badScalars({ document, start, end }: FindingSite): Proposal[] {
  const { text } = document;
  const error = document.tree.errors.find(({ pos }) => pos[0] >= start - 1 && pos[0] <= end);
  const line = lineStart(text, start);
  const stop = lineEnd(text, start);
  switch (error?.code) {
    case 'BAD_DQ_ESCAPE': {
      const at = text.indexOf('\\', error.pos[0]);
      return at < 0 ? [] : proposal({ title: t('Double the backslash'), isSafe: true }, insert(at, '\\'));
    }
    case 'BAD_SCALAR_START':
      return quoted(text, start, stop);
    case 'BLOCK_AS_IMPLICIT_KEY': {
      const head = /^[ \t]*(?:- )*[\w./-]+:[ \t]+/.exec(text.slice(line, stop));
      return head ? quoted(text, line + head[0].length, stop) : [];
    }
    case 'TAG_RESOLVE_FAILED': {
      const tag = /^![^\s]*[ \t]*/.exec(text.slice(error.pos[0]));
      return tag
        ? proposal(
            { title: t('Remove the tag') },
            { start: error.pos[0], end: error.pos[0] + tag[0].length, text: '' },
          )
        : [];
    }
    case 'MULTIPLE_DOCS':
      return proposal(
        { title: t('Begin a new document') },
        insert(line, `---${text.slice(stop, nextLine(text, stop))}`),
      );
    default:
      return [];
  }
}

/** What stands from an offset to the end of its line, but for a comment, in quotes. */
function quoted(text: string, start: number, stop: number): Proposal[] {
  const words = text
    .slice(start, stop)
    .replace(/[ \t]+#.*$/, '')
    .trimEnd();
  if (words === '') return [];
  return proposal(
    { title: t('Put it in quotes') },
    { start, end: start + words.length, text: JSON.stringify(words) },
  );
}
