import assert from 'node:assert/strict';
import { followLog } from '../../../../src/editor/logs/followLog.js';
import { PlatformError } from '../../../../src/model/errors.js';
import { silentLog } from '../../../../src/model/log.js';
import type { LogLine, LogQuery } from '../../../../src/model/platform.js';

const line = (id: string, message: string): LogLine => ({ id, time: '10:00', message });

async function* lines(...all: readonly (LogLine | Error)[]): AsyncGenerator<LogLine> {
  await Promise.resolve();
  for (const item of all) {
    if (item instanceof Error) throw item;
    yield item;
  }
}

async function follow(
  streams: readonly AsyncIterable<LogLine>[],
): Promise<{ seen: string[]; asked: LogQuery[] }> {
  const asked: LogQuery[] = [];
  const seen: string[] = [];
  await followLog({
    read: (query) => {
      asked.push(query);
      return streams[asked.length - 1] ?? lines();
    },
    line: ({ message }) => seen.push(message),
    remark: (sentence) => seen.push(`— ${sentence}`),
    signal: new AbortController().signal,
    log: silentLog,
  });
  return { seen, asked };
}

describe('following a log', () => {
  it('hands on every line to the end', async () => {
    const { seen, asked } = await follow([lines(line('1', 'one'), line('2', 'two'))]);
    assert.deepEqual(seen, ['one', 'two', '— End of the log.']);
    assert.deepEqual(asked, [{ follow: true, tail: 2_000 }]);
  });

  it('goes on after the last line when the connection breaks', async () => {
    const broken = new PlatformError('unreachable', 'The platform does not answer.');
    const { seen, asked } = await follow([lines(line('7', 'one'), broken), lines(line('8', 'two'))]);
    assert.equal(asked[1]?.after, '7');
    assert.deepEqual(seen.slice(0, 3), ['one', '— The platform does not answer. Trying again.', 'two']);
  }).timeout(5_000);

  it('says why and ends when trying again would not help', async () => {
    const { seen, asked } = await follow([lines(new PlatformError('not-found', 'No such service.'))]);
    assert.deepEqual(seen, ['— No such service.']);
    assert.equal(asked.length, 1);
  });

  it('gives way to the rest of the editor while lines come without a pause', async () => {
    const end = performance.now() + 200;
    async function* flood(): AsyncGenerator<LogLine> {
      await Promise.resolve();
      for (let id = 0; performance.now() < end; id++) yield line(String(id), 'again');
    }
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await follow([flood()]);
    clearInterval(timer);
    assert.ok(turns >= 5, `${turns} turns`);
  });
});
