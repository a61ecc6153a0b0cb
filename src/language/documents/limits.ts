/** What the service takes on (docs/architecture.md, the table of limits). Sizes in UTF-16 units. */
export const limits = {
  /** Above this: syntax and outline only. */
  fullService: 1024 * 1024,
  /** Above this: nothing is parsed. */
  outline: 2 * 1024 * 1024,
  depth: 200,
  /** Values of one file after its aliases are expanded. */
  nodes: 100_000,
  diagnostics: 200,
} as const;
