import type { Random } from './random.js';

/** One edit: the characters from `start` to `end` are replaced. Offsets in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What people type and paste, and what breaks parsers. */
const pieces = [
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t',
  '\n\n',
  ':',
  ': ',
  ' :',
  '- ',
  '\n- ',
  '\n  - ',
  '? ',
  ', ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '|',
  '|\n',
  '>-\n',
  '&a ',
  '*a',
  '\n<<: *a\n',
  '!!binary ',
  '!!map ',
  '!x ',
  '#',
  ' # c\n',
  '\n---\n',
  '\n...\n',
  '%YAML 1.2\n---\n',
  '\uFEFF',
  '\u0000',
  '\u2028',
  '\u{1F680}',
  'é',
  '\\',
  '\\x',
  '${resources.db.host}',
  '${',
  '}}',
  '${{ parameters.name }}',
  '{% if x %}',
  '{{ x }}',
  '~',
  'null',
  'true',
  '0x1F',
  '1e999',
  '.inf',
  '__proto__: 1\n',
  'constructor: {}\n',
  'apiVersion: goldenpath.dev/v1alpha1\n',
  'apiVersion: score.dev/v1b1\n',
  'kind: Service\n',
  'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
  'metadata:\n',
  'spec:\n',
  'environments:\n',
  '# golden-path-disable-next-line schema/wrong-type\n',
] as const;

type Mutation = (text: string, random: Random) => Edit;

function place(text: string, random: Random): number {
  return random.below(text.length + 1);
}

function lineAt(text: string, offset: number): { start: number; end: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, end: end < 0 ? text.length : end + 1 };
}

const mutations: readonly Mutation[] = [
  (text, random) => {
    const start = place(text, random);
    return { start, end: start, text: random.pick(pieces) };
  },
  (text, random) => {
    const start = place(text, random);
    return { start, end: Math.min(text.length, start + 1 + random.below(12)), text: '' };
  },
  (text, random) => {
    const { start, end } = lineAt(text, place(text, random));
    return { start, end, text: '' };
  },
  (text, random) => {
    const { start, end } = lineAt(text, place(text, random));
    return { start: end, end, text: text.slice(start, end) };
  },
  (text, random) => {
    const { start, end } = lineAt(text, place(text, random));
    const line = text.slice(start, end);
    return { start, end, text: `${' '.repeat(random.below(9))}${line.trimStart()}` };
  },
  (text, random) => {
    const from = lineAt(text, place(text, random));
    const to = lineAt(text, place(text, random)).start;
    return { start: to, end: to, text: text.slice(from.start, from.end) };
  },
  (text, random) => {
    const start = place(text, random);
    return { start, end: Math.min(text.length, start + random.below(40)), text: random.pick(pieces) };
  },
  (text, random) => ({ start: place(text, random), end: text.length, text: '' }),
];

/** A random edit of a text: most are small, as typing is. */
export function mutate(text: string, random: Random): Edit {
  const mutation = random.next() < 0.35 ? mutations[0] : random.pick(mutations);
  const edit = (mutation ?? random.pick(mutations))(text, random);
  return edit.end < edit.start ? { ...edit, end: edit.start } : edit;
}

export function applied(text: string, { start, end, text: added }: Edit): string {
  return text.slice(0, start) + added + text.slice(end);
}
