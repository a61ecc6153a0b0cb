import { shownLine } from '../../base/plainText.js';
import type { LogLine } from '../../model/platform.js';

/** Levels a person chooses from, least grave first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line as it is kept: plain text, with what it is filtered by. */
export interface LogEntry {
  readonly time: string;
  readonly level: LogLevel;
  /** Whether the level was given or is written in the line; else it is taken from the stream. */
  readonly isLevelSaid: boolean;
  readonly environment: string;
  readonly instance: string;
  readonly message: string;
  /** Said by us, between the lines. */
  readonly isRemark?: boolean;
}

/** What we say between the lines; no filter hides it. */
export function remarkEntry(message: string): LogEntry {
  return {
    time: '',
    level: 'info',
    isLevelSaid: false,
    environment: '',
    instance: '',
    message,
    isRemark: true,
  };
}

const written = /^[^a-zA-Z]{0,40}(trace|debug|info|warn|warning|error|fatal|critical)\b/i;
const inJson = /"(?:level|severity)"\s*:\s*"(trace|debug|info|warn|warning|error|fatal|critical)"/i;
/** What belongs to the line before it: frames of a stack, and the causes between them. */
const continuation = /^(?:\s+\S|Caused by:|Traceback |\.\.\. \d+ more)/;

/** Turns lines of one environment into entries; a line of a stack takes the level of the line that it belongs to. */
export class EntryReader {
  readonly #environment: string;
  readonly #last = new Map<string, LogLevel>();

  constructor(environment: string) {
    this.#environment = environment;
  }

  read(line: LogLine): LogEntry {
    const message = shownLine(line.message);
    const source = `${line.instance ?? ''} ${line.stream ?? ''}`;
    const said = knownLevel(line.level) ?? knownLevel((written.exec(message) ?? inJson.exec(message))?.[1]);
    const before = continuation.test(message) ? this.#last.get(source) : undefined;
    const level = said ?? before ?? (line.stream === 'stderr' ? 'warn' : 'info');
    this.#last.set(source, level);
    if (this.#last.size > mostSources) this.#last.clear();
    return {
      time: line.time,
      level,
      isLevelSaid: line.level !== undefined,
      environment: this.#environment,
      instance: line.instance === undefined ? '' : shownLine(line.instance),
      message,
    };
  }
}

const mostSources = 1_000;

function knownLevel(word: string | undefined): LogLevel | undefined {
  switch (word?.toLowerCase()) {
    case undefined:
      return undefined;
    case 'warning':
      return 'warn';
    case 'critical':
      return 'fatal';
    default:
      return logLevels.find((level) => level === word?.toLowerCase());
  }
}
