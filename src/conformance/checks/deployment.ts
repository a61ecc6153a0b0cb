import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { Check, Kit } from '../check.js';
import { jsonOf } from '../exchange.js';
import { expect, expectRefusal, expectShape, problemCode } from '../expect.js';
import { NotApplicable } from '../verdict.js';

type Plan = components['schemas']['Plan'];

/** An operation that takes less may be over before the next request arrives. */
const quickMs = 100;

/** A deployment that would be accepted but for what a check breaks in it. */
async function sound({ trial }: Kit): Promise<Readonly<Record<string, unknown>>> {
  await trial.deployed();
  const { environment } = trial.target;
  return trial.complete({ environment, kind: 'Deploy', release: await trial.release() });
}

export function deploymentChecks(): readonly Check[] {
  return [
    {
      id: 'deploy/plan',
      level: 'deploy',
      proves: t('A dry run answers 200 with a plan, without an Idempotency-Key.'),
      async run({ trial }) {
        const { environment } = trial.target;
        const request = { environment, kind: 'Deploy', release: await trial.release() };
        expectShape(await trial.plan(request), 'Plan');
      },
    },
    {
      id: 'deploy/plan-no-effect',
      level: 'deploy',
      proves: t('A dry run deploys nothing.'),
      async run({ trial }) {
        const { before, afterPlan, plan } = await trial.deployed();
        const ids = (list: typeof before): string => list.map(({ id, state }) => `${id} ${state}`).join(', ');
        const message = t('Before it the history was "{0}", then "{1}".', ids(before), ids(afterPlan));
        expect(ids(before) === ids(afterPlan), message, plan);
      },
    },
    {
      id: 'deploy/plan-same',
      level: 'deploy',
      proves: t('The same dry run twice, with nothing changed, gives the same fingerprint.'),
      async run({ trial }) {
        const { plan, planAgain } = await trial.deployed();
        const [first, again] = [jsonOf(plan), jsonOf(planAgain)] as (Plan | undefined)[];
        const message = t('First "{0}", then "{1}".', first?.fingerprint ?? '', again?.fingerprint ?? '');
        expect(first?.fingerprint === again?.fingerprint, message, plan, planAgain);
      },
    },
    {
      id: 'deploy/plan-binds',
      level: 'deploy',
      proves: t('The fingerprint of another plan is refused with 409 stale-plan.'),
      async run(kit) {
        const request = { ...(await sound(kit)), planFingerprint: 'golden-path-conformance' };
        const answer = await kit.trial.send(request);
        if (answer.status === 202) await kit.trial.end(answer);
        expectRefusal(answer, [409], ['stale-plan']);
      },
    },
    {
      id: 'deploy/plan-changes',
      level: 'deploy',
      proves: t('A plan of another deployment has another fingerprint.'),
      async run(kit) {
        const { plan } = await kit.trial.deployed();
        const restart = await kit.trial.plan({ environment: kit.trial.target.environment, kind: 'Restart' });
        if (restart.status !== 200) throw new NotApplicable(t('The platform plans no restart.'));
        const [first, other] = [jsonOf(plan), jsonOf(restart)] as (Plan | undefined)[];
        const message = t('Deploying and restarting have the same fingerprint.');
        expect(first?.fingerprint !== other?.fingerprint, message, plan, restart);
      },
    },
    {
      id: 'deploy/stale-basis',
      level: 'deploy',
      proves: t('A deployment that expects something else to be live is refused with 409 stale-basis.'),
      async run(kit) {
        const request = { ...(await sound(kit)), expectedCurrentDeployment: 'golden-path-conformance' };
        const answer = await kit.trial.send(request);
        if (answer.status === 202) await kit.trial.end(answer);
        expectRefusal(answer, [409], ['stale-basis']);
      },
    },
    {
      id: 'deploy/key-missing',
      level: 'deploy',
      proves: t('A deployment without an Idempotency-Key is refused with 400.'),
      async run(kit) {
        const answer = await kit.probe.call('POST', kit.trial.path, { json: await sound(kit) });
        if (answer.status === 202) await kit.trial.end(answer);
        expectRefusal(answer, [400], ['idempotency-key-missing']);
      },
    },
    {
      id: 'deploy/accepted',
      level: 'deploy',
      proves: t('A deployment is accepted with 202, an operation, and Location where to follow it.'),
      async run({ trial }) {
        const { accepted } = await trial.deployed();
        const { id } = expectShape(accepted, 'Operation', 202);
        const location = accepted.headers['location'] ?? '';
        const path = URL.canParse(location, 'https://platform.invalid/')
          ? new URL(location, 'https://platform.invalid/').pathname
          : '';
        const message = t('Location is "{0}", not that of the operation {1}.', location, id);
        expect(path.endsWith(`/operations/${encodeURIComponent(id)}`), message, accepted);
      },
    },
    {
      id: 'deploy/repeat',
      level: 'deploy',
      proves: t('The same request with the same Idempotency-Key is the same operation, not a second one.'),
      async run({ trial }) {
        const { accepted, repeat } = await trial.deployed();
        const first = expectShape(accepted, 'Operation', 202);
        const again = expectShape(repeat, 'Operation', 202);
        const message = t('First it was {0}, then {1}.', first.id, again.id);
        expect(first.id === again.id, message, accepted, repeat);
      },
    },
    {
      id: 'deploy/key-reused',
      level: 'deploy',
      proves: t('The same Idempotency-Key with another request is refused with 422.'),
      async run({ trial }) {
        expectRefusal((await trial.deployed()).reused, [422], ['idempotency-key-reused']);
      },
    },
    {
      id: 'deploy/one-at-a-time',
      level: 'deploy',
      proves: t(
        'While one runs, another deployment to the same place is refused with 409, naming the operation.',
      ),
      async run({ trial }) {
        const { accepted, second, ended, operation: done } = await trial.deployed();
        const first = expectShape(accepted, 'Operation', 202);
        const tookMs = Date.parse(done.finishedAt ?? '') - Date.parse(done.createdAt);
        if (first.done || tookMs < quickMs) {
          throw new NotApplicable(t('The deployment ended before another could be sent.'));
        }
        expectRefusal(second, [409], ['operation-in-progress']);
        const { operation } = (jsonOf(second) ?? {}) as { operation?: string };
        const message = t('The refusal names the operation "{0}", not {1}.', operation ?? '', first.id);
        expect(problemCode(second) === '' || operation === first.id, message, second, ended);
      },
    },
    {
      id: 'deploy/invalid',
      level: 'deploy',
      proves: t('A body that is no JSON is 400, an unknown word in it 422, another content type refused.'),
      async run({ probe, trial }) {
        const post = (type: string, body: string): ReturnType<typeof probe.call> =>
          probe.call('POST', trial.path, {
            text: { type, body },
            headers: { 'idempotency-key': crypto.randomUUID() },
          });
        expectRefusal(await post('application/json', '{'), [400], ['invalid-request']);
        const { environment } = trial.target;
        const odd = JSON.stringify({ environment, kind: 'GoldenPathConformance' });
        expectRefusal(await post('application/json', odd), [400, 422], ['invalid-request']);
        expectRefusal(
          await post('text/plain', odd),
          [400, 415],
          ['unsupported-media-type', 'invalid-request'],
        );
      },
    },
    {
      id: 'deploy/unknown-place',
      level: 'deploy',
      proves: t('An environment or a release that does not exist is refused in the dry run already.'),
      async run({ trial }) {
        const { environment } = trial.target;
        const nowhere = await trial.plan({ environment: 'golden-path-conformance', kind: 'Restart' });
        expectRefusal(nowhere, [404, 422], ['not-found', 'invalid-request']);
        const nothing = await trial.plan({ environment, kind: 'Deploy', release: 'golden-path-conformance' });
        expectRefusal(nothing, [404, 422], ['not-found', 'invalid-request']);
      },
    },
    {
      id: 'deploy/promote-names-release',
      level: 'deploy',
      proves: t(
        'A promotion that names no release is refused: "what is there now" may change between look and click.',
      ),
      async run({ trial }) {
        const { environment } = trial.target;
        const answer = await trial.plan({ environment, kind: 'Promote', fromEnvironment: environment });
        expectRefusal(answer, [400, 409, 422, 501], ['invalid-request', 'blocked', 'not-implemented']);
      },
    },
  ];
}
