import assert from 'node:assert/strict';
import { readIncident } from '../../../../src/editor/incidents/incidentFacts.js';
import type { Connection } from '../../../../src/editor/session/connection.js';
import type { Deployment } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Incident } from '../../../../src/model/incident.js';
import type { IncidentPart } from '../../../../src/model/parts.js';
import type { Slo } from '../../../../src/model/slo.js';
import { running, service, snapshot } from '../pictures.js';

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
// Declared before the last deployment, so that it alone is no sign against it.
const incident: Incident = {
  id: 'inc_1',
  title: 'No orders',
  status: 'Triggered',
  service: 'shop',
  environment: 'production',
  createdAt: ago(45),
};
const deployment = (version: string, minutes: number, more: Partial<Deployment>): Deployment => ({
  id: `dep_${version}`,
  service: 'shop',
  environment: 'production',
  kind: 'Deploy',
  state: 'Superseded',
  release: { id: `rel_${version}`, version, createdAt: ago(600) },
  rollback: { eligible: true },
  finishedAt: ago(minutes),
  ...more,
});
const history = [deployment('2', 20, { state: 'Deployed' }), deployment('1', 500, {})];
const slo = (name: string, hour: number, more: Partial<Slo> = {}): Slo => ({
  name,
  targetPercent: 99,
  status: 'AtRisk',
  burnRates: [
    { window: '5m', rate: hour },
    { window: '1h', rate: hour },
  ],
  ...more,
});

interface Answers {
  readonly slos?: () => Promise<readonly Slo[]>;
  readonly deployments?: () => Promise<{ readonly items: readonly Deployment[] }>;
  readonly capability?: string;
}

async function adviceWith({ slos, deployments, capability = 'slos' }: Answers) {
  const asked: unknown[] = [];
  const connection = {
    platform: {
      getOnCall: () => Promise.resolve({ shifts: [] }),
      listDeployments: deployments ?? (() => Promise.resolve({ items: history })),
      measures: {
        slos: (name: string, query: object) => {
          asked.push({ name, ...query });
          return (slos ?? (() => Promise.resolve([])))();
        },
      },
    },
    live: {
      snapshot: snapshot([service('shop', running('production', 'Healthy'))], {
        info: { capabilities: { [capability]: {} } } as never,
      }),
    },
  } as unknown as Connection;
  const part = { get: () => Promise.resolve(incident) } as unknown as IncidentPart;
  const { advice } = await readIncident(connection, part, incident.id);
  return { advice, asked };
}

describe('the advice of an incident', () => {
  it('goes by how fast the objectives of the place burn their budget', async () => {
    const found = [slo('availability', 20), slo('elsewhere', 30, { environment: 'staging' }), slo('slow', 2)];
    const { advice, asked } = await adviceWith({ slos: () => Promise.resolve(found) });
    assert.ok(advice?.suggested);
    assert.equal(advice.to.id, 'dep_1');
    assert.deepEqual(advice.evidence, ['availability burns its error budget 20 times too fast.']);
    assert.deepEqual(asked, [{ name: 'shop', environment: 'production' }]);
  });

  it('is given without them where they cannot be read now, and asks nobody who measures nothing', async () => {
    const away = new PlatformError('unreachable', 'Nothing answers at prometheus.example.');
    const { advice } = await adviceWith({ slos: () => Promise.reject(away) });
    assert.deepEqual(advice, {
      suggested: false,
      why: 'Nothing is known to have gone wrong since the last deployment.',
    });
    const { asked } = await adviceWith({ capability: 'incidents' });
    assert.deepEqual(asked, []);
  });

  it('is not given where what was deployed there is not told', async () => {
    const refused = new PlatformError('forbidden', 'Not for you.');
    const { advice } = await adviceWith({ deployments: () => Promise.reject(refused) });
    assert.equal(advice, undefined);
  });
});
