import assert from 'node:assert/strict';
import { EntryReader } from '../../../../src/editor/logs/logEntry.js';
import { filterWords, testOf, type LogFilter } from '../../../../src/editor/logs/logFilter.js';
import { timeFrom } from '../../../../src/editor/logs/logRange.js';
import type { LogLine } from '../../../../src/model/platform.js';

const line = (message: string, rest: Partial<LogLine> = {}): LogLine => ({
  id: '1',
  time: '2026-11-21T10:00:00Z',
  message,
  ...rest,
});
const levels = (...lines: readonly LogLine[]): readonly string[] => {
  const reader = new EntryReader('production');
  return lines.map((each) => reader.read(each).level);
};

describe('levels of log lines', () => {
  it('are those that are given, else those that are written, else those of the stream', () => {
    assert.deepEqual(
      levels(
        line('x', { level: 'debug' }),
        line('2026-11-21 10:00:01 ERROR no'),
        line('{"level":"warning","msg":"x"}'),
        line('hello', { stream: 'stdout' }),
        line('hello', { stream: 'stderr' }),
        line('the word error later in a line'),
        line('x', { level: 'notice' }),
      ),
      ['debug', 'error', 'warn', 'info', 'warn', 'info', 'info'],
    );
  });

  it('hold for the stack below, of the same instance', () => {
    const at = { instance: 'a', stream: 'stderr' };
    const other = { instance: 'b', stream: 'stdout' };
    assert.deepEqual(
      levels(line('ERROR no', at), line('ready', other), line('    at f (/a.js:1:2)', at), line('done', at)),
      ['error', 'info', 'error', 'warn'],
    );
  });
});

describe('which lines of a log are shown', () => {
  const entry = new EntryReader('staging').read(line('Basket is EMPTY', { level: 'warn', instance: 'a-1' }));
  const cases: readonly (readonly [LogFilter, boolean])[] = [
    [{}, true],
    [{ level: 'warn' }, true],
    [{ level: 'error' }, false],
    [{ text: 'basket is empty' }, true],
    [{ text: 'full' }, false],
    [{ instance: 'a-1' }, true],
    [{ instance: 'a' }, false],
    [{ environment: 'staging' }, true],
    [{ environment: 'production' }, false],
    [{ from: Date.parse('2026-11-21T10:00:00Z') }, true],
    [{ from: Date.parse('2026-11-21T10:00:01Z') }, false],
    [{ to: Date.parse('2026-11-21T09:59:59Z') }, false],
  ];
  for (const [filter, shown] of cases) {
    it(`${JSON.stringify(filter)} ${shown ? 'shows' : 'hides'} it`, () => {
      assert.equal(testOf(filter)(entry), shown);
    });
  }

  it('is said in words', () => {
    assert.deepEqual(filterWords({}), []);
    assert.deepEqual(filterWords({ level: 'warn', text: 'x', from: 0 }), [
      'warn and graver',
      'with “x”',
      'from 1970-01-01T00:00:00.000Z',
    ]);
  });

  it('takes times as a person writes them', () => {
    const now = new Date(2026, 10, 21, 15, 30).getTime();
    assert.equal(timeFrom('14:05', now), new Date(2026, 10, 21, 14, 5).getTime());
    assert.equal(timeFrom('2026-11-20 08:00', now), new Date(2026, 10, 20, 8).getTime());
    assert.equal(timeFrom('2026-11-20T08:00:00Z', now), Date.UTC(2026, 10, 20, 8));
    for (const wrong of ['', '25:00', 'now', '14', '2026-13-40T10:00']) {
      assert.equal(timeFrom(wrong, now), undefined);
    }
  });
});
