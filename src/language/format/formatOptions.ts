/** How a text is laid out. */
export interface FormatOptions {
  /** Columns of one level of indentation. */
  readonly tabSize: number;
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly bracketSpacing: boolean;
  /** White space at the ends of lines is taken away. */
  readonly trimTrailingWhitespace: boolean;
  /** A last line that does not end gets an end. */
  readonly insertFinalNewline: boolean;
  /** Empty lines at the end are taken away. */
  readonly trimFinalNewlines: boolean;
  /** The end of each line; without it each keeps its own. */
  readonly endOfLine?: '\n' | '\r\n';
}

/** What a client says of it; the names are LSP's. */
export interface ClientFormatting {
  readonly tabSize?: number;
  readonly trimTrailingWhitespace?: boolean;
  readonly insertFinalNewline?: boolean;
  readonly trimFinalNewlines?: boolean;
}

/** What files beside the manifest say, over what the client says, over the standard. */
export function formatOptions(client: ClientFormatting, files: Partial<FormatOptions> = {}): FormatOptions {
  const size = files.tabSize ?? client.tabSize ?? 2;
  return {
    bracketSpacing: true,
    trimTrailingWhitespace: client.trimTrailingWhitespace ?? true,
    insertFinalNewline: client.insertFinalNewline ?? true,
    trimFinalNewlines: client.trimFinalNewlines ?? true,
    ...files,
    tabSize: Number.isInteger(size) && size >= 1 && size <= 16 ? size : 2,
  };
}
