import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparedText, environmentText } from '../../../../src/editor/delivery/comparison.js';
import { deliveryTags } from '../../../../src/editor/delivery/deliveryTags.js';
import { historyPage } from '../../../../src/editor/delivery/historyPage.js';
import { pushState } from '../../../../src/editor/delivery/pushWatch.js';
import { holders, reachOf, type ReachLine } from '../../../../src/editor/delivery/reach.js';
import { ticketOf } from '../../../../src/editor/delivery/ticketName.js';
import { reachWords, statusLens } from '../../../../src/editor/lenses/lensTexts.js';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Deployment } from '../../../../src/model/delivery.js';
import type { PipelineRun } from '../../../../src/model/pipelineRun.js';
import { running, service, snapshot } from '../pictures.js';

function at(
  environment: string,
  commit: string | undefined,
  more: Partial<ServiceEnvironment> = {},
): ServiceEnvironment {
  const state = running(environment, 'Healthy');
  const current = state.current && {
    ...state.current,
    ...(commit !== undefined && { commit: { id: commit } }),
  };
  return { ...state, ...(current && { current }), ...more };
}

describe('what runs where', () => {
  it('asks git for each environment, and does not guess', async () => {
    const hello = service('hello', at('development', 'c3'), at('staging', 'elsewhere'));
    const lines = await reachOf(snapshot([hello]), hello, 'c2', (commit, of) =>
      Promise.resolve(of === 'elsewhere' ? undefined : commit <= of),
    );
    assert.deepEqual(
      lines.map(({ environment, holding }) => `${environment} ${holding}`),
      ['development has', 'staging unknown', 'production empty'],
    );
    assert.deepEqual(holders(lines), ['development']);
  });

  it('is said in the one lens of a service', () => {
    const live = snapshot([service('hello', running('development', 'Healthy'))]);
    const reach = { commit: '1a2b3c4d5e', environments: ['development'] };
    assert.equal(statusLens('hello', live, reach), 'development: Healthy 1a2b3c4 · with the last change');
    const further = snapshot([
      service('hello', running('development', 'Healthy'), running('staging', 'Healthy')),
    ]);
    assert.equal(
      statusLens('hello', further, reach),
      'development, staging: Healthy 1a2b3c4 · last change 1a2b3c4 in development',
    );
    assert.equal(
      reachWords({ commit: '1a2b3c4d5e', environments: ['development', 'staging', 'production'] }),
      'last change 1a2b3c4 in production and 2 more',
    );
    assert.match(
      statusLens('hello', live, { ...reach, environments: [] }) ?? '',
      /last change 1a2b3c4 nowhere yet$/,
    );
  });
});

describe('a pushed commit', () => {
  const run = (state: string, more: Partial<PipelineRun> = {}): PipelineRun => ({
    id: 'r',
    service: 'hello',
    kind: 'Build',
    state,
    done: state !== 'Running',
    createdAt: '2026-11-21T10:00:00Z',
    ...more,
  });
  const line = (holding: ReachLine['holding'], state = at('development', 'c')): ReachLine => ({
    environment: state.environment,
    holding,
    state,
  });
  const none = { operations: new Map() };

  it('is followed from the build to where it is healthy', () => {
    assert.deepEqual(pushState([], [line('lacks')], none), {
      kind: 'under way',
      step: 'waiting for a build or a deployment',
    });
    const building = run('Running', { steps: [{ id: 's', name: 'npm ci', state: 'Running' }] });
    assert.deepEqual(pushState([building], [], none), { kind: 'under way', step: 'Build: npm ci' });
    const moving = line('lacks', at('development', 'b', { operation: 'op' }));
    assert.equal(pushState([run('Succeeded')], [moving], none).kind, 'under way');
    const starting = line('has', at('development', 'c', { health: 'Progressing' }));
    assert.equal(pushState([], [starting], none).kind, 'under way');
    assert.deepEqual(pushState([run('Succeeded')], [line('has')], none), {
      kind: 'live',
      environments: ['development'],
    });
  });

  it('fails with its last run of a kind, not with one that was repeated', () => {
    const failed = run('Failed', { message: 'tests failed', url: 'https://ci.example/1' });
    assert.deepEqual(pushState([failed], [], none), {
      kind: 'failed',
      why: 'Build ended as Failed: tests failed',
      url: 'https://ci.example/1',
    });
    const again = run('Running', { createdAt: '2026-11-21T11:00:00Z' });
    assert.equal(pushState([failed, again], [], none).kind, 'under way');
  });
});

