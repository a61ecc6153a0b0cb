import assert from 'node:assert/strict';
import { planText } from '../../../src/cli/planText.js';
import { terminalDelivery, type DeliveryFlags } from '../../../src/cli/terminalDelivery.js';
import type { Confirmation, Environment } from '../../../src/model/catalog.js';
import type { Plan } from '../../../src/model/delivery.js';
import type { GuardAnswer } from '../../../src/model/guard.js';
import { guardOf } from '../../../src/model/guard.js';
import type { PlannedDelivery } from '../../../src/platform/delivery.js';
import { memoryIo } from './memoryIo.js';

const plan: Plan = {
  fingerprint: 'sha256:1',
  summary: { create: 1, delete: 1 },
  changes: [
    { action: 'Create', resource: 'process/hello' },
    { action: 'Update', resource: 'config/hello', pointer: '/a', before: '1', after: '2' },
    { action: 'Update', resource: 'config/key', before: 's3cret', after: 's3cret2', sensitive: true },
    { action: 'Delete', resource: 'process/old\u001b[2J', destructive: true },
  ],
  warnings: [{ code: 'migration', severity: 'Warning', message: 'Not reversible.', mustAcknowledge: true }],
  commits: [{ id: 'abcdef0123456789', message: 'Round totals\n\nMore.', author: 'Ada' }],
  unifiedDiff: '--- a\n+++ b\n-x: 1\n+x: 2\n',
  toRelease: { id: 'rel_2', version: '2', createdAt: '2026-01-01T00:00:00Z' },
};
const flags: DeliveryFlags = { yes: false, acknowledge: [] };

function planned(confirmation: Confirmation, production = false): PlannedDelivery {
  const environment: Environment = { name: 'prod', type: 'production', production, confirmation };
  const request = { environment: 'prod', kind: 'Deploy', release: 'rel_2' } as const;
  return { service: 'hello', environment, request, plan, guard: guardOf(environment, plan) };
}

async function confirm(
  delivery: PlannedDelivery,
  given: Partial<DeliveryFlags>,
  answers?: readonly string[],
): Promise<GuardAnswer | undefined> {
  const { io } = memoryIo(answers ? { answers } : {});
  return terminalDelivery(io, 'human', { ...flags, ...given }).confirm(delivery);
}

describe('planText', () => {
  it('shows target, summary, deletions first, diff, commits and warnings, and no secret', () => {
    const text = planText(planned('None'));
    assert.match(text, /^Deploy hello in prod: nothing -> 2\n/);
    assert.match(text, /1 to create, 0 to change, 0 to replace, 1 to delete/);
    assert.ok(text.indexOf('- process/old') < text.indexOf('+ process/hello'));
    assert.match(text, /~ config\/hello \/a: 1 -> 2/);
    assert.match(text, /\n\+x: 2\n/);
    assert.match(text, /\n {2}abcdef0 Round totals \(Ada\)\n/);
    assert.match(text, /Warning \(migration\): Not reversible\./);
    assert.ok(!text.includes('s3cret') && !text.includes('\u001b'));
  });
});

describe('terminalDelivery', () => {
  it('asks a person, and takes everything but yes for no', async () => {
    for (const yes of ['y', 'Y', ' yes ']) assert.ok(await confirm(planned('None'), {}, [yes]));
    for (const no of ['', 'n', 'yo', 'prod']) {
      assert.equal(await confirm(planned('None'), {}, [no]), undefined);
    }
  });

  it('does not ask with --yes, nor where nobody can answer', async () => {
    assert.deepEqual(await confirm(planned('Confirm'), { yes: true }, ['n']), { acknowledged: [] });
    assert.deepEqual(await confirm(planned('None'), {}), { acknowledged: [] });
    await assert.rejects(confirm(planned('Confirm'), {}), { code: 'guard.confirmation' });
  });

  it('never lets --yes stand for the name of a production environment', async () => {
    const answer = await confirm(planned('None', true), { yes: true });
    assert.equal(answer?.typedName, undefined);
    assert.equal(answer?.reason, undefined);
    const flagged = { yes: true, confirm: 'prod', reason: 'PAY-1', acknowledge: ['migration'] };
    assert.deepEqual(await confirm(planned('None', true), flagged), {
      typedName: 'prod',
      reason: 'PAY-1',
      acknowledged: ['migration'],
    });
  });

  it('has the name and the reason typed', async () => {
    assert.deepEqual(await confirm(planned('TypeName', true), {}, ['prod', 'because']), {
      typedName: 'prod',
      reason: 'because',
      acknowledged: [],
    });
    assert.equal(await confirm(planned('TypeName', true), {}, ['']), undefined);
    assert.equal((await confirm(planned('TypeName', true), {}, ['wrong', 'x']))?.typedName, 'wrong');
  });

  it('prints where the pull request of a change is opened', () => {
    const { io, out } = memoryIo();
    terminalDelivery(io, 'human', flags).started({
      id: 'gitops-1',
      kind: 'Deployment',
      state: 'Blocked',
      done: false,
      createdAt: '2026-01-01T00:00:00Z',
      blockedBy: { reason: 'ApprovalRequired' },
      links: [{ url: 'https://git.example/pr?a=1', title: 'Open Pull Request', type: 'pull-request' }],
    });
    assert.match(out(), /Open its pull request: https:\/\/git\.example\/pr\?a=1\n/);
    assert.match(out(), /golden-path cancel gitops-1\n/);
    assert.doesNotMatch(out(), /approve/);
  });

  it('says nothing on stdout where JSON was asked for', async () => {
    const { io, out } = memoryIo({ answers: ['n'] });
    const ui = terminalDelivery(io, 'json', flags);
    assert.ok(await ui.confirm(planned('None')));
    ui.event({ id: '1', type: 'log', time: '2026-01-01T00:00:00Z', message: 'x' });
    assert.equal(out(), '');
  });

  it('prints events without what steers a terminal', () => {
    const { io, out } = memoryIo();
    const ui = terminalDelivery(io, 'human', flags);
    ui.event({ id: '1', type: 'step', time: '2026-01-01T10:11:12Z', step: 'build', state: 'Running' });
    ui.event({ id: '2', type: 'log', time: '2026-01-01T10:11:13Z', message: 'ok\u001b[2J', level: 'info' });
    assert.equal(out(), '10:11:12 build Running\n10:11:13 ok\n');
  });
});
