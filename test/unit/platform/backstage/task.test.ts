import assert from 'node:assert/strict';
import {
  decodeTask,
  decodeTaskEvent,
  operationEventOf,
  operationOf,
  type TaskEvent,
} from '../../../../src/platform/backstage/task.js';

const task = (status: string): ReturnType<typeof decodeTask> =>
  decodeTask({
    id: 't1',
    status,
    createdAt: '2026-01-01T00:00:00.000Z',
    spec: { steps: [{ id: 'one', name: 'One' }, { id: 'two' }] },
  });
const event = (id: number, type: string, body: object): TaskEvent =>
  decodeTaskEvent({ id, type, createdAt: '2026-01-01T00:00:01.000Z', body });

const ended = event(2, 'cancelled', { message: 'Ended', stepId: 'one', status: 'cancelled' });
const failed = event(3, 'completion', {
  message: 'Run completed with status: failed',
  error: { message: 'No' },
});

describe('a run of a Backstage template', () => {
  it('is waiting, working, and done with what it made', () => {
    assert.deepEqual(
      ['open', 'processing', 'completed', 'failed', 'cancelled'].map(
        (status) => operationOf(task(status), []).state,
      ),
      ['Pending', 'Running', 'Succeeded', 'Failed', 'Canceled'],
    );
    const completion = event(9, 'completion', { message: 'done', output: { links: [] } });
    assert.deepEqual(operationOf(task('completed'), [completion]).result, { links: [] });
  });

  it('that was asked to end is no failure, unless it was run again since', () => {
    assert.equal(operationOf(task('failed'), [ended, failed]).state, 'Canceled');
    const again = event(4, 'recovered', {});
    assert.equal(operationOf(task('failed'), [ended, again, failed]).state, 'Failed');
    assert.equal(operationOf(task('completed'), [ended]).state, 'Succeeded');
  });

  it('says why it failed', () => {
    const { state, message } = operationOf(task('failed'), [failed]);
    assert.deepEqual([state, message], ['Failed', 'No']);
  });

  it('has steps told by the last event of each', () => {
    const begun = event(1, 'log', { stepId: 'one', status: 'processing' });
    const finished = event(2, 'log', { stepId: 'one', status: 'completed' });
    assert.deepEqual(
      operationOf(task('processing'), [begun, finished]).steps?.map(({ name, state }) => [name, state]),
      [
        ['One', 'Succeeded'],
        ['two', 'Pending'],
      ],
    );
  });

  it('tells lines without colours and stacks', () => {
    const message = '\u001b[32minfo\u001b[39m: Oh\n    at run (/srv/x.js:1:2)\n';
    const told = operationEventOf(event(7, 'log', { message, stepId: 'one' }));
    assert.deepEqual([told.id, told.type, told.step, told.message?.trim()], ['7', 'log', 'one', 'info: Oh']);
  });
});
