import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

const word = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
const shellOnly = /^(?:&&|\|\||[|;&<>]|\d?>{1,2}.*|.*;)$/;

/** Splits a command into words, with quotes as in a shell but nothing else of one. Throws `UserError` for more. */
export function splitCommand(command: string): readonly string[] {
  const words = command.match(word) ?? [];
  if (words.length === 0) throw new UserError('local.build-command-empty', t('The build command is empty.'));
  const operator = words.find((item) => shellOnly.test(item));
  if (operator !== undefined) {
    throw new UserError(
      'local.build-command-shell',
      t(
        'The build command is run without a shell, so "{0}" has no meaning: put the steps into a script.',
        operator,
      ),
    );
  }
  return words.map((item) =>
    item.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_match, double?: string, single?: string, escaped?: string) =>
        double !== undefined ? double.replace(/\\(.)/g, '$1') : (single ?? escaped ?? ''),
    ),
  );
}
