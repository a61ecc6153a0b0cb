import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  isDoraMetrics,
  isFacetList,
  isIncident,
  isOnCall,
  isPlatformEventList,
  isPortfolioMetrics,
  isServiceList,
  isSloList,
  isSystemList,
} from '../../../src/contract/generated/checks.js';
import type { Deployment } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { Bed, buildCli, manifest, serverJs, until } from './bed.js';

interface Incident {
  readonly id: string;
  readonly status: string;
  readonly detectedBy: string;
  readonly suspectedDeployment?: string;
}

/** Breaks when told to, and heals when told to. */
const fragileJs = `
const http = require('node:http');
let broken = false;
http.createServer((request, response) => {
  if (request.url === '/break') broken = true;
  if (request.url === '/heal') broken = false;
  response.statusCode = broken && request.url === '/ready' ? 503 : 200;
  response.end('{}');
}).listen(Number(process.env.PORT));
`;

describe('measures of the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(() => bed.dispose());

  function policy(name: string, documents: readonly object[]): void {
    const folder = path.join(bed.dataDir, '.platform');
    const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
    bed.write(path.join(folder, `${name}.yaml`), text);
  }

  it('measures objectives, opens an incident when a service stays bad, and resolves it when it is good', async () => {
    policy('people', [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'payments' },
        spec: { type: 'team', members: ['anna'] },
      },
    ]);
    await bed.start();
    const folder = bed.source('fragile', { 'server.js': fragileJs });
    const indicator = { availability: { route: '/ready' } };
    const slos = [
      { name: 'availability', targetPercent: 99, indicator },
      {
        name: 'elsewhere',
        targetPercent: 99,
        indicator: { prometheus: { errorQuery: 'a', totalQuery: 'b' } },
      },
    ];
    const readinessProbe = { httpGet: { path: '/ready', port: 8080 } };
    const health = { periodSeconds: 1, failureThreshold: 1 };
    const described = manifest('fragile', { readinessProbe }, { health, slos, system: 'shop' }) as {
      metadata: object;
    };
    const annotations = { 'goldenpath.dev/incident-after': '2s' };
    const links = [{ url: 'https://example.com/help', type: 'runbook', title: 'Help' }];
    const whole = { ...described, metadata: { ...described.metadata, annotations, links } };
    const release = await bed.release(whole, folder);
    const reason = 'first';
    const request = { environment: 'production', kind: 'Deploy', release: release.id, reason };
    const { fingerprint } = await bed.plan('fragile', request);
    const operation = await bed.deploy('fragile', { ...request, planFingerprint: fingerprint });
    assert.equal(operation.state, 'Succeeded', operation.message);
    const slo = async (): Promise<Record<string, unknown> | undefined> => {
      const list = await bed.get<Page<Record<string, unknown>>>(
        '/services/fragile/slos?environment=production',
      );
      assert.ok(isSloList(list));
      assert.equal(list.items[1]?.['status'], 'NoData');
      return list.items[0];
    };
    await until(async () => (await slo())?.['status'] === 'Met', 'the objective to be met');
    const { urls } = await bed.leaf('fragile', 'production');
    await fetch(`${urls?.[0] ?? ''}/break`);
    const open = async (): Promise<Incident | undefined> =>
      (await bed.get<Page<Incident>>('/incidents?service=fragile')).items[0];
    await until(async () => (await open()) !== undefined, 'an incident', 20_000);
    const incident = await open();
    assert.equal(incident?.detectedBy, 'Platform');
    const [deployment] = await bed.deployments('fragile', 'production');
    assert.equal(incident.suspectedDeployment, deployment?.id);
    assert.equal(deployment?.outcome, 'Failed');
    assert.equal((await slo())?.['status'], 'Breached');
    const leaf = await bed.leaf('fragile', 'production');
    assert.equal(leaf.openIncidents, 1);
    assert.equal(leaf.slo?.worstStatus, 'Breached');
    const taken = await bed.call<Incident>('PATCH', `/incidents/${incident.id}`, { status: 'Acknowledged' });
    assert.equal(taken.body.status, 'Acknowledged');
    assert.ok(isIncident(taken.body));
    const onCall = await bed.get<{ shifts: { who: { id: string } }[] }>('/services/fragile/on-call');
    assert.ok(isOnCall(onCall));
    assert.equal(onCall.shifts[0]?.who.id, 'user:default/anna');
    await fetch(`${urls?.[0] ?? ''}/heal`);
    await until(async () => (await open())?.status === 'Resolved', 'the incident to be resolved', 20_000);

    const dora = await bed.get<Record<string, unknown>>('/services/fragile/metrics/dora');
    assert.ok(isDoraMetrics(dora));
    assert.equal(dora['deployments'], 1);
    assert.equal(dora['changeFailRate'], 1);
    assert.equal(dora['changeLeadTimeSecondsP50'], undefined);
    assert.ok((dora['notes'] as string[]).length > 0);
    const figures = await bed.get<Record<string, unknown>>('/metrics/portfolio?owner=group:default/payments');
    assert.ok(isPortfolioMetrics(figures));
    assert.equal(figures['services'], 1);
    assert.equal((await bed.call('GET', '/metrics/portfolio')).status, 422);
    const events = await bed.get<Page<{ reason: string }>>(
      '/services/fragile/environments/production/events',
    );
    assert.ok(isPlatformEventList(events));
    const reasons = events.items.map((event) => event.reason);
    for (const reason of ['IncidentTriggered', 'Degraded', 'IncidentResolved', 'DeploymentSucceeded']) {
      assert.ok(reasons.includes(reason), `${reason} in ${reasons.join(' ')}`);
    }
    assert.ok(isSystemList(await bed.get('/systems')));
    const facets = await bed.get<{ facets: { field: string; values: object[] }[] }>(
      '/facets?by=system,health',
    );
    assert.ok(isFacetList(facets));
    assert.deepEqual(facets.facets[0]?.values, [{ value: 'shop', count: 1 }]);
    assert.ok(isServiceList(await bed.get('/services')));

    // Probes and incidents are there after a crash.
    const before = (await slo())?.['budgetRemainingPercent'];
    await bed.kill('SIGKILL');
    await bed.start();
    assert.equal((await open())?.status, 'Resolved');
    assert.notEqual((await slo())?.['status'], 'NoData');
    assert.ok(Number((await slo())?.['budgetRemainingPercent']) < 0 && Number(before) < 0);
  });

  it('counts a rollback because of an incident as unplanned, and tells how long recovery took', async () => {
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const releases: string[] = [];
    for (const version of ['one', 'two']) {
      bed.source('hello', { 'server.js': serverJs(version) });
      releases.push((await bed.release(manifest('hello'), folder)).id);
    }
    for (const release of releases) {
      const request = { environment: 'production', kind: 'Deploy', release, reason: 'go' };
      const { fingerprint } = await bed.plan('hello', request);
      await bed.deploy('hello', { ...request, planFingerprint: fingerprint });
    }
    const declared = await bed.call<Incident>('POST', '/incidents', {
      title: 'Wrong prices',
      service: 'hello',
      environment: 'production',
    });
    assert.equal(declared.status, 201);
    const [bad, good] = await bed.deployments('hello', 'production');
    assert.equal(declared.body.suspectedDeployment, bad?.id);
    const leaf = await bed.leaf('hello', 'production');
    assert.equal(leaf.suggestion?.kind, 'Rollback');
    assert.equal(leaf.suggestion.toDeployment, good?.id);
    const back = { environment: 'production', kind: 'Rollback', toDeployment: good?.id, reason: 'prices' };
    const { fingerprint } = await bed.plan('hello', back);
    await bed.deploy('hello', { ...back, planFingerprint: fingerprint });
    const [rollback]: readonly Deployment[] = await bed.deployments('hello', 'production');
    assert.equal(rollback?.unplanned, true);
    assert.deepEqual(rollback.incidents, [declared.body.id]);
    const dora = await bed.get<Record<string, number>>('/services/hello/metrics/dora');
    assert.equal(dora['deployments'], 3);
    assert.equal(dora['changeFailRate'], 0.3333);
    assert.equal(dora['deploymentReworkRate'], 0.3333);
    assert.ok((dora['failedDeploymentRecoveryTimeSecondsP50'] ?? -1) >= 0);
    assert.equal((await bed.call('POST', '/feedback', { message: 'Nice', rating: 5 })).status, 204);
    assert.match(readFileSync(path.join(bed.dataDir, 'feedback.jsonl'), 'utf8'), /"message":"Nice"/);
    const measured = '/metrics/portfolio?owner=group:default/payments';
    const figures = await bed.get<Record<string, unknown>>(measured);
    assert.ok(isPortfolioMetrics(figures));
    assert.equal(figures.selfServiceShare, 1);
    const rated = figures.satisfaction?.at(-1);
    assert.deepEqual([rated?.ratings, rated?.average], [1, 5]);
    assert.equal(figures.onboardingSecondsP50, undefined, 'there is no repository');
    assert.ok(figures.notes?.some((note) => /onboarding/.test(note)));
  });
});
