/** Real manifests with one key hidden: whoever types there should be offered it. */
import { isScalar, parseAllDocuments, visit } from 'yaml';

/**
 * How the text around the hidden key is when it is asked for: what stands above the cursor, and what stands below. The
 * line of the cursor ends there: what follows begins with a line of its own.
 */
export const variants = {
  intact: (before, indent, after) => [`${before}${indent}`, `\n${after}`],
  'two letters typed': (before, indent, after, key) => [`${before}${indent}${key.slice(0, 2)}`, `\n${after}`],
  'document ends here': (before, indent) => [`${before}${indent}`, ''],
  'unfinished word above': (before, indent, after) => [
    `${before}${indent}unfinished\n${indent}`,
    `\n${after}`,
  ],
  'unclosed [ above': (before, indent, after) => [`${before}${indent}zz: [a\n${indent}`, `\n${after}`],
  'unclosed quote above': (before, indent, after) => [`${before}${indent}zz: "a\n${indent}`, `\n${after}`],
  CRLF: (before, indent, after) =>
    [`${before}${indent}`, `\n${after}`].map((part) => part.replaceAll(/\r?\n/g, '\r\n')),
};

/** Keys of block maps that stand alone on their line, each with the text above and below its entry. */
export function hiddenKeys(text) {
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  if (documents.some(({ errors }) => errors.length > 0) || /[{][{%]|\t|\r/.test(text)) return [];
  return documents.flatMap((document) => keysOf(document, text));
}

function keysOf(document, text) {
  const found = [];
  visit(document, {
    Map: (_, map) => {
      if (map.flow) return visit.SKIP;
      map.items.forEach((pair, index) => {
        if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || map.items.length < 2) return;
        const start = text.lastIndexOf('\n', pair.key.range[0] - 1) + 1;
        const indent = text.slice(start, pair.key.range[0]);
        // Behind the last value, the range may reach into the next line.
        const behind = map.items[index + 1]?.key.range[0] ?? pair.value?.range?.[2];
        const end = behind === text.length ? behind : text.lastIndexOf('\n', behind - 1) + 1;
        if (!/^ *$/.test(indent) || !(end > start)) return;
        found.push({ key: pair.key.value, indent, before: text.slice(0, start), after: text.slice(end) });
      });
      return undefined;
    },
  });
  return found;
}
