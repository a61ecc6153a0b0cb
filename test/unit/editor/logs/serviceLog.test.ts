import assert from 'node:assert/strict';
import { ServiceLog } from '../../../../src/editor/logs/serviceLog.js';
import { silentLog } from '../../../../src/model/log.js';
import type { LogLine, LogQuery } from '../../../../src/model/platform.js';

/** A platform that hands on lines when it is told to. */
class Lines {
  readonly asked: LogQuery[] = [];
  #waiting: LogLine[] = [];
  #wake: () => void = () => undefined;
  #taken: () => void = () => undefined;
  #count = 0;

  async *read(query: LogQuery, signal: AbortSignal): AsyncGenerator<LogLine> {
    this.asked.push(query);
    while (!signal.aborted) {
      for (let line = this.#waiting.shift(); line; line = this.#waiting.shift()) yield line;
      this.#taken();
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  async say(...messages: readonly string[]): Promise<void> {
    const time = '2026-11-21T10:00:00Z';
    this.#waiting.push(...messages.map((message) => ({ id: String(++this.#count), time, message })));
    const taken = new Promise<void>((done) => (this.#taken = done));
    this.#wake();
    await taken;
  }
}

describe('a paused log', () => {
  let lines: Lines;
  let log: ServiceLog;

  beforeEach(async () => {
    lines = new Lines();
    log = new ServiceLog({
      service: 'shop',
      environments: ['staging'],
      read: (_, query, signal) => lines.read(query, signal),
      log: silentLog,
    });
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
