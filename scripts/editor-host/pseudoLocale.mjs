/**
 * The extension in a language that nobody speaks, made from what translators start from: every sentence stands between
 * brackets and is longer by a third, so that a test sees what was not translated and what is cut.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Windows' name of such a language. */
export const pseudoLanguage = 'qps-ploc';

/** Makes `folder` the same extension as `extension`, with the pseudo-language beside its own. */
export function pseudoExtension(extension, folder) {
  mkdirSync(path.join(folder, 'l10n'), { recursive: true });
  for (const name of readdirSync(extension)) {
    if (name !== 'l10n' && name !== 'dist') symlinkSync(path.join(extension, name), path.join(folder, name));
  }
  // The editor knows by its real path whose code asks for translations.
  cpSync(path.join(extension, 'dist'), path.join(folder, 'dist'), { recursive: true });
  const translate = (from, to) => {
    const sentences = JSON.parse(readFileSync(path.join(extension, from), 'utf8'));
    const translated = Object.entries(sentences).map(([key, sentence]) => [key, inPseudo(sentence)]);
    writeFileSync(path.join(folder, to), JSON.stringify(Object.fromEntries(translated)));
  };
  translate('package.nls.json', `package.nls.${pseudoLanguage}.json`);
  translate('l10n/bundle.l10n.json', `l10n/bundle.l10n.${pseudoLanguage}.json`);
  return folder;
}

/** Line by line: a link that is a line of its own is a button in a view's welcome text. */
function inPseudo(sentence) {
  return sentence
    .split('\n')
    .map((line) => {
      const button = /^\[(.*)\]\((.*)\)$/.exec(line);
      return button ? `[${bracketed(button[1])}](${button[2]})` : bracketed(line);
    })
    .join('\n');
}

function bracketed(line) {
  return line && `⟦${line}${' ÔÔÔÔ'.repeat(Math.ceil(line.length / 15))}⟧`;
}
