import { isAbort } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { LogLine, LogQuery } from '../../model/platform.js';
import { followLog, type LogCall, type LogState } from './followLog.js';
import { EntryReader, remarkEntry, type LogEntry } from './logEntry.js';
import { filterWords, testOf, type LogFilter } from './logFilter.js';
import { Ring } from './logRing.js';
import { lineText, LogText, remarkText } from './logText.js';

/** What is kept of a log to be filtered anew and saved, whatever is shown of it. */
const keptLimit = { items: 20_000, size: 8_000_000 };
/** What an entry takes beside its message. */
const entrySize = 100;
const firstLines = 2_000;

export interface LogSource {
  readonly service: string;
  /** All of them go into one log. */
  readonly environments: readonly string[];
  readonly read: (environment: string, query: LogQuery, call: Partial<LogCall>) => AsyncIterable<LogLine>;
  readonly log: Log;
}

/** The log of a service in one or more environments: what is kept of it, what is shown, and whether it moves. */
export class ServiceLog implements Disposable {
  readonly source: LogSource;
  readonly #kept = new Ring<LogEntry>(keptLimit, ({ message }) => message.length + entrySize);
  readonly #text = new LogText();
  readonly #changed = new Emitter<void>();
  /** Of each environment. */
  readonly #instances = new Map<string, Set<string>>();
  /** Whether lines of one place come from several instances. */
  #hasInstances = false;
  readonly #states = new Map<string, LogState>();
  /** Ids of the last lines, to go on after them. */
  readonly #last = new Map<string, string>();
  #abort: AbortController | undefined;
  #filter: LogFilter = {};
  #passes = testOf({});
  /** What stood there when it was paused. */
  #held: readonly LogEntry[] | undefined;
  /** The time range that is read, which the filter of a paused log may have left. */
  #from: number | undefined;
  /** Lines that came since it was paused. */
  #waiting = 0;
  #version = 0;
  /** Whether any line is shown, beside remarks. */
  #hasLines = false;

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
    return this.#abort?.signal.aborted === false;
  }

  get state(): LogState {
    if (!this.isFollowing) return 'disconnected';
    const states = [...this.#states.values()];
    if (states.includes('interrupted')) return 'interrupted';
    return states.length > 0 && states.every((state) => state === 'ended') ? 'ended' : 'following';
  }

  /** The filter in words; empty where all is shown. */
  get shown(): string {
    const words = filterWords(this.#filter);
    return words.length === 0 ? '' : t('shown: {0}', words.join(', '));
  }

  /** Characters of what is shown. */
  get size(): number {
    return this.#text.size;
  }

  get instances(): readonly string[] {
    return [...new Set([...this.#instances.values()].flatMap((names) => [...names]))].sort();
  }

  /** Reads from the last lines on, or from the beginning of the time range, until stopped. */
  start(): void {
    const signal = this.#begin();
    this.#kept.clear();
    this.#last.clear();
    this.#from = this.#filter.from;
    this.#render();
    const { environments } = this.source;
    if (environments.length > 1) void this.#followAll(signal);
    else for (const environment of environments) this.#follow(environment, signal);
  }

  /** The platform is away: reads no more until it goes on; what is there stays. */
  stop(): void {
    if (!this.isFollowing) return;
    this.#abort?.abort();
    this.#add(remarkEntry(t('The platform is disconnected. The log goes on when it is back.')));
  }

  /** The platform is there: takes up what came since the last line. */
  goOn(): void {
    if (this.isFollowing) return;
    if (this.#kept.length === 0 || this.#from !== this.#filter.from) {
      this.start();
      return;
    }
    const signal = this.#begin();
    for (const environment of this.source.environments) this.#follow(environment, signal, true);
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
    const { service, environments } = this.source;
    const what = t('Log of {0} in {1}', service, environments.join(', '));
    const heading = [what, this.shown].filter((words) => words !== '').join(' · ');
    const all = [heading, ...this.#emptiness].map(remarkText);
    return this.#text.toString(all.join('\n'), most);
  }

  dispose(): void {
    this.#abort?.abort();
  }

  #begin(): AbortSignal {
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#states.clear();
    return this.#abort.signal;
  }

  /** Why there is nothing to read, where no remark says so. */
  get #emptiness(): readonly string[] {
    if (this.#hasLines) return [];
    if (this.shown !== '') return [t('No line passes the filter.')];
    if (this.#kept.length > 0) return [];
    return [t('No lines yet.')];
  }

  get #head(): { readonly environment: boolean; readonly instance: boolean } {
    return { environment: this.source.environments.length > 1, instance: this.#hasInstances };
  }

  #follow(environment: string, signal: AbortSignal, isAgain = false): void {
    const reader = new EntryReader(environment);
    const from = this.#filter.from;
    void followLog({
      read: (query, call) => this.source.read(environment, query, call),
      line: (line) => signal.aborted || this.#addLine(environment, reader, line),
      remark: (sentence, state) => signal.aborted || this.#remark(environment, sentence, state),
      after: this.#last.get(environment),
      isAgain,
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
      return lines.map((line) => ({ environment, reader, line, at: Date.parse(line.time) }));
    });
    entries.sort((a, b) => a.at - b.at);
    for (const { environment, reader, line } of entries) this.#addLine(environment, reader, line);
    for (const { environment } of begun) this.#follow(environment, signal);
  }

  async #lastLines(environment: string, signal: AbortSignal): Promise<readonly LogLine[]> {
    const { from } = this.#filter;
    const since = from === undefined ? {} : { since: new Date(from).toISOString() };
    const lines: LogLine[] = [];
    try {
      const query = { tail: firstLines, ...since };
      for await (const line of this.source.read(environment, query, { signal })) lines.push(line);
    } catch (error) {
      // Following tells the person, and tries again.
      if (!isAbort(error) && !PlatformError.is(error)) this.source.log.error('a log was not read', error);
    }
    return lines;
  }

  #addLine(environment: string, reader: EntryReader, line: LogLine): void {
    this.#last.set(environment, line.id);
    this.#add(reader.read(line));
  }

  #add(entry: LogEntry): void {
    const isMore = this.#isSecondInstance(entry);
    this.#kept.push(entry);
    if (this.#held) {
      if (!entry.isRemark) this.#waiting++;
    } else if (isMore) {
      // From the second instance on every line says which one it is of.
      this.#render();
      return;
    } else if (this.#passes(entry)) {
      this.#append(entry);
      this.#version++;
    }
    this.#changed.fire();
  }

  /** Whether from this line on instances are to be told apart. */
  #isSecondInstance({ environment, instance }: LogEntry): boolean {
    const names = this.#instances.get(environment) ?? new Set<string>();
    if (instance === '' || names.has(instance) || names.size >= mostInstances) return false;
    this.#instances.set(environment, names.add(instance));
    const isSecond = !this.#hasInstances && names.size > 1;
    this.#hasInstances ||= isSecond;
    return isSecond;
  }

  #append(entry: LogEntry): void {
    this.#text.add(lineText(entry, this.#head));
    this.#hasLines ||= !entry.isRemark;
  }

  #remark(environment: string, sentence: string, state: LogState): void {
    this.#states.set(environment, state);
    const isOne = this.source.environments.length === 1;
    this.#add(remarkEntry(isOne ? sentence : t('{0}: {1}', environment, sentence)));
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
    this.#text.clear();
    this.#hasLines = false;
    for (const entry of this.#entries) this.#append(entry);
    this.#version++;
    this.#changed.fire();
  }
}

const mostInstances = 1_000;
