import { t } from '../../base/l10n.js';
import { logLevels, type LogEntry, type LogLevel } from './logEntry.js';

/** Which lines of a log are shown; what is absent leaves all of them. */
export interface LogFilter {
  /** This level and graver ones. */
  readonly level?: LogLevel;
  /** Part of a line, in any case of letters. */
  readonly text?: string;
  readonly instance?: string;
  readonly environment?: string;
  /** ms since the epoch. */
  readonly from?: number;
  /** ms since the epoch. */
  readonly to?: number;
}

/** The filter as a test of one line, with what is costly made once. */
export function testOf(filter: LogFilter): (entry: LogEntry) => boolean {
  const { instance, environment, from, to } = filter;
  const least = filter.level === undefined ? 0 : logLevels.indexOf(filter.level);
  const text = filter.text?.toLowerCase();
  return (entry) => {
    if (entry.isRemark) return true;
    if (least > 0 && logLevels.indexOf(entry.level) < least) return false;
    if (instance !== undefined && entry.instance !== instance) return false;
    if (environment !== undefined && entry.environment !== environment) return false;
    if (text !== undefined && !entry.message.toLowerCase().includes(text)) return false;
    if (from === undefined && to === undefined) return true;
    const time = Date.parse(entry.time);
    return !(time < (from ?? -Infinity)) && !(time > (to ?? Infinity));
  };
}

export function levelWords(level: LogLevel): string {
  return level === logLevels.at(-1) ? t('{0} only', level) : t('{0} and graver', level);
}

/** The filter in words, empty where all is shown. */
export function filterWords({ level, text, instance, environment, from, to }: LogFilter): readonly string[] {
  const clock = (time: number): string => new Date(time).toISOString();
  return [
    ...(level === undefined ? [] : [levelWords(level)]),
    ...(text === undefined ? [] : [t('with “{0}”', text)]),
    ...(instance === undefined ? [] : [t('instance {0}', instance)]),
    ...(environment === undefined ? [] : [t('in {0}', environment)]),
    ...(from === undefined ? [] : [t('from {0}', clock(from))]),
    ...(to === undefined ? [] : [t('to {0}', clock(to))]),
  ];
}
