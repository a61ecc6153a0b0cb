import assert from 'node:assert/strict';
import type { Environment } from '../../../src/model/catalog.js';
import type { DeploymentRequest, Operation, OperationEvent, Plan } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { GuardAnswer } from '../../../src/model/guard.js';
import type { Platform } from '../../../src/model/platform.js';
import { deliver, type DeliveryUi, type PlannedDelivery } from '../../../src/platform/delivery.js';

const running: Operation = {
  id: 'op_1',
  kind: 'Deployment',
  state: 'Running',
  done: false,
  createdAt: '2026-11-21T00:00:00Z',
};

interface Sent {
  readonly request: DeploymentRequest;
  readonly idempotencyKey: string;
}

/** A platform with two environments that records what is sent; `refusals` are thrown by the first sends, in order. */
function platformWith(
  plan: Plan,
  refusals: readonly PlatformError[] = [],
): { platform: Platform; sent: Sent[] } {
  const sent: Sent[] = [];
  const environments: readonly Environment[] = [
    { name: 'development', type: 'development', production: false },
    { name: 'production', type: 'production', production: true },
  ];
  async function* events(): AsyncGenerator<OperationEvent> {
    await Promise.resolve();
    yield { id: '1', type: 'log', time: '2026-11-21T00:00:01Z', message: 'starting' };
    yield { id: '2', type: 'done', time: '2026-11-21T00:00:02Z', state: 'Succeeded' };
    throw new Error('read past the last event');
  }
  const platform: Partial<Platform> = {
    listEnvironments: () => Promise.resolve({ items: environments }),
    planDeployment: () => Promise.resolve(plan),
    createDeployment: (_service, request, options) => {
      const refusal = refusals[sent.length];
      sent.push({ request, idempotencyKey: options.idempotencyKey });
      return refusal ? Promise.reject(refusal) : Promise.resolve(running);
    },
    operationEvents: events,
    getOperation: () => Promise.resolve({ ...running, state: 'Succeeded', done: true }),
  };
  return { platform: platform as Platform, sent };
}

function uiThat(answer: GuardAnswer | undefined): DeliveryUi & { asked: PlannedDelivery[]; heard: string[] } {
  const asked: PlannedDelivery[] = [];
  const heard: string[] = [];
  return {
    asked,
    heard,
    confirm: (planned) => {
      asked.push(planned);
      return Promise.resolve(answer);
    },
    started: (operation) => heard.push(`started ${operation.id}`),
    event: (event) => heard.push(event.type),
  };
}

const plan: Plan = {
  fingerprint: 'sha256:a',
  summary: { update: 1 },
  changes: [],
  from: { id: 'dep_1', state: 'Deployed', version: '1' },
};
const deploy = { kind: 'Deploy', release: 'rel_2' } as const;

describe('delivery', () => {
  it('sends fingerprint, basis and reason of the confirmed plan and follows to the end', async () => {
    const { platform, sent } = platformWith(plan);
    const ui = uiThat({ typedName: 'production', reason: 'PAY-311' });
    const result = await deliver(platform, 'checkout', 'production', deploy, ui);
    assert.deepEqual(sent[0]?.request, {
      kind: 'Deploy',
      release: 'rel_2',
      environment: 'production',
      planFingerprint: 'sha256:a',
      expectedCurrentDeployment: 'dep_1',
      reason: 'PAY-311',
    });
    assert.deepEqual(ui.heard, ['started op_1', 'log', 'done']);
    assert.equal(result.outcome === 'done' && result.operation.state, 'Succeeded');
  });

  it('sends nothing when the person turns away or the guard is not satisfied', async () => {
    const { platform, sent } = platformWith(plan);
    assert.deepEqual(await deliver(platform, 'checkout', 'development', deploy, uiThat(undefined)), {
      outcome: 'declined',
    });
    await assert.rejects(deliver(platform, 'checkout', 'production', deploy, uiThat({ reason: 'why' })), {
      code: 'guard.confirmation',
    });
    assert.equal(sent.length, 0);
  });

  const stale = new PlatformError('stale-plan', 'The plan is out of date.');

  it('plans and asks again, with a new key, as often as the plan goes stale before somebody who looks', async () => {
    const twice = platformWith(plan, [stale, stale]);
    const ui = { ...uiThat({}), looks: true };
    const result = await deliver(twice.platform, 'checkout', 'development', deploy, ui);
    assert.equal(result.outcome, 'done');
    assert.equal(ui.asked.length, 3);
    assert.equal(new Set(twice.sent.map((send) => send.idempotencyKey)).size, 3);
  });

  it('plans again once where nobody looks, and says what to do when it goes stale again', async () => {
    const once = platformWith(plan, [stale]);
    assert.equal(
      (await deliver(once.platform, 'checkout', 'development', deploy, uiThat({}))).outcome,
      'done',
    );
    const twice = platformWith(plan, [stale, stale]);
    await assert.rejects(deliver(twice.platform, 'checkout', 'development', deploy, uiThat({})), {
      code: 'stale-plan',
      message: /keeps changing.* run it again/i,
    });
    assert.equal(twice.sent.length, 2);
  });

  it('names the environments there are when asked for another', async () => {
    const { platform } = platformWith(plan);
    await assert.rejects(deliver(platform, 'checkout', 'prod', deploy, uiThat({})), {
      code: 'environment.unknown',
      message: /development, production/,
    });
  });

  it('does not send after a cancellation during the confirmation', async () => {
    const { platform, sent } = platformWith(plan);
    const controller = new AbortController();
    const ui: DeliveryUi = {
      ...uiThat({}),
      confirm: () => {
        controller.abort();
        return Promise.resolve({});
      },
    };
    await assert.rejects(
      deliver(platform, 'checkout', 'development', deploy, ui, { signal: controller.signal }),
      {
        name: 'AbortError',
      },
    );
    assert.equal(sent.length, 0);
  });

  it('shows the plan that went stale beside the new one', async () => {
    const { platform } = platformWith(plan, [stale]);
    const ui = uiThat({});
    await deliver(platform, 'checkout', 'development', deploy, ui);
    assert.deepEqual(
      ui.asked.map(({ previous }) => previous && previous.fingerprint),
      [undefined, 'sha256:a'],
    );
  });

  it('plans again with what a person wants lifted, and asks again', async () => {
    const { platform, sent } = platformWith(plan);
    const answers = [{ override: ['FreezeWindow'], reason: 'outage' }, { reason: 'outage' }];
    const ui = { ...uiThat({}), confirm: () => Promise.resolve(answers.shift()) };
    await deliver(platform, 'checkout', 'development', deploy, ui);
    assert.equal(sent.length, 1);
    assert.deepEqual(sent[0]?.request.override, ['FreezeWindow']);
    assert.equal(sent[0].request.reason, 'outage');
  });

  it('comes back while an approval is waited for, and stays kept until the end', async () => {
    const waiting = { ...running, state: 'Blocked', blockedBy: { reason: 'ApprovalRequired' } } as const;
    const { platform } = platformWith(plan);
    const kept = new Set<string>();
    const pending = {
      all: () => Promise.resolve([]),
      keep: ({ key }: { key: string }) => Promise.resolve(void kept.add(key)),
      drop: (key: string) => Promise.resolve(void kept.delete(key)),
    };
    const held = { ...platform, createDeployment: () => Promise.resolve(waiting) } as Platform;
    const options = { leaveWaiting: true, pending };
    const result = await deliver(held, 'checkout', 'development', deploy, uiThat({}), options);
    assert.equal(result.outcome === 'done' && result.operation.state, 'Blocked');
    assert.equal(kept.size, 1);
  });
});
