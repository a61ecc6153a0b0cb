/** What a client may say when it starts the server. */
export interface InitializationOptions {
  /** URI of the documentation folder that rule links lead into. */
  readonly docsBase?: string;
  /** English text to translated text. */
  readonly translations?: Readonly<Record<string, string>>;
  /** The client answers `goldenPath/readFile` and `goldenPath/readFolder`. */
  readonly clientFiles: boolean;
}

export function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return { clientFiles: false };
  const { docsBase, translations, clientFiles } = value as Record<string, unknown>;
  return {
    ...(typeof docsBase === 'string' && docsBase !== '' && { docsBase }),
    ...(isTranslations(translations) && { translations }),
    clientFiles: clientFiles === true,
  };
}

function isTranslations(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
