import { t } from '../../base/l10n.js';
import type { Check, Kit } from '../check.js';
import { expect, expectShape } from '../expect.js';
import type { Deployment } from '../trial.js';
import { NotApplicable } from '../verdict.js';

async function needsKind({ facts }: Kit, kind: string): Promise<void> {
  const kinds = (await facts.info()).capabilities['deployments']?.kinds;
  if (kinds === undefined || kinds.includes(kind)) return;
  throw new NotApplicable(t('The platform does not declare deployments of the kind {0}.', kind));
}

function newest(list: readonly Deployment[]): Deployment | undefined {
  return list[0];
}

export function historyChecks(): readonly Check[] {
  return [
    {
      id: 'deploy/succeeds',
      level: 'deploy',
      proves: t('Deploying a release that works ends as Succeeded.'),
      async run({ trial }) {
        const { operation, ended } = await trial.deployed();
        const message = t(
          'It ended as {0}: {1}',
          operation.state,
          operation.message ?? operation.reason ?? '',
        );
        expect(operation.state === 'Succeeded', message, ended);
      },
    },
    {
      id: 'deploy/history',
      level: 'deploy',
      proves: t(
        'The deployment is first in the history, in the shape of the contract, and the one before is no longer Deployed.',
      ),
      async run({ trial }) {
        const { history, request, before } = await trial.deployed();
        const { items } = expectShape(history, 'DeploymentList');
        const first = newest(items);
        const isNew = first !== undefined && !before.some(({ id }) => id === first.id);
        expect(isNew, t('The first in the history is not the new deployment.'), history);
        const message = t('It is of the release {0}, not {1}.', first.release.id, String(request['release']));
        expect(first.release.id === request['release'], message, history);
        const live = items.filter(({ state }) => state === 'Deployed').map(({ id }) => id);
        expect(live.length === 1, t('Deployed in one place at once: {0}.', live.join(', ')), history);
      },
    },
    {
      id: 'deploy/status',
      level: 'deploy',
      proves: t('The service says what is deployed in the environment now.'),
      async run({ trial }) {
        const { service, after } = await trial.deployed();
        const { environments } = expectShape(service, 'Service');
        const leaf = environments?.find(({ environment }) => environment === trial.target.environment);
        const [current, wanted] = [leaf?.current?.id ?? '', newest(after)?.id ?? ''];
        expect(current === wanted, t('It says "{0}"; the history says {1}.', current, wanted), service);
      },
    },
    {
      id: 'deploy/restart',
      level: 'deploy',
      proves: t('A restart runs the same release again.'),
      async run(kit) {
        await needsKind(kit, 'Restart');
        const { trial } = kit;
        const [before] = await trial.history();
        const { operation, ended } = await trial.perform({
          environment: trial.target.environment,
          kind: 'Restart',
        });
        expect(operation.state === 'Succeeded', t('It ended as {0}.', operation.state), ended);
        const [after, answer] = await trial.history();
        const live = (list: readonly Deployment[]): string =>
          list.find(({ state }) => state === 'Deployed')?.release.id ?? '';
        const old = live(before) || (await trial.release());
        expect(live(after) === old, t('Then {0} runs, not {1}.', live(after), old), answer);
      },
    },
    {
      id: 'deploy/rollback',
      level: 'deploy',
      proves: t('A rollback brings back the release of an earlier deployment.'),
      async run(kit) {
        await needsKind(kit, 'Rollback');
        const { trial } = kit;
        await trial.deployed();
        const [list] = await trial.history();
        const current = list.find(({ state }) => state === 'Deployed');
        const earlier = list.filter(
          ({ state, rollback }) => state === 'Superseded' && rollback?.eligible !== false,
        );
        const back = earlier.find(({ release }) => release.id !== current?.release.id) ?? earlier[0];
        if (!back) throw new NotApplicable(t('There is no earlier deployment to go back to.'));
        const { environment } = trial.target;
        const { operation, ended } = await trial.perform({
          environment,
          kind: 'Rollback',
          toDeployment: back.id,
        });
        expect(operation.state === 'Succeeded', t('It ended as {0}.', operation.state), ended);
        const [after, answer] = await trial.history();
        const first = newest(after);
        expect(first?.release.id === back.release.id, t('Another release runs after it.'), answer);
        expect(first.kind === 'Rollback', t('The history calls it {0}.', first.kind), answer);
      },
    },
    {
      id: 'deploy/promote',
      level: 'deploy',
      proves: t('A promotion brings the same release to the next environment.'),
      async run(kit) {
        const { trial } = kit;
        const { environment, promoteTo } = trial.target;
        if (promoteTo === undefined) {
          throw new NotApplicable(t('No environment was named with --promote-to.'));
        }
        await needsKind(kit, 'Promote');
        await trial.deployed();
        const [list] = await trial.history();
        const release = list.find(({ state }) => state === 'Deployed')?.release.id;
        const request = { environment: promoteTo, kind: 'Promote', fromEnvironment: environment, release };
        const { operation, ended } = await trial.perform(request);
        expect(operation.state === 'Succeeded', t('It ended as {0}.', operation.state), ended);
        const [there, answer] = await trial.history(promoteTo);
        const first = newest(there);
        expect(first?.release.id === release, t('Another release is deployed there.'), answer);
        expect(first?.promotedFrom !== undefined, t('The deployment has no promotedFrom.'), answer);
      },
    },
  ];
}
