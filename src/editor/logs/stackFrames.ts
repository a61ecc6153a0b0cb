/** A place in source code that a line of a log names. */
export interface StackFrame {
  /** Where in the line it stands. */
  readonly start: number;
  readonly end: number;
  /** As written: absolute where the service runs, relative, or only a file's name. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column?: number;
}

/** Longer lines are searched this far. */
const searched = 2_000;
const name = String.raw`[^\s"'()<>|*?:,;]`;
/** A path that ends in an extension; blanks only where quotes or brackets hold it together. */
const file = String.raw`(?:file://)?(?:[A-Za-z]:[\\/])?${name}{1,400}?\.[A-Za-z]\w{0,9}`;

interface Format {
  readonly pattern: RegExp;
  /** Makes the path of what is written, where more than the file is needed. */
  readonly path?: (groups: Readonly<Record<string, string | undefined>>) => string;
}

const formats: readonly Format[] = [
  // Python: File "/app/main.py", line 12, in handle
  { pattern: /File "(?<path>[^"\n]{1,400})", line (?<line>\d{1,7})/dg },
  // Java, Kotlin, Scala: at shop.cart.Basket$Item.price(Basket.java:42)
  {
    pattern:
      /\bat (?:[\w.$-]*\/)*(?<type>[\w$]+(?:\.[\w$<>]+)+)\((?<path>[\w$-]+\.(?:java|kt|kts|scala|groovy|clj)):(?<line>\d{1,7})\)/dg,
    path: ({ type = '', path = '' }) => [...type.split('.').slice(0, -2), path].join('/'),
  },
  // .NET: in /app/Basket.cs:line 42; PHP: in /app/basket.php on line 42
  { pattern: /\bin (?<path>[^\n"]{1,400}?\.\w{1,10})(?::line| on line) (?<line>\d{1,7})/dg },
  // PHP: #0 /app/basket.php(42): price()
  { pattern: /(?<path>[^\s"'()]{1,400}\.php)\((?<line>\d{1,7})\)/dg },
  // Node.js in brackets, where a path may have blanks: at price (/my app/basket.js:42:7)
  {
    pattern:
      /\((?<path>(?:file:\/\/)?(?:[A-Za-z]:)?[/\\][^()\n]{1,400}?\.\w{1,10}):(?<line>\d{1,7})(?::(?<column>\d{1,6}))?\)/dg,
  },
  // Node.js, Go, Rust, Ruby, C++ and compilers: path:42:7 or path:42
  {
    pattern: new RegExp(
      String.raw`(?<![\w/\\:.@-])(?<path>${file}):(?<line>\d{1,7})(?::(?<column>\d{1,6}))?(?![\w.-])`,
      'gd',
    ),
  },
];

/** A look at whether a line may name a place at all: most do not. */
const hint = /\.\w{1,10}"?[:(, ]|line \d/;

/** The places that a line names, in the formats of the usual languages. */
export function framesIn(text: string): readonly StackFrame[] {
  const line = text.slice(0, searched);
  if (!hint.test(line) || !/\d/.test(line)) return [];
  const found: StackFrame[] = [];
  for (const { pattern, path } of formats) {
    for (const match of line.matchAll(pattern)) {
      const frame = frameOf(match, path);
      if (frame && !found.some((other) => other.start < frame.end && frame.start < other.end)) {
        found.push(frame);
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function frameOf(match: RegExpMatchArray, path: Format['path']): StackFrame | undefined {
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  const spans = match.indices?.groups ?? {};
  const written = groups['path'] ?? '';
  const [start] = spans['path'] ?? [];
  const [, lineEnd] = spans['line'] ?? [];
  const [, end = lineEnd] = spans['column'] ?? [];
  if (start === undefined || end === undefined || /^(?!file:)[a-z][\w+.-]+:/.test(written)) {
    return undefined;
  }
  const column = groups['column'];
  return {
    start,
    end,
    path: path ? path(groups) : written,
    line: Number(groups['line']),
    ...(column !== undefined && { column: Number(column) }),
  };
}
