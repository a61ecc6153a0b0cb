import { setTranslations } from '../../src/base/l10n.js';

/** A language in which every sentence stands between brackets: what has none did not go through `t()`. */
const pseudo: Readonly<Record<string, string>> = new Proxy(
  {},
  {
    get: (_, sentence) => `⟦${String(sentence)}⟧`,
    getOwnPropertyDescriptor: (_, sentence) => ({
      value: `⟦${String(sentence)}⟧`,
      configurable: true,
      enumerable: true,
    }),
  },
);

/** Does something in the pseudo-language; English again afterwards. */
export function inPseudoLocale<T>(work: () => T): T {
  setTranslations(pseudo);
  try {
    return work();
  } finally {
    setTranslations({});
  }
}

/**
 * Words of a text that are between no brackets. What comes from a platform counts as none when it is written, as the
 * data of these tests is, without small letters.
 */
export function plainWords(text: string): readonly string[] {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return rest.match(/\p{Ll}{3,}/gu) ?? [];
}