describe('the tags of a deployment row', () => {
  const tagsOf = (state: ServiceEnvironment): readonly string[] =>
    deliveryTags(snapshot([service('hello', state)]), 'hello', state.environment, state);

  it('tell denied from hidden, from asking, and leave what is unknown alone', () => {
    const permissions = [
      { name: 'deploy', state: 'Denied' },
      { name: 'rollback', state: 'Hidden' },
      { name: 'restart', state: 'RequiresApproval' },
    ];
    assert.deepEqual(tagsOf({ ...running('production', 'Healthy'), permissions }), [
      'no-deploy',
      'hides-rollback',
      'asks-restart',
    ]);
    const frozen = [{ name: 'deploy', state: 'Blocked', reason: 'Holidays.' }];
    assert.deepEqual(tagsOf({ ...running('production', 'Healthy'), permissions: frozen }), []);
    const unknown = [{ name: 'deploy', state: 'Unknown' }];
    assert.deepEqual(tagsOf({ ...running('production', 'Healthy'), permissions: unknown }), []);
    assert.deepEqual(tagsOf(running('staging', 'Healthy')), ['promotable']);
  });

  it('tell what is under way and what is suggested', () => {
    const suggestion = { kind: 'Rollback', message: 'It went wrong.' } as const;
    assert.deepEqual(tagsOf({ ...running('production', 'Degraded'), suggestion, operation: 'op' }), [
      'operating',
      'suggests-rollback',
    ]);
  });
});

describe('texts of delivery', () => {
  it('name the ticket of a branch, and nothing that is none', () => {
    assert.equal(ticketOf('feature/PAY-311-retry'), 'PAY-311');
    assert.equal(ticketOf('PAY-311'), 'PAY-311');
    for (const branch of ['main', 'utf-8', 'feature/pay-311', undefined]) {
      assert.equal(ticketOf(branch), undefined);
    }
  });

  it('put version, configuration and resources below each other, sensitive outputs masked', () => {
    const text = comparedText({
      environment: 'staging',
      state: at('staging', 'c1'),
      configuration: { yaml: 'containers:\n  main: {}\n' },
      resources: [
        {
          id: 'r1',
          name: 'db',
          type: 'postgres',
          environment: 'staging',
          state: 'Active',
          outputs: [
            { name: 'host', value: 'db.local' },
            { name: 'password', sensitive: true, value: 'never' },
          ],
        },
      ],
    });
    assert.match(text, /^version: 1a2b3c4\ncommit: c1\n/);
    assert.match(text, /configuration:\n {2}containers:\n {4}main/);
    assert.match(text, /host: db\.local\n {4}password: \*\*\*\n/);
    assert.ok(!text.includes('never'));
    const live = snapshot([service('b', running('staging', 'Degraded')), service('a')]);
    assert.equal(environmentText(live, 'staging'), 'a: not deployed\nb: 1a2b3c4 Degraded\n');
  });

  it('are told in the words of the views', () => {
    const deployment: Deployment = {
      id: 'd',
      service: 'hello',
      environment: 'staging',
      kind: 'Deploy',
      state: 'Superseded',
      outcome: 'Failed',
      release: { id: 'r', version: '1', createdAt: '' },
    };
    assert.match(historyPage('hello', [deployment]), /replaced, proved bad/);
    assert.match(historyPage('hello', [{ ...deployment, state: 'Melted' }]), /Melted, proved bad/);
  });

  it('make a page of deployments in which no text of the platform is markup', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (reasonText, version) => {
        const deployment: Deployment = {
          id: 'd',
          service: 'hello',
          environment: 'staging',
          kind: 'Deploy',
          state: 'Deployed',
          reasonText,
          release: { id: 'r', version, createdAt: '' },
        };
        const rows = historyPage('hello', [deployment]).trimEnd().split('\n');
        assert.equal(rows.length, 5);
        const cells = rows[4]?.replaceAll(/\\./g, '').split('|') ?? [];
        assert.equal(cells.length, 10);
        assert.ok(!/[<[]/.test(cells.join('')));
      }),
    );
  });
});
