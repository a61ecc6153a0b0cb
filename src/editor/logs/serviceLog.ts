import { isAbort } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { LogLine, LogQuery } from '../../model/platform.js';
import { followLog } from './followLog.js';
import { EntryReader, type LogEntry } from './logEntry.js';
import { filterWords, testOf, type LogFilter } from './logFilter.js';
import { Ring } from './logRing.js';
import { lineText, LogText } from './logText.js';

/** What is kept of a log to be filtered anew and saved, whatever is shown of it. */
const keptLimit = { items: 20_000, size: 8_000_000 };
/** What an entry takes beside its message. */
const entrySize = 100;
const firstLines = 2_000;

export interface LogSource {
  readonly service: string;
  /** All of them go into one log. */
  readonly environments: readonly string[];
  readonly read: (environment: string, query: LogQuery, signal: AbortSignal) => AsyncIterable<LogLine>;
  readonly log: Log;
}

/** The log of a service in one or more environments: what is kept of it, what is shown, and whether it moves. */
export class ServiceLog implements Disposable {
  readonly source: LogSource;
  readonly #kept = new Ring<LogEntry>(keptLimit, ({ message }) => message.length + entrySize);
  readonly #text = new LogText();
  readonly #changed = new Emitter<void>();
  readonly #instances = new Set<string>();
  #abort = new AbortController();
  #filter: LogFilter = {};
  #passes = testOf({});
  /** What stood there when it was paused. */
  #held: readonly LogEntry[] | undefined;
  /** The time range that is read, which the filter of a paused log may have left. */
  #from: number | undefined;
  /** Lines that came since it was paused. */
  #waiting = 0;
  #version = 0;

  /** Something came, or something else is shown. */
  readonly onDidChange = this.#changed.event;

  constructor(source: LogSource) {
    this.source = source;
  }

  get filter(): LogFilter {
    return this.#filter;
  }

  get isPaused(): boolean {
    return this.#held !== undefined;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Grows with every change of what is shown. */
  get version(): number {
    return this.#version;
  }

  get isFollowing(): boolean {
    return !this.#abort.signal.aborted;
  }

  /** Characters of what is shown. */
  get size(): number {
    return this.#text.size;
  }

  get instances(): readonly string[] {
    return [...this.#instances].sort();
  }

  /** Reads from the last lines on, or from the beginning of the time range, until stopped. */
  start(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#kept.clear();
    this.#from = this.#filter.from;
    this.#render();
    const { environments } = this.source;
    const { signal } = this.#abort;
    if (environments.length > 1) void this.#followAll(signal);
    else for (const environment of environments) this.#follow(environment, signal);
  }

  /** Reads no more; what is there stays. */
  stop(): void {
    this.#abort.abort();
    this.#changed.fire();
  }

  pause(): void {
    this.#held ??= this.#kept.all();
    this.#changed.fire();
  }

  resume(): void {
    this.#held = undefined;
    this.#waiting = 0;
    this.#show();
  }

  /** Shows other lines, of a paused log among those that stand there. */
  show(filter: LogFilter): void {
    this.#filter = filter;
    this.#passes = testOf(filter);
    this.#show();
  }

  /** What is kept and passes the filter, as text for a file. */
  saved(): string {
    const head = { ...this.#head, isWhole: true };
    return this.#entries
      .map(
        (entry) => `${lineText(entry, head)}
`,
      )
      .join('');
  }

  /** What is shown, at most the last `most` lines of it. */
  toString(most = Infinity): string {
    return this.#text.toString(`-- ${this.#heading()} --`, most);
  }

  dispose(): void {
    this.#abort.abort();
  }

  #heading(): string {
    const { service, environments } = this.source;
    const what = t('Log of {0} in {1}', service, environments.join(', '));
    const shown = filterWords(this.#filter);
    return [what, ...(shown.length > 0 ? [t('shown: {0}', shown.join(', '))] : [])].join(' · ');
  }

  get #head(): { readonly environment: boolean; readonly instance: boolean } {
    return { environment: this.source.environments.length > 1, instance: this.#instances.size > 1 };
  }

  #follow(environment: string, signal: AbortSignal, after?: string): void {
    const reader = new EntryReader(environment);
    const from = this.#filter.from;
    void followLog({
      read: (query, aborted) => this.source.read(environment, query, aborted),
      line: (line) => signal.aborted || this.#add(reader.read(line)),
      remark: (sentence) => signal.aborted || this.#remark(environment, sentence),
      ...(after !== undefined && { after }),
      ...(from !== undefined && { since: new Date(from).toISOString() }),
      signal,
      log: this.source.log,
    });
  }

  /** The lines so far of all environments in the order of time, then new ones as they come. */
  async #followAll(signal: AbortSignal): Promise<void> {
    const begun = await Promise.all(
      this.source.environments.map(async (environment) => ({
        environment,
        lines: await this.#lastLines(environment, signal),
      })),
    );
    if (signal.aborted) return;
    const entries = begun.flatMap(({ environment, lines }) => {
      const reader = new EntryReader(environment);
      return lines.map((line) => ({ entry: reader.read(line), at: Date.parse(line.time) }));
    });
    for (const { entry } of entries.sort((a, b) => a.at - b.at)) this.#add(entry);
    for (const { environment, lines } of begun) this.#follow(environment, signal, lines.at(-1)?.id);
  }

  async #lastLines(environment: string, signal: AbortSignal): Promise<readonly LogLine[]> {
    const { from } = this.#filter;
    const since = from === undefined ? {} : { since: new Date(from).toISOString() };
    const lines: LogLine[] = [];
    try {
      const query = { tail: firstLines, ...since };
      for await (const line of this.source.read(environment, query, signal)) lines.push(line);
    } catch (error) {
      // Following tells the person, and tries again.
      if (!isAbort(error) && !PlatformError.is(error)) this.source.log.error('a log was not read', error);
    }
    return lines;
  }

  #add(entry: LogEntry): void {
    const { size } = this.#instances;
    if (entry.instance !== '' && size < mostInstances) this.#instances.add(entry.instance);
    this.#kept.push(entry);
    if (this.#held) {
      this.#waiting++;
    } else if (size === 1 && this.#instances.size === 2) {
      // From the second instance on every line says which one it is of.
      this.#render();
      return;
    } else if (this.#passes(entry)) {
      this.#text.add(lineText(entry, this.#head));
      this.#version++;
    }
    this.#changed.fire();
  }

  #remark(environment: string, sentence: string): void {
    const isOne = this.source.environments.length === 1;
    this.#text.remark(isOne ? sentence : t('{0}: {1}', environment, sentence));
    this.#version++;
    this.#changed.fire();
  }

  get #entries(): readonly LogEntry[] {
    return (this.#held ?? this.#kept.all()).filter(this.#passes);
  }

  /** Lines of another time may begin earlier than what is kept: the log is read anew then. */
  #show(): void {
    const isElsewhen = this.#from !== this.#filter.from;
    if (isElsewhen && this.isFollowing && !this.#held) this.start();
    else this.#render();
  }

  #render(): void {
    const head = this.#head;
    this.#text.clear();
    for (const entry of this.#entries) this.#text.add(lineText(entry, head));
    this.#version++;
    this.#changed.fire();
  }
}

const mostInstances = 1_000;
