import assert from 'node:assert/strict';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';
import { startSonarServer, type SonarServer } from './sonarServer.js';

describe('a real Backstage with the plugin for SonarQube', function () {
  this.timeout(120_000);
  let sonar: SonarServer | undefined;
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere('sonarQube')) this.skip();
    sonar = await startSonarServer();
    const running = (backstage = await startBackstage({
      recording: 'sonarQube',
      entities: 4,
      masks: [[sonar.url, '{sonarqube}']],
      configuration: {
        files: ['app-config.sign-in.yaml', 'app-config.sonar-qube.yaml'],
        env: {
          BACKSTAGE_PLUGINS: '@backstage-community/plugin-sonarqube-backend',
          BACKSTAGE_SONARQUBE: sonar.url,
          BACKSTAGE_SONARQUBE_KEY: sonar.apiKey,
        },
      },
    }));
    platform = createBackstagePlatform({
      url: running.url,
      token: () => Promise.resolve(running.token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
    await sonar?.stop();
  });

  it('announces scorecards, and lists what SonarQube judges', async () => {
    assert.deepEqual((await platform!.getInfo()).capabilities['scorecards'], { level: 'Read' });
    const { items } = await platform!.listScorecards();
    assert.deepEqual(
      items.map(({ name, spec }) => [
        name,
        (spec['checks'] as { name: string }[]).map((check) => check.name),
      ]),
      [['sonarqube', ['qualityGate', 'reliability', 'security', 'securityReview', 'maintainability']]],
    );
  });

  it('tells of a service what its analysis found, and where to read more', async () => {
    const [card, ...others] = await platform!.measures!.scorecards('analysed');
    assert.deepEqual(others, []);
    assert.equal(card!.evaluatedAt, '2026-03-01T11:39:03.000Z');
    assert.deepEqual(
      card!.checks.map(({ name, state, message }) => [name, state, message]),
      [
        ['qualityGate', 'Passed', 'Coverage: 81.4%. Duplicated lines: 1.2%.'],
        ['reliability', 'Passed', 'Rated A, with 0 findings.'],
        ['security', 'Failed', 'Rated C, with 2 findings.'],
        ['securityReview', 'Passed', 'Rated A.'],
        ['maintainability', 'Passed', 'Rated A, with 14 findings.'],
      ],
    );
    assert.equal(
      card!.checks[2]!.remediation?.url,
      'https://sonarqube.example.test/dashboard?id=shop%3Acart',
    );
  });

  it('reads a project of a named SonarQube, and leaves open what was not measured', async () => {
    const [card] = await platform!.measures!.scorecards('faulty');
    assert.deepEqual(
      card!.checks.map(({ name, state }) => [name, state]),
      [
        ['qualityGate', 'Failed'],
        ['reliability', 'Failed'],
        ['security', 'Unknown'],
        ['securityReview', 'Unknown'],
        ['maintainability', 'Unknown'],
      ],
    );
  });

  it('has no card of a service that names no project, and says why one has none', async () => {
    assert.deepEqual(await platform!.measures!.scorecards('cart'), []);
    const [card] = await platform!.measures!.scorecards('unheard');
    assert.deepEqual(
      card!.checks.map(({ name, state }) => [name, state]),
      [['qualityGate', 'Error']],
    );
    assert.match(card!.checks[0]!.message ?? '', /404/);
  });
});
