import { isMap, isSeq, visit, type Node, type YAMLError } from 'yaml';
import { t } from '../../base/l10n.js';
import { spanOf, type Span } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Finding } from './finding.js';
import { syntaxMessage } from './syntaxMessages.js';

/** Faults that say something of their own place only; the others may follow from an earlier one. */
const local = new Set(['TAB_AS_INDENT', 'BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'TAG_RESOLVE_FAILED']);

/** YAML's own faults: the first, which is the cause of most others, and those that stand for themselves. */
export function syntaxFindings(document: YamlDocument): Finding[] {
  const errors = [...document.tree.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const lines = new Set<number>();
  return errors.flatMap((error, index) => {
    const line = document.text.lastIndexOf('\n', error.pos[0] - 1);
    if (lines.has(line) || (index > 0 && !local.has(error.code))) return [];
    lines.add(line);
    const message = syntaxMessage(error, document);
    return [
      {
        ...(openQuote(document, error) ?? errorSpan(document.text, error)),
        code: 'yaml/syntax',
        severity: 'error',
        message,
      },
    ];
  });
}

/** Where a text begins that has no closing quote: it swallows all that follows, so its end says nothing. */
function openQuote({ text, tree }: YamlDocument, { code, message }: YAMLError): Span | undefined {
  if (code !== 'MISSING_CHAR' || !/closing ['"]quote|closing .?quote/i.test(message)) return undefined;
  let found: Span | undefined;
  visit(tree, {
    Scalar: (_, { type, range }) => {
      const [start, end] = range ?? [0, 0];
      if (!type?.startsWith('QUOTE') || (end - start > 1 && text[end - 1] === text[start])) return;
      const length = text.slice(start, end).search(/[\r\n]/);
      found = { start, end: length < 0 ? end : start + length };
    },
  });
  return found;
}

/** The fault's own characters, never past the end of their line. */
function errorSpan(text: string, error: YAMLError): Span {
  const start = Math.min(error.pos[0], text.length);
  let lineEnd = start;
  while (lineEnd < text.length && text[lineEnd] !== '\r' && text[lineEnd] !== '\n') lineEnd++;
  const end = Math.min(Math.max(error.pos[1], start + 1), lineEnd);
  if (end > start) return { start, end };
  const before = text.slice(0, start).trimEnd().length;
  return before === 0 ? { start, end: start } : { start: before - 1, end: before };
}

/** Keys that stand twice in one map: the later one wins, which is rarely what was meant. Linear in the keys. */
export function duplicateKeys(document: YamlDocument): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: Node | null): void => {
    if (isSeq(node)) for (const item of node.items) visit(item as Node);
    if (!isMap(node)) return;
    const seen = new Map<string, Span>();
    for (const { key, value } of node.items) {
      const name = keyOf(key);
      const span = spanOf(key as Node);
      if (name !== undefined && name !== '<<' && span) {
        const first = seen.get(name);
        if (first) {
          const message = t('Duplicate key “{0}”. Remove one of them.', name);
          const related = { ...first, message: t('“{0}” stands here first.', name) };
          findings.push({ ...span, code: 'yaml/duplicate-key', severity: 'error', message, related });
        } else seen.set(name, span);
      }
      visit(value as Node | null);
    }
  };
  visit(document.root);
  return findings;
}
