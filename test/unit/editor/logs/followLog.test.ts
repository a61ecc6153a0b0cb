import assert from 'node:assert/strict';
import { followLog, type LogCall } from '../../../../src/editor/logs/followLog.js';
import { PlatformError } from '../../../../src/model/errors.js';
import { silentLog } from '../../../../src/model/log.js';
import type { LogLine, LogQuery } from '../../../../src/model/platform.js';

const line = (id: string, message: string): LogLine => ({ id, time: '10:00', message });
const broken = new PlatformError('unreachable', 'The platform does not answer.');

async function* lines(...all: readonly (LogLine | Error)[]): AsyncGenerator<LogLine> {
  await Promise.resolve();
  for (const item of all) {
    if (item instanceof Error) throw item;
    yield item;
  }
}

type Stream = AsyncIterable<LogLine> | ((call: LogCall) => AsyncIterable<LogLine>);

async function follow(
  streams: readonly Stream[],
  begin: { readonly after?: string; readonly isAgain?: boolean } = {},
): Promise<{ seen: string[]; asked: LogQuery[] }> {
  const asked: LogQuery[] = [];
  const seen: string[] = [];
  await followLog({
    read: (query, call) => {
      asked.push(query);
      const stream = streams[asked.length - 1] ?? lines();
      return typeof stream === 'function' ? stream(call) : stream;
    },
    line: ({ message }) => seen.push(message),
    remark: (sentence, state) => seen.push(`${state}: ${sentence}`),
    ...begin,
    signal: new AbortController().signal,
    log: silentLog,
  });
  return { seen, asked };
}

describe('following a log', () => {
  it('hands on every line to the end', async () => {
    const { seen, asked } = await follow([lines(line('1', 'one'), line('2', 'two'))]);
    assert.deepEqual(seen, ['one', 'two', 'ended: End of the log.']);
    assert.deepEqual(asked, [{ follow: true, tail: 2_000 }]);
  });

  it('goes on after the last line when the connection breaks, and says both', async () => {
    const { seen, asked } = await follow([lines(line('7', 'one'), broken), lines(line('8', 'two'))]);
    assert.equal(asked[1]?.after, '7');
    assert.deepEqual(seen.slice(0, 4), [
      'one',
      'interrupted: The platform does not answer. Trying again.',
      'following: The log goes on.',
      'two',
    ]);
  }).timeout(5_000);

  it('says that it goes on before a line comes, where the platform tells', async () => {
    const quiet = ({ opened }: LogCall): AsyncIterable<LogLine> => {
      opened();
      opened();
      return lines();
    };
    const { seen } = await follow([lines(broken), quiet]);
    assert.deepEqual(seen, [
      'interrupted: The platform does not answer. Trying again.',
      'following: The log goes on.',
      'ended: End of the log.',
    ]);
  }).timeout(5_000);

  it('says that it goes on when it was taken up again after a stop', async () => {
    const { seen, asked } = await follow([lines(line('8', 'two'))], { after: '7', isAgain: true });
    assert.deepEqual(seen, ['following: The log goes on.', 'two', 'ended: End of the log.']);
    assert.deepEqual(asked, [{ follow: true, after: '7' }]);
  });

  it('says why and ends when trying again would not help', async () => {
    const { seen, asked } = await follow([lines(new PlatformError('not-found', 'No such service.'))]);
    assert.deepEqual(seen, ['ended: No such service.']);
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
