import assert from 'node:assert/strict';
import { ServiceLog } from '../../../../src/editor/logs/serviceLog.js';
import { silentLog } from '../../../../src/model/log.js';
import type { LogLine, LogQuery } from '../../../../src/model/platform.js';

/** A platform that hands on lines when it is told to. */
class Lines {
  readonly asked: LogQuery[] = [];
  instance: string | undefined;
  #waiting: LogLine[] = [];
  #wake: () => void = () => undefined;
  #taken: () => void = () => undefined;
  #count = 0;

  async *read(query: LogQuery, { signal }: { readonly signal?: AbortSignal }): AsyncGenerator<LogLine> {
    this.asked.push(query);
    while (signal?.aborted === false) {
      for (let line = this.#waiting.shift(); line; line = this.#waiting.shift()) yield line;
      this.#taken();
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  async say(...messages: readonly string[]): Promise<void> {
    const time = '2026-11-21T10:00:00Z';
    const from = this.instance === undefined ? {} : { instance: this.instance };
    this.#waiting.push(...messages.map((message) => ({ id: String(++this.#count), time, message, ...from })));
    const taken = new Promise<void>((done) => (this.#taken = done));
    this.#wake();
    await taken;
  }
}

function logOf(lines: Lines): ServiceLog {
  return new ServiceLog({
    service: 'shop',
    environments: ['staging'],
    read: (_, query, call) => lines.read(query, call),
    log: silentLog,
  });
}

describe('a paused log', () => {
  let lines: Lines;
  let log: ServiceLog;

  beforeEach(async () => {
    lines = new Lines();
    log = logOf(lines);
    log.start();
    await lines.say('one apple', 'two pears');
    log.pause();
    await lines.say('three apples');
  });
  afterEach(() => log.dispose());

  const shown = (): readonly string[] =>
    log
      .toString()
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/^\S+ /, ''));

  it('is filtered among the lines that stood there, and saved so', () => {
    log.show({ text: 'apple' });
    assert.deepEqual(shown(), ['one apple']);
    assert.equal(log.saved(), '2026-11-21T10:00:00Z one apple\n');
    assert.equal(log.waiting, 1);
    log.resume();
    assert.deepEqual(shown(), ['one apple', 'three apples']);
    assert.equal(log.waiting, 0);
  });

  it('keeps its lines when another time is chosen, and reads that time when it goes on', () => {
    const from = Date.parse('2026-11-21T09:00:00Z');
    log.show({ from });
    assert.deepEqual(shown(), ['one apple', 'two pears']);
    assert.equal(lines.asked.length, 1);
    log.resume();
    assert.deepEqual(
      lines.asked.map(({ since }) => since),
      [undefined, '2026-11-21T09:00:00.000Z'],
    );
  });

  it('stands still when it is paused once more', () => {
    log.pause();
    log.show({});
    assert.deepEqual(shown(), ['one apple', 'two pears']);
  });
});

describe('a log', () => {
  let lines: Lines;
  let log: ServiceLog;

  beforeEach(() => {
    lines = new Lines();
    log = logOf(lines);
    log.start();
  });
  afterEach(() => log.dispose());

  const shown = (): readonly string[] => log.toString().split('\n').slice(1, -1);
  const away = '-- The platform is disconnected. The log goes on when it is back. --';

  it('that is empty says so until its first line', async () => {
    assert.deepEqual(shown(), ['-- No lines yet. --']);
    await lines.say('one apple');
    assert.deepEqual(shown(), ['2026-11-21T10:00:00Z one apple']);
  });

  it('says when no line passes its filter', async () => {
    await lines.say('one apple');
    log.show({ text: 'pear' });
    assert.deepEqual(shown(), ['-- No line passes the filter. --']);
    assert.equal(log.shown, 'shown: with “pear”');
    await lines.say('two pears');
    assert.deepEqual(shown(), ['2026-11-21T10:00:00Z two pears']);
  });

  it('says that its platform is away, whatever is filtered, and goes on after its last line', async () => {
    await lines.say('one apple', 'two pears');
    assert.equal(log.state, 'following');
    log.stop();
    log.stop();
    assert.equal(log.state, 'disconnected');
    log.show({ text: 'pear' });
    assert.deepEqual(shown(), ['2026-11-21T10:00:00Z two pears', away]);
    log.goOn();
    log.goOn();
    assert.equal(log.state, 'following');
    await lines.say('three pears');
    assert.deepEqual(shown().slice(1), [away, '-- The log goes on. --', '2026-11-21T10:00:00Z three pears']);
    assert.deepEqual(
      lines.asked.map(({ after }) => after),
      [undefined, '2'],
    );
    assert.match(log.saved(), /pears\n-- The platform is disconnected/);
  });

  it('whose time range was changed while its platform was away is read from there on', async () => {
    await lines.say('one apple');
    log.stop();
    log.show({ from: Date.parse('2026-11-21T09:00:00Z') });
    log.goOn();
    await lines.say('two pears');
    assert.deepEqual(shown(), ['2026-11-21T10:00:00Z two pears']);
    assert.deepEqual(lines.asked[1], { follow: true, tail: 2_000, since: '2026-11-21T09:00:00.000Z' });
  });

  it('tells how it ended', async () => {
    const ended = new ServiceLog({
      service: 'shop',
      environments: ['staging'],
      read: async function* (): AsyncGenerator<LogLine> {
        yield* await Promise.resolve([]);
      },
      log: silentLog,
    });
    ended.start();
    await new Promise<void>((done) => ended.onDidChange(() => done()));
    assert.equal(ended.state, 'ended');
    ended.show({ level: 'error' });
    assert.match(ended.toString(), /-- No line passes the filter\. --\n-- End of the log\. --\n$/);
  });
});

describe('a log of several environments', () => {
  it('names an instance only where a place has several', async () => {
    const places = new Map(['development', 'staging'].map((name) => [name, new Lines()]));
    const [development, staging] = [places.get('development')!, places.get('staging')!];
    development.instance = 'a-1';
    staging.instance = 'b-1';
    const log = new ServiceLog({
      service: 'shop',
      environments: [...places.keys()],
      read: async function* (environment, query, call): AsyncGenerator<LogLine> {
        if (query.follow === true) yield* places.get(environment)!.read(query, call);
      },
      log: silentLog,
    });
    const shown = (): readonly string[] =>
      Array.from(log.toString().matchAll(/^\d\S+ (.*)$/gm), ([, text = '']) => text);
    log.start();
    while (staging.asked.length === 0) await new Promise((turn) => setImmediate(turn));
    await development.say('one');
    await staging.say('two');
    assert.deepEqual(shown(), ['development: one', 'staging: two']);
    development.instance = 'a-2';
    await development.say('three');
    assert.deepEqual(shown(), ['development/a-1: one', 'staging/b-1: two', 'development/a-2: three']);
    assert.deepEqual(log.instances, ['a-1', 'a-2', 'b-1']);
    log.dispose();
  });
});
