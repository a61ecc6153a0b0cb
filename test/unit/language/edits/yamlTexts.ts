import fc from 'fast-check';
import type { Path } from '../../../../src/language/documents/lookup.js';

/** A YAML text made up with all it must keep: its value, and whose comment each comment is. */
export interface MadeText {
  readonly text: string;
  readonly value: unknown;
  readonly paths: readonly Path[];
  /** Each comment by its words, and the pair or item that it belongs to. */
  readonly comments: ReadonlyMap<string, Path>;
}

interface Entry {
  readonly key: string;
  readonly node: Tree;
  readonly lead: boolean;
  readonly tail: boolean;
  readonly below: boolean;
  readonly blank: boolean;
}

type Tree =
  | { readonly is: 'scalar'; readonly written: string; readonly value: unknown }
  | { readonly is: 'map' | 'list'; readonly flow: boolean; readonly entries: readonly Entry[] };

const scalars: readonly [string, unknown][] = [
  ['word', 'word'],
  ['"two words"', 'two words'],
  ["'it''s: #1'", "it's: #1"],
  ['7', 7],
  ['true', true],
  ['"1.10"', '1.10'],
  ['', null],
  ['~', null],
  ['a-b_c.d/e', 'a-b_c.d/e'],
  ['héé😀', 'héé😀'],
  ['|', 'BLOCK'],
  ['>-', 'BLOCK'],
];

const scalar: fc.Arbitrary<Tree> = fc
  .constantFrom(...scalars)
  .map(([written, value]) => ({ is: 'scalar', written, value }) as const);

const keys = fc.constantFrom('a', 'b', 'c', 'name', '"x y"', "'k'", 'long-key');

function entry(node: fc.Arbitrary<Tree>): fc.Arbitrary<Entry> {
  const rarely = fc.nat(3).map((n) => n === 0);
  return fc.record({ key: keys, node, lead: rarely, tail: rarely, below: rarely, blank: rarely });
}

function collection(node: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.record({
    is: fc.constantFrom('map' as const, 'map' as const, 'list' as const),
    flow: fc.nat(3).map((n) => n === 0),
    entries: fc.uniqueArray(entry(node), { maxLength: 4, selector: ({ key }) => key }),
  });
}

const tree = fc.letrec<{ node: Tree; top: Tree }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, scalar, collection(tie('node'))),
  top: collection(tie('node')).filter((made) => made.is === 'map' && !made.flow && made.entries.length > 0),
})).top;

class Writer {
  readonly comments = new Map<string, Path>();
  readonly paths: Path[] = [];
  readonly #indentsLists: boolean;
  readonly #step: number;

  constructor(step: number, indentsLists: boolean) {
    this.#step = step;
    this.#indentsLists = indentsLists;
  }

  #comment(path: Path): string {
    const words = `# note ${this.comments.size}.`;
    this.comments.set(words, path);
    return words;
  }

  /** The lines of a block collection, its first without indentation. */
  block(made: Extract<Tree, { entries: unknown }>, column: number, path: Path): string[] {
    const indent = ' '.repeat(column);
    const lines: string[] = [];
    made.entries.forEach((entry, index) => {
      const own = [...path, made.is === 'map' ? plain(entry.key) : index];
      this.paths.push(own);
      const mayLead = lines.length > 0 || path.length === 0;
      if (entry.blank && lines.length > 0) lines.push('');
      if (entry.lead && mayLead) lines.push(indent + this.#comment(own));
      const head = made.is === 'map' ? `${entry.key}:` : '-';
      const [first, ...rest] = this.#behind(entry, column, own, made.is === 'list');
      lines.push(`${indent}${head}${first}`, ...rest);
    });
    const [first = '', ...rest] = lines;
    return [path.length === 0 ? first : first.slice(column), ...rest];
  }

  #behind({ node, tail, below }: Entry, column: number, path: Path, isItem: boolean): string[] {
    const isBehindDash = isItem && node.is !== 'scalar' && !node.flow && node.entries.length > 0;
    const after = tail && !isBehindDash ? ` ${this.#comment(path)}` : '';
    const deeper = ' '.repeat(column + this.#step);

    if (node.is === 'scalar' && node.value === 'BLOCK') {
      return [` ${node.written}${after}`, `${deeper}some`, `${deeper}  text`];
    }
    if (node.is === 'scalar') {
      return [
        `${node.written === '' ? '' : ' '}${node.written}${after}`,
        ...this.#below(below, deeper, path),
      ];
    }
    if (node.flow || node.entries.length === 0) {
      return [` ${this.flow(node, path)}${after}`, ...this.#below(below, deeper, path)];
    }
    if (isItem) {
      const inner = this.block(node, column + 2, path);
      return [` ${inner[0] ?? ''}`, ...inner.slice(1)];
    }
    const inner = node.is === 'list' && !this.#indentsLists ? column : column + this.#step;
    const [first = '', ...rest] = this.block(node, inner, path);
    return [after, ' '.repeat(inner) + first, ...rest];
  }

  #below(below: boolean, deeper: string, path: Path): string[] {
    return below ? [`${deeper}${this.#comment(path)}`] : [];
  }

  flow(made: Tree, path: Path): string {
    if (made.is === 'scalar') return made.value === 'BLOCK' ? 'BLOCK' : made.written;
    const parts = made.entries.map(({ key, node }, index) => {
      const own = [...path, made.is === 'map' ? plain(key) : index];
      this.paths.push(own);
      const written = this.flow(node, own);
      if (made.is === 'list') return written === '' ? '~' : written;
      return `${key}:${written === '' ? '' : ' '}${written}`;
    });
    return made.is === 'map' ? (parts.length ? `{ ${parts.join(', ')} }` : '{}') : `[${parts.join(', ')}]`;
  }
}

function plain(key: string): string {
  return key.replace(/^["']|["']$/g, '');
}

function valueOf(made: Tree, inFlow: boolean): unknown {
  if (made.is === 'scalar') return made.value === 'BLOCK' && !inFlow ? blockValue(made.written) : made.value;
  const flow = inFlow || made.flow;
  if (made.is === 'list') return made.entries.map(({ node }) => valueOf(node, flow));
  return Object.fromEntries(made.entries.map(({ key, node }) => [plain(key), valueOf(node, flow)]));
}

function blockValue(header: string): string {
  return header === '|' ? 'some\n  text\n' : 'some\n  text';
}

export const yamlTexts: fc.Arbitrary<MadeText> = fc
  .record({
    made: tree,
    step: fc.constantFrom(2, 3, 4),
    indentsLists: fc.boolean(),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    ends: fc.boolean(),
  })
  .map(({ made, step, indentsLists, crlf, bom, ends }) => {
    if (made.is === 'scalar') throw new Error('The top is a map.');
    const writer = new Writer(step, indentsLists);
    const body = writer.block(made, 0, []).join('\n') + (ends ? '\n' : '');
    const text = (bom ? '\uFEFF' : '') + (crlf ? body.replaceAll('\n', '\r\n') : body);
    return { text, value: valueOf(made, false), paths: writer.paths, comments: writer.comments };
  });
