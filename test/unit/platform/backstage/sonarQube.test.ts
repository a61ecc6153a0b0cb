import assert from 'node:assert/strict';
import { component, FakeBackstage, refusal } from './fakeBackstage.js';

const root = '/api/sonarqube';
const annotations = { 'sonarqube.org/project-key': 'blue/shop:web' };

describe('SonarQube behind a Backstage', () => {
  it('is not there where neither of its routes has a word to say', async () => {
    const backstage = new FakeBackstage(component('web', annotations));
    const platform = backstage.platform();
    await platform.getInfo();
    assert.equal((await platform.getInfo()).capabilities['scorecards'], undefined);
    assert.equal(backstage.count(root), 2);
    await assert.rejects(platform.measures!.scorecards('web'), { code: 'not-implemented' });
    await assert.rejects(platform.listScorecards(), { code: 'not-implemented' });
    assert.equal(backstage.count(root), 2);
  });

  it('is asked by entity', async () => {
    const findings = {
      analysisDate: '2026-03-01T11:39:03+0000',
      measures: [{ metric: 'alert_status', value: 'OK' }],
    };
    const backstage = new FakeBackstage(component('web', annotations))
      .on(`GET ${root}/entities`, () => refusal(404, 'NotFoundError'))
      .on(`GET ${root}/entities/component/default/web/summary`, () => ({
        body: { findings, instanceUrl: 'https://sonar.example.test/', componentKey: 'shop:web' },
      }));
    const [card] = await backstage.platform().measures!.scorecards('web');
    assert.ok(card);
    assert.equal(card.evaluatedAt, '2026-03-01T11:39:03.000Z');
    assert.deepEqual(card.checks[0], { name: 'qualityGate', title: 'Quality gate', state: 'Passed' });
    assert.ok(card.checks.slice(1).every(({ state }) => state === 'Unknown'));
  });

  it('is asked by project where the plugin is older', async () => {
    const measures = [
      { metric: 'alert_status', value: 'ERROR' },
      { metric: 'sqale_rating', value: '2.0' },
      { metric: 'code_smells', value: '3' },
    ];
    const backstage = new FakeBackstage(component('web', annotations))
      .on(`GET ${root}/findings`, ({ url }) =>
        url.searchParams.has('componentKey') ? { body: { measures } } : refusal(400, 'InputError'),
      )
      .on(`GET ${root}/instanceUrl`, () => ({ body: { instanceUrl: 'https://sonar.example.test' } }));
    const [card] = await backstage.platform().measures!.scorecards('web');
    assert.equal(backstage.count('findings?componentKey=shop:web&instanceKey=blue'), 1);
    assert.deepEqual(
      card?.checks.map(({ state, message, remediation }) => [state, message, remediation?.url]),
      [
        ['Failed', undefined, 'https://sonar.example.test/dashboard?id=shop%3Aweb'],
        ['Unknown', undefined, undefined],
        ['Unknown', undefined, undefined],
        ['Unknown', undefined, undefined],
        ['Failed', 'Rated B, with 3 findings.', 'https://sonar.example.test/dashboard?id=shop%3Aweb'],
      ],
    );
  });

  it('that does not know a project says so in its own card', async () => {
    const backstage = new FakeBackstage(component('web', annotations))
      .on(`GET ${root}/entities`, () => refusal(404, 'NotFoundError'))
      .on(`GET ${root}/entities/component/default/web/summary`, () => ({ body: { findings: null } }))
      .on('GET /api/tech-insights/checks', () => ({ body: [{ id: 'owned', name: 'Owned' }] }))
      .on('POST /api/tech-insights/checks/run', () => ({ body: [] }));
    const cards = await backstage.platform().measures!.scorecards('web');
    assert.deepEqual(
      cards.map(({ name, checks }) => [name, checks.map(({ state }) => state)]),
      [
        ['tech-insights', ['Unknown']],
        ['sonarqube', ['Error']],
      ],
    );
  });
});
