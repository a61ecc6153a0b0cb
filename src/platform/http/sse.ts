import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';

/** One event of a stream (WHATWG HTML, server-sent events). */
export interface SseEvent {
  /** The last id the stream gave, empty for none. */
  readonly id: string;
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
}

/** Above this many characters an event is refused: 1 MB is far more than any line of a log. */
const maxEventLength = 1024 * 1024;

/** Reads a stream of events from text in pieces, cut anywhere. An unfinished last event is dropped, as the standard says. */
export class SseParser {
  #line = '';
  #afterReturn = false;
  #id = '';
  #event = '';
  #data: string[] = [];
  #length = 0;
  #retryMs: number | undefined;
  readonly #maxLength: number;

  constructor(maxLength = maxEventLength) {
    this.#maxLength = maxLength;
  }

  /** What the server last asked to wait before coming back. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /** The events that `chunk` completes. Throws `PlatformError` `too-large`. */
  push(chunk: string): SseEvent[] {
    const events: SseEvent[] = [];
    let from = 0;
    for (const { index, 0: end } of chunk.matchAll(/\r\n|\r|\n/g)) {
      // The second half of a CRLF that was cut in two ends no line of its own.
      const isRest = index === 0 && this.#afterReturn && end === '\n';
      this.#afterReturn = false;
      if (!isRest) {
        this.#grow(chunk.slice(from, index));
        const event = this.#endLine();
        if (event) events.push(event);
      }
      from = index + end.length;
    }
    if (chunk !== '') this.#afterReturn = chunk.endsWith('\r');
    this.#grow(chunk.slice(from));
    return events;
  }

  #grow(part: string): void {
    this.#length += part.length;
    if (this.#length > this.#maxLength) {
      throw new PlatformError(
        'too-large',
        t('The platform sends an event of more than 1 MB. Tell its team.'),
      );
    }
    this.#line += part;
  }

  #endLine(): SseEvent | undefined {
    const line = this.#line;
    this.#line = '';
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field !== 'data') this.#length -= line.length;
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
    return undefined;
  }

  #dispatch(): SseEvent | undefined {
    const data = this.#data;
    const event = this.#event || 'message';
    this.#data = [];
    this.#event = '';
    this.#length = 0;
    return data.length > 0 ? { id: this.#id, event, data: data.join('\n') } : undefined;
  }
}
