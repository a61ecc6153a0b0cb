import { StringDecoder } from 'node:string_decoder';

/** The part of a line that is kept; the rest of a longer one is dropped, so that no output can fill the memory. */
export const maxLineLength = 16 * 1024;

/** Cuts output into lines as it comes. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';
  #started = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** The output is over; what is left is a line, too. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#started) this.#emit();
  }

  #take(text: string): void {
    const [first = '', ...more] = text.split('\n');
    this.#keep(first);
    for (const part of more) {
      this.#emit();
      this.#keep(part);
    }
  }

  #keep(part: string): void {
    if (part !== '') this.#started = true;
    this.#rest += part.slice(0, maxLineLength - this.#rest.length);
  }

  #emit(): void {
    const line = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest;
    this.#rest = '';
    this.#started = false;
    this.#onLine(line);
  }
}
