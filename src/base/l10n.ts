let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: English text as key, translated text as value. Call once, at start. */
export function setTranslations(translations: Readonly<Record<string, string>>): void {
  bundle = translations;
}

/**
 * The one door for every string a person sees. `message` is a literal in English with `{0}`, `{1}` … as places
 * for `args`; it is also the key of the translation.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const text = Object.hasOwn(bundle, message) ? (bundle[message] ?? message) : message;
  return args.length === 0
    ? text
    : text.replace(/\{(\d+)\}/g, (place, index: string) => {
        const value = args[Number(index)];
        return value === undefined ? place : String(value);
      });
}
