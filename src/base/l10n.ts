import { isolated } from './bidi.js';

let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: English text as key, translated text as value. Call once, at start. */
export function setTranslations(translations: Readonly<Record<string, string>>): void {
  bundle = translations;
}

/**
 * The one door for every string a person sees. `message` is a literal in English with `{0}`, `{1}` … as places
 * for `args`, each kept in its own direction; it is also the key of the translation.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const text = Object.hasOwn(bundle, message) ? (bundle[message] ?? message) : message;
  return args.length === 0
    ? text
    : text.replace(/\{(\d+)\}(\.(?=\s|$))?/g, (place, index: string, stop: string | undefined) => {
        const value = args[Number(index)];
        if (value === undefined) return place;
        // What ends with a full stop ends the sentence, too.
        const words = String(value);
        return isolated(words) + (/[.…]$/.test(words) ? '' : (stop ?? ''));
      });
}
