import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import { didYouMean } from './didYouMean.js';

export type OutputFormat = 'human' | 'json';

/** The options of every command that speaks to a platform. */
export const platformOptions = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
  service: { type: 'string' },
  environment: { type: 'string' },
  format: { type: 'string', default: 'human' },
} as const;

/** What commands that only read take besides, so that one set of arguments does for all: `--yes` has nothing to answer. */
export const readingOptions = {
  ...platformOptions,
  path: { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

/** Checks `--format`. */
export function readFormat(command: string, format: string): OutputFormat {
  if (format === 'human' || format === 'json') return format;
  throw usageError(command, t('--format is human or json, not "{0}"', format));
}

/** Checks that an option without a default was given. */
export function required(command: string, option: string, value: string | undefined): string {
  if (value) return value;
  throw usageError(command, t('--{0} is missing', option));
}

export function usageError(command: string, reason: string): UserError {
  return new UserError('cli.usage', t('{0}. See: golden-path {1} --help', reason, command));
}

/** What the arguments were refused for, when `error` is of the runtime's parser; `usage` names the options there are. */
export function refusedArguments(command: string, error: unknown, usage: string): UserError | undefined {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) {
    return undefined;
  }
  const [reason = ''] = error.message.split(/\. |\n/);
  const [, unknown] = /^Unknown option '(--[^']+)'/.exec(reason) ?? [];
  const meant = unknown && didYouMean(unknown, usage.match(/--[a-z][a-z-]*/g) ?? []);
  if (meant) return new UserError('cli.usage', t('{0}. Did you mean "{1}"?', reason, meant));
  return usageError(command, reason.replace(/\.$/, ''));
}
