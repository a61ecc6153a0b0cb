import { t } from '../../base/l10n.js';
import type { LogEntry } from './logEntry.js';
import { Ring, type RingLimit } from './logRing.js';

/** Lines a log shows; the oldest go first. */
export const shownLimit: RingLimit = { items: 10_000, size: 2_000_000 };

/** What stands before the message of every line. */
export interface LineHead {
  readonly environment: boolean;
  readonly instance: boolean;
  /** Long names of instances are shown by their end, which tells them apart, times to the millisecond; a file has both whole. */
  readonly isWhole?: boolean;
}

/** Longest name of an instance that leaves room for what it says. */
const longest = 24;

/** One line as text: time, level where it is said, and where it comes from as far as that is in question. */
export function lineText(entry: LogEntry, head: LineHead): string {
  const { instance } = entry;
  if (entry.isRemark) return remarkText(entry.message);
  const name = head.isWhole || instance.length <= longest ? instance : `…${instance.slice(-longest / 2)}`;
  const time = head.isWhole ? entry.time : entry.time.replace(/(\.\d{3})\d+/, '$1');
  const from = [head.environment ? entry.environment : '', head.instance ? name : ''].filter(
    (word) => word !== '',
  );
  const where = from.length === 0 ? '' : `${from.join('/')}: `;
  return `${time} ${entry.isLevelSaid ? `[${entry.level}] ` : ''}${where}${entry.message}`;
}

/** What we say ourselves, apart from lines. */
export function remarkText(sentence: string): string {
  return `-- ${sentence} --`;
}

/** The text of a log document: a heading and the latest lines. */
export class LogText {
  readonly #lines: Ring<string>;

  constructor(limit: RingLimit = shownLimit) {
    this.#lines = new Ring(limit, (line) => line.length + 1);
  }

  get size(): number {
    return this.#lines.size;
  }

  add(line: string): void {
    this.#lines.push(line);
  }

  clear(): void {
    this.#lines.clear();
  }

  /** At most the last `most` lines. */
  toString(heading: string, most = Infinity): string {
    const lines = this.#lines.last(most);
    const before = this.#lines.dropped + this.#lines.length - lines.length;
    const left = before > 0 ? [remarkText(t('{0} earlier lines left out', before))] : [];
    return [heading, ...left, ...lines, ''].join('\n');
  }
}
