import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import { Emitter } from '../../base/events.js';
import type { LogLine } from '../../model/platform.js';
import type { OutputStream } from './processGroup.js';

const ringSize = 10_000;
const retryMs = 5_000;
const maxFileBytes = 10 * 1024 * 1024;

export interface LogSource {
  readonly instance: string;
  readonly container: string;
}

/** The output of one service in one environment: the last 10,000 lines at hand, the last 10 to 20 MB in files. */
export class LogBook {
  readonly #file: string;
  readonly #lines: LogLine[] = [];
  readonly #added = new Emitter<LogLine>();
  #output: WriteStream | undefined;
  #written = 0;
  /** After the disk refused, lines are at hand only, for a while. */
  #closedUntil = 0;
  /** Ids grow over restarts, too. */
  #next = Date.now() * 1_000;

  readonly onDidAdd = this.#added.event;

  constructor(file: string) {
    this.#file = file;
  }

  add(source: LogSource, stream: OutputStream, message: string): void {
    const line: LogLine = {
      id: String(this.#next++),
      time: new Date().toISOString(),
      message,
      stream,
      instance: source.instance,
      container: source.container,
    };
    this.#lines.push(line);
    if (this.#lines.length > ringSize + 1_000) this.#lines.splice(0, this.#lines.length - ringSize);
    this.#write(`${line.time} ${stream} ${source.instance} ${message}\n`);
    this.#added.fire(line);
  }

  lines(): readonly LogLine[] {
    return this.#lines.slice(-ringSize);
  }

  /** The last lines of an instance, for an error message. */
  tail(instance: string, count: number): readonly string[] {
    return this.#lines
      .filter((line) => line.instance === instance)
      .slice(-count)
      .map((line) => line.message);
  }

  close(): void {
    this.#output?.end();
    this.#output = undefined;
  }

  #write(content: string): void {
    if (this.#written > maxFileBytes) this.close();
    try {
      if (!this.#output && Date.now() < this.#closedUntil) return;
      this.#output ??= this.#open();
      this.#written += content.length;
      this.#output.write(content);
    } catch {
      // A full disk must not stop the service; the lines are still at hand.
      this.#closedUntil = Date.now() + retryMs;
    }
  }

  #open(): WriteStream {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    if (existsSync(this.#file) && statSync(this.#file).size > maxFileBytes / 2) {
      renameSync(this.#file, `${this.#file}.1`);
    }
    this.#written = existsSync(this.#file) ? statSync(this.#file).size : 0;
    const output = createWriteStream(this.#file, { flags: 'a', mode: 0o600 });
    output.on('error', () => {
      if (this.#output !== output) return;
      this.#output = undefined;
      this.#closedUntil = Date.now() + retryMs;
    });
    return output;
  }
}
