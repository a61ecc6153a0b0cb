import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { usageError } from '../options.js';
import { isReportFormat, type ReportFormat } from './reporters/reporters.js';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: ReportFormat;
  /** The file that gets the report; standard output when left out. */
  readonly output?: string | undefined;
  readonly fix: boolean;
  readonly watch: boolean;
  /** Only errors are printed. */
  readonly quiet: boolean;
  /** More warnings than that count like an error; any number is fine when left out. */
  readonly maxWarnings?: number | undefined;
  /** What the text on standard input is the text of; only with the path `-`. */
  readonly stdinFilename?: string | undefined;
  /** A platform that is asked, too: its URL, or `local`. */
  readonly platform?: string | undefined;
  readonly tokenFile?: string | undefined;
}

const options = {
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  fix: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  'max-warnings': { type: 'string' },
  'stdin-filename': { type: 'string' },
  platform: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

/** Reads the arguments of `check`. Throws `UserError` for those that cannot be. */
export function readCheckOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const {
    format,
    'max-warnings': most,
    'stdin-filename': stdinFilename,
    'token-file': tokenFile,
    ...rest
  } = values;
  if (!isReportFormat(format)) {
    throw usageError('check', t('--format is text, json, sarif, junit or github, not "{0}"', format));
  }
  if (most !== undefined && !/^\d{1,9}$/.test(most)) {
    throw usageError('check', t('--max-warnings is a whole number, not "{0}"', most));
  }
  const isStdin = positionals.includes('-');
  if (isStdin && positionals.length > 1) {
    throw usageError('check', t('- is standard input and stands alone'));
  }
  if (stdinFilename !== undefined && !isStdin) {
    throw usageError('check', t('--stdin-filename names what comes on standard input: give - too'));
  }
  if (isStdin && values.watch) throw usageError('check', t('standard input cannot be watched'));
  return {
    ...rest,
    format,
    stdinFilename,
    tokenFile,
    maxWarnings: most === undefined ? undefined : Number(most),
    paths: positionals.length > 0 ? positionals : ['.'],
  };
}
