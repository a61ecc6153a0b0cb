import assert from 'node:assert/strict';
import type { OperationEvent } from '../../../src/model/delivery.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('the scaffolder of a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere('scaffolder')) this.skip();
    const running = (backstage = await startBackstage({ recording: 'scaffolder' }));
    platform = createBackstagePlatform({
      url: running.url,
      token: () => Promise.resolve(running.token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
  });

  const hello = { name: 'greeter', owner: 'group:default/basket' };
  const run = (values: Readonly<Record<string, unknown>>, name = 'hello'): Promise<string> =>
    platform!.scaffolder.create({ templateRef: `template:default/${name}`, values });
  const all = async (id: string, after?: string): Promise<OperationEvent[]> => {
    const events: OperationEvent[] = [];
    for await (const event of platform!.operationEvents(id, after === undefined ? {} : { after })) {
      events.push(event);
    }
    return events;
  };

  it('runs a template and tells of it to the end, once', async () => {
    const id = await run(hello);
    const events = await all(id);
    assert.equal(events.at(-1)?.type, 'done');
    assert.equal(new Set(events.map((event) => event.id)).size, events.length);
    assert.ok(events.some(({ message }) => message?.includes('Hello greeter')));
    assert.ok(events.every(({ message }) => !message?.includes('\u001b')));
    const operation = await platform!.getOperation(id);
    assert.deepEqual([operation.state, operation.done, operation.title], ['Succeeded', true, 'Hello']);
    assert.deepEqual(
      operation.steps?.map(({ name, state }) => [name, state]),
      [
        ['Fill in the skeleton', 'Succeeded'],
        ['Greet', 'Succeeded'],
      ],
    );
    assert.deepEqual(operation.result?.['links'], [
      { title: 'Repository', url: 'https://git.example.test/greeter' },
    ]);
    const rest = await all(id, events.at(-3)!.id);
    assert.deepEqual(
      rest.map((event) => event.id),
      events.slice(-2).map((event) => event.id),
    );
  });

  it('refuses values that do not fit, at their place', async () => {
    await assert.rejects(run({ ...hello, name: 'Not A Name' }), (error: unknown) => {
      const { code, problem } = error as { code: string; problem: { errors: { pointer: string }[] } };
      assert.deepEqual([code, problem.errors[0]?.pointer], ['invalid-request', '/name']);
      return true;
    });
    await assert.rejects(run(hello, 'nobody'), { code: 'not-found' });
    await assert.rejects(platform!.getOperation('00000000-0000-0000-0000-000000000000'), {
      code: 'not-found',
    });
    await assert.rejects(platform!.getOperation('../tasks'), { code: 'not-found' });
  });

  it('ends a run when asked to, and leaves one that is done alone', async () => {
    const id = await run({}, 'patience');
    const seen: OperationEvent[] = [];
    for await (const event of platform!.operationEvents(id)) {
      seen.push(event);
      if (event.step === 'wait' && event.state === 'Running') await platform!.cancelOperation(id);
    }
    assert.equal(seen.at(-1)?.type, 'done');
    const operation = await platform!.getOperation(id);
    assert.deepEqual([operation.state, operation.done], ['Canceled', true]);
    assert.equal(operation.steps?.at(-1)?.state, 'Skipped');
    assert.equal((await platform!.cancelOperation(id)).state, 'Canceled');
    const done = await run(hello);
    await all(done);
    await assert.rejects(platform!.scaffolder.retry(done), { code: 'invalid-request' });
  });

  it('runs again what was ended, to its end', async () => {
    const id = await run({ seconds: 3 }, 'patience');
    for await (const event of platform!.operationEvents(id)) {
      if (event.step === 'wait' && event.state === 'Running') await platform!.cancelOperation(id);
    }
    const ended = await platform!.getOperation(id, { fresh: true });
    assert.equal(ended.state, 'Canceled');
    const before = await all(id);
    await platform!.scaffolder.retry(id);
    const after = before.at(-1)!.id;
    const again = await all(id, after);
    assert.equal(again.at(-1)?.type, 'done');
    assert.ok(again.every((event) => Number(event.id) > Number(after)));
    const operation = await platform!.getOperation(id, { fresh: true });
    assert.deepEqual([operation.state, operation.steps?.at(-1)?.state], ['Succeeded', 'Succeeded']);
  });

  it('runs a template without effect and gives the files it would make', async () => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const result = await platform!.scaffolder.dryRun({
      template: {
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        kind: 'Template',
        metadata: { name: 'draft' },
        spec: {
          type: 'service',
          parameters: [],
          steps: [
            {
              id: 'fill',
              action: 'fetch:template',
              input: { url: './content', values: { name: '${{ parameters.name }}' } },
            },
          ],
          output: { text: [{ title: '${{ parameters.name }}' }] },
        },
      },
      values: { name: 'draft-one' },
      files: [{ path: 'content/README.md', base64Content: base64('# ${{ values.name }}') }],
    });
    assert.deepEqual(
      result.files.map(({ path, base64Content }) => [path, Buffer.from(base64Content, 'base64').toString()]),
      [['README.md', '# draft-one']],
    );
    assert.deepEqual(result.output['text'], [{ title: 'draft-one' }]);
    assert.ok(result.events.some(({ step, state }) => step === 'fill' && state === 'Succeeded'));
  });

  it('says what is wrong with a template that is none', async () => {
    const nothing = { template: { a: 1 }, values: {}, files: [] };
    await assert.rejects(platform!.scaffolder.dryRun(nothing), (error: unknown) => {
      const { code, message } = error as { code: string; message: string };
      assert.equal(code, 'invalid-request');
      assert.match(message, /apiVersion/);
      return true;
    });
  });

  it('plans a run of a template and runs it, once for each key', async () => {
    const { templates } = platform!;
    const { parameters } = await templates.get('hello');
    const { properties } = parameters![0]!.schema as { properties: Record<string, Record<string, unknown>> };
    assert.deepEqual(
      [properties['owner']?.['ui:field'], properties['name']?.['ui:autofocus']],
      ['OwnerPicker', true],
    );
    const plan = await templates.planRun('hello', { values: hello });
    assert.match(plan.fingerprint, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      plan.changes?.map(({ message }) => message),
      ['Fill in the skeleton', 'Greet'],
    );
    assert.match(plan.warnings?.[0]?.message ?? '', /Fill in the skeleton/);
    const other = await templates.planRun('hello', { values: { ...hello, name: 'other' } });
    assert.notEqual(other.fingerprint, plan.fingerprint);
    await assert.rejects(templates.planRun('hello', { values: { owner: 'x' } }), { code: 'invalid-request' });
    const key = { idempotencyKey: 'one-key' };
    const [first, again] = await Promise.all([
      templates.run('hello', { values: hello }, key),
      templates.run('hello', { values: hello }, key),
    ]);
    assert.equal(first.id, again.id);
    await all(first.id);
    assert.equal((await platform!.getOperation(first.id)).state, 'Succeeded');
  });

  it('lists the actions that are installed, with what they take', async () => {
    const actions = await platform!.scaffolder.actions();
    const log = actions.find(({ id }) => id === 'debug:log');
    assert.ok(Object.keys(log?.input['properties'] ?? {}).includes('message'));
  });
});
