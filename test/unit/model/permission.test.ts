import assert from 'node:assert/strict';
import { blockSentence } from '../../../src/model/blockSentence.js';
import type { Permission, ServiceEnvironment } from '../../../src/model/catalog.js';
import { earlyRefusal, permissionAt } from '../../../src/model/permission.js';
import { promotionsOf } from '../../../src/model/promotion.js';
import { environments, running, service, snapshot } from '../editor/pictures.js';

function allowed(state: string, more: Partial<Permission> = {}): ServiceEnvironment {
  return { ...running('staging', 'Healthy'), permissions: [{ name: 'deploy', state, ...more }] };
}

describe('permissions', () => {
  it('refuse early only what is known to be denied, and say who may', () => {
    const denied = snapshot([
      service('hello', allowed('Denied', { reason: 'Only group:leads may do this.' })),
    ]);
    const refusal = earlyRefusal(denied, 'hello', 'staging', 'Deploy');
    assert.match(refusal?.message ?? '', /hello in staging: Only group:leads/);
    assert.equal(earlyRefusal(denied, 'hello', 'staging', 'Rollback'), undefined);
    for (const state of ['Unknown', 'Allowed', 'RequiresApproval', 'Blocked', 'SomethingNew']) {
      const live = snapshot([service('hello', allowed(state))]);
      assert.equal(earlyRefusal(live, 'hello', 'staging', 'Deploy'), undefined, state);
    }
  });

  it('let the server decide where the picture is not live', () => {
    const live = snapshot([service('hello', allowed('Denied'))], { status: 'stale' });
    assert.equal(earlyRefusal(live, 'hello', 'staging', 'Deploy'), undefined);
  });

  it('are those of the place, else of the environment, else of the service', () => {
    const permissions = [{ name: 'deploy', state: 'Denied' }];
    const all = environments.map((each) => (each.name === 'production' ? { ...each, permissions } : each));
    const live = snapshot([{ ...service('hello', allowed('Allowed')), permissions }], {
      environments: new Map(all.map((each) => [each.name, each])),
    });
    assert.equal(permissionAt(live, 'hello', 'staging', 'deploy')?.state, 'Allowed');
    assert.equal(permissionAt(live, 'hello', 'production', 'deploy')?.state, 'Denied');
    assert.equal(permissionAt(live, 'hello', 'development', 'deploy')?.state, 'Denied');
    assert.equal(permissionAt(live, 'hello', 'development', 'promote'), undefined);
  });
});

describe('the sentence of a block', () => {
  it('says until when, who and what next, each once', () => {
    const block = {
      reason: 'FreezeWindow',
      until: '2026-12-24T18:00:00.000Z',
      approvers: ['group:managers'],
    } as const;
    assert.equal(
      blockSentence({ ...block, message: 'Holidays.' }),
      'Holidays. It ends at 2026-12-24T18:00Z. Ask group:managers. Try again after that.',
    );
    assert.equal(
      blockSentence({ ...block, message: 'Holidays until 2026-12-24T18:00Z, group:managers can lift it.' }),
      'Holidays until 2026-12-24T18:00Z, group:managers can lift it. Try again after that.',
    );
    const soak = { reason: 'GateFailed', message: 'It must run until 2026-12-24T18:00Z.' } as const;
    assert.match(blockSentence({ ...soak, until: block.until }), /18:00Z\. Try again after that\.$/);
    assert.match(blockSentence(soak), /Mend that, then try again\.$/);
    assert.match(blockSentence({ reason: 'Paused' }), /^The platform refuses this now: Paused\./);
  });
});

describe('promotions', () => {
  const names = (all: ReturnType<typeof promotionsOf>): string[] =>
    all.map(({ from, to }) => `${from.environment} → ${to.name}`);

  it('lead from each environment to the one after it, where something else runs there', () => {
    const hello = service(
      'hello',
      running('development', 'Healthy', 'b'),
      running('staging', 'Healthy', 'a'),
    );
    const live = snapshot([hello]);
    assert.deepEqual(names(promotionsOf(live, 'hello')), ['development → staging', 'staging → production']);
    assert.deepEqual(names(promotionsOf(live, 'hello', 'staging')), ['staging → production']);
    assert.deepEqual(promotionsOf(live, 'other'), []);
  });

  it('follow the sources an environment names, skip what already runs there, and leave previews out', () => {
    const hello = service(
      'hello',
      running('development', 'Healthy', 'a'),
      running('staging', 'Healthy', 'a'),
    );
    const preview = { name: 'pr-1', type: 'ephemeral', production: false, order: 2.5, ephemeral: {} };
    const all = environments.map((each) =>
      each.production ? { ...each, promotesFrom: ['development', 'staging'] } : each,
    );
    const live = snapshot([hello], {
      environments: new Map([...all, preview].map((each) => [each.name, each])),
    });
    assert.deepEqual(names(promotionsOf(live, 'hello')), [
      'development → production',
      'staging → production',
    ]);
  });
});
