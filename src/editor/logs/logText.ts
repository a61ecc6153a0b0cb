import { t } from '../../base/l10n.js';

/** Lines a log view keeps; the oldest go first. */
export const mostLines = 10_000;

/** The text of one log view: a heading and the latest lines. */
export class LogText {
  readonly #heading: string;
  readonly #limit: number;
  #lines: string[] = [];
  #dropped = 0;

  constructor(heading: string, limit = mostLines) {
    this.#heading = heading;
    this.#limit = limit;
  }

  /** Adds text that ends with a line feed. */
  append(text: string): void {
    this.#lines.push(...text.split('\n').slice(0, -1));
    const over = this.#lines.length - this.#limit;
    if (over <= 0) return;
    this.#dropped += over;
    this.#lines = this.#lines.slice(over);
  }

  toString(): string {
    const heading = [
      this.#heading,
      ...(this.#dropped > 0 ? [t('— {0} earlier lines left out —', this.#dropped)] : []),
    ];
    return [...heading, ...this.#lines, ''].join('\n');
  }
}
