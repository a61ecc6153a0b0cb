import { Document, isCollection, isMap, isSeq, visit, type Node } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { isFlow } from './extent.js';
import { columnOf, lineBreakOf } from './lines.js';

/** How a document is laid out: what is written into it looks like what is there. */
export interface Style {
  /** Spaces that a map is indented by. */
  readonly step: number;
  /** Whether the dashes of a list stand further in than its key. */
  readonly indentsLists: boolean;
  readonly lineBreak: string;
}

/** The style of the first map and the first list that tell one. */
export function styleOf({ text, root }: YamlDocument): Style {
  let step: number | undefined;
  let indentsLists: boolean | undefined;
  const visit = (node: Node | null): void => {
    if (!isMap(node) || isFlow(node)) return;
    const column = columnOf(text, node.range?.[0] ?? 0);
    for (const { value } of node.items) {
      if (step !== undefined && indentsLists !== undefined) return;
      if (!isCollection(value) || isFlow(value)) continue;
      const deeper = columnOf(text, value.range?.[0] ?? 0) - column;
      if (isSeq(value)) indentsLists ??= deeper > 0;
      else if (deeper > 0) step ??= deeper;
      visit(value);
    }
  };
  visit(root);
  return { step: step ?? 2, indentsLists: indentsLists ?? true, lineBreak: lineBreakOf(text) };
}

/** A value on one line, in flow style where it is a collection. */
export function flowText(value: unknown): string {
  return written(value).toString({ lineWidth: 0, collectionStyle: 'flow' }).trimEnd();
}

/** Pairs in block style; all lines but the first are indented by `column`. */
export function pairsText(values: Readonly<Record<string, unknown>>, column: number, style: Style): string {
  const text = written(values).toString({ lineWidth: 0, indent: style.step, indentSeq: style.indentsLists });
  const indent = ' '.repeat(column);
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indent + line))
    .join(style.lineBreak);
}

/** A key as it is written, in quotes where it needs them. */
export function keyText(key: string): string {
  return flowText(key);
}

/** Text that a reader of YAML 1.1 takes for a truth value, a number or a date. */
const old = /^(?:y|n|yes|no|on|off|0[0-7_]+|\d[\d_]*(?:_\d+|(?::[0-5]?\d)+)|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?)$/i;

/** A value with quotes around what older readers of YAML would take for something else. */
export function written(value: unknown): Document {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && old.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document;
}
