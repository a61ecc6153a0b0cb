/** What the service needs from its host. URIs are strings. */
export interface FilePort {
  /** The text of a file; `undefined` when there is none. Rejects when that cannot be told. */
  readText(uri: string): Promise<string | undefined>;
}

export interface LanguagePorts {
  readonly files: FilePort;
  /** URI of the documentation folder that rule links lead into; without it there are no links. */
  readonly docsBase?: string;
}
