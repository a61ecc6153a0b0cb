import assert from 'node:assert/strict';
import type { OperationEvent } from '../../../../../src/model/delivery.js';
import { PlatformError } from '../../../../../src/model/errors.js';
import type { CallOptions, Platform } from '../../../../../src/model/platform.js';
import { OperationLogs } from '../../../../../src/editor/views/activity/operationLogs.js';

type Call = CallOptions & { readonly after?: string };

/** A platform of which each reading of events is one of `streams`. */
function platformOf(...streams: ((call: Call) => AsyncIterable<OperationEvent>)[]) {
  const calls: Call[] = [];
  const operationEvents = (_id: string, call: Call = {}): AsyncIterable<OperationEvent> => {
    calls.push(call);
    const stream = streams[calls.length - 1];
    assert.ok(stream, 'read too often');
    return stream(call);
  };
  return { platform: { operationEvents } as unknown as Platform, calls };
}

function line(id: string, message: string, step?: string): OperationEvent {
  return { id, type: 'log', time: '2026-11-21T12:00:00Z', message, ...(step !== undefined && { step }) };
}

const operation = 'op_1';

describe('what an operation wrote', () => {
  it('is read from the first question on, line by line', async () => {
    const logs = new OperationLogs({ gatherMs: 1 });
    const { platform, calls } = platformOf(async function* () {
      yield { id: '0', type: 'state', state: 'Running', time: '' };
      yield await Promise.resolve(line('1', 'Building…\u001b[31m', 'build'));
      yield line('2', 'Ready');
    });
    const told = new Promise<void>((resolve) => logs.onDidChange(() => resolve()));
    assert.deepEqual(logs.linesOf({ platform, operation }), []);
    await told;
    const lines = logs.linesOf({ platform, operation });
    assert.deepEqual(
      lines.map(({ message, step }) => [message, step]),
      [
        ['Building…', 'build'],
        ['Ready', undefined],
      ],
    );
    logs.leave({ platform, operation });
    assert.equal(logs.linesOf({ platform, operation }).length, 2, 'what ended stays known');
    assert.equal(calls.length, 1);
    logs.dispose();
  });

  it('is taken up where the stream broke', async () => {
    const logs = new OperationLogs({ retryMs: 1, gatherMs: 30 });
    const { platform, calls } = platformOf(
      async function* () {
        yield await Promise.resolve(line('1', 'one'));
        throw new PlatformError('unreachable', 'gone');
      },
      async function* () {
        yield await Promise.resolve(line('2', 'two'));
      },
    );
    const told = new Promise<void>((resolve) => logs.onDidChange(() => resolve()));
    logs.linesOf({ platform, operation });
    await told;
    assert.deepEqual(
      logs.linesOf({ platform, operation }).map(({ message }) => message),
      ['one', 'two'],
    );
    assert.deepEqual(
      calls.map(({ after }) => after),
      [undefined, '1'],
    );
    logs.dispose();
  });

  it('is read no longer when nobody looks', () => {
    const logs = new OperationLogs({ gatherMs: 1 });
    const { platform, calls } = platformOf(async function* ({ signal }) {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      yield* [];
    });
    logs.linesOf({ platform, operation });
    const isClosed = (): boolean => calls.every(({ signal }) => signal?.aborted === true);
    assert.ok(!isClosed());
    logs.leave({ platform, operation });
    assert.ok(isClosed());
    logs.dispose();
  });

  it('keeps the last lines of many', async () => {
    const logs = new OperationLogs({ gatherMs: 1 });
    const { platform } = platformOf(async function* () {
      for (let at = 0; at < 1_200; at++) yield await Promise.resolve(line(String(at), `line ${at}`));
    });
    const told = new Promise<void>((resolve) => logs.onDidChange(() => resolve()));
    logs.linesOf({ platform, operation });
    await told;
    const lines = logs.linesOf({ platform, operation });
    assert.equal(lines.length, 500);
    assert.equal(lines.at(-1)?.message, 'line 1199');
    logs.dispose();
  });
});
