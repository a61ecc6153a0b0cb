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
): Promise<{ text: string; asked: LogQuery[] }> {
  const asked: LogQuery[] = [];
  let text = '';
  await followLog({
    read: (query) => {
      asked.push(query);
      return streams[asked.length - 1] ?? lines();
    },
    write: (part) => (text += part),
    signal: new AbortController().signal,
    log: silentLog,
  });
  return { text, asked };
}

describe('following a log', () => {
  it('writes lines without what could steer a terminal', async () => {
    const { text } = await follow([lines(line('1', '\u001b[32mlistening\u001b[0m'), line('2', 'a\nb'))]);
    assert.equal(text, '10:00 listening\n10:00 a⏎b\n— End of the log. —\n');
  });

  it('goes on after the last line when the connection breaks', async () => {
    const broken = new PlatformError('unreachable', 'The platform does not answer.');
    const { text, asked } = await follow([lines(line('7', 'one'), broken), lines(line('8', 'two'))]);
    assert.equal(asked[1]?.after, '7');
    assert.match(text, /one\n— The platform does not answer\. Trying again\. —\n10:00 two\n/);
  }).timeout(5_000);

  it('says why and ends when trying again would not help', async () => {
    const { text, asked } = await follow([lines(new PlatformError('not-found', 'No such service.'))]);
    assert.equal(text, '— No such service. —\n');
    assert.equal(asked.length, 1);
  });
});
