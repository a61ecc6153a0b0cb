import assert from 'node:assert/strict';
import { incidentChoices } from '../../../../src/editor/incidents/incidentChoices.js';
import { deploymentBefore, type IncidentFacts } from '../../../../src/editor/incidents/incidentFacts.js';
import { incidentPage } from '../../../../src/editor/incidents/incidentPage.js';
import type { Deployment } from '../../../../src/model/delivery.js';
import type { Incident } from '../../../../src/model/incident.js';

const time = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString();
const incident: Incident = {
  id: 'inc_1',
  title: 'No orders',
  status: 'Triggered',
  service: 'shop',
  environment: 'production',
  createdAt: time(30),
};
const deployment = (id: string, minute: number): Deployment => ({
  id,
  service: 'shop',
  environment: 'production',
  kind: 'Deploy',
  state: 'Superseded',
  finishedAt: time(minute),
  release: { id: `rel_${id}`, version: id, createdAt: time(0) },
});
const labels = (facts: Partial<IncidentFacts>): readonly string[] =>
  incidentChoices({ incident, onCall: [], ...facts }, Date.parse(time(40))).map(({ label }) => label);

describe('what can be done about an incident', () => {
  it('begins with going back where that is suggested, with the evidence', () => {
    const to = deployment('1.4.1', 0);
    const facts: IncidentFacts = {
      incident,
      onCall: [],
      before: deployment('1.4.2', 20),
      advice: { suggested: true, to, evidence: ['5xx 0.1 % → 7.2 %'] },
    };
    const [back, diff] = incidentChoices(facts, Date.parse(time(40)));
    assert.equal(back?.label, 'Roll Back to 1.4.1…');
    assert.equal(back.detail, '5xx 0.1 % → 7.2 %');
    assert.deepEqual(back.value, { step: 'rollBack', deployment: '1.4.1' });
    assert.equal(diff?.label, 'What 1.4.2 Changed');
    assert.equal(diff.description, '20m');
  });

  it('offers going back without a suggestion, and says why there is none', () => {
    const advice = { suggested: false, why: 'Another operation is under way there.' } as const;
    const [back] = incidentChoices({ incident, onCall: [], advice }, 0);
    assert.equal(back?.label, 'Roll Back…');
    assert.match(back.detail ?? '', /Not suggested: Another operation/);
  });

  it('goes by its state', () => {
    assert.ok(labels({}).includes('Acknowledge'));
    assert.ok(!labels({ incident: { ...incident, status: 'Acknowledged' } }).includes('Acknowledge'));
    const resolved = labels({ incident: { ...incident, status: 'Resolved' } });
    for (const gone of ['Acknowledge', 'Resolve…', 'Roll Back…']) assert.ok(!resolved.includes(gone), gone);
  });

  it('names who is on call and how they are reached, runbooks and attached actions', () => {
    const all = labels({
      onCall: [
        {
          who: { id: 'user:default/ada', displayName: 'Ada' },
          level: 1,
          contact: [{ url: 'mailto:ada@example.com' }],
        },
        { who: { id: 'user:default/bo' } },
      ],
      incident: {
        ...incident,
        runbooks: [{ title: 'No orders: what to do', page: 'p1' }],
        actions: [{ action: 'flush', title: 'Flush the cache' }],
      },
    });
    for (const label of ['Page Ada', 'bo is on call', 'No orders: what to do', 'Flush the cache']) {
      assert.ok(all.includes(label), `${label} in ${all.join(', ')}`);
    }
  });
});

describe('the deployment before an incident', () => {
  const history = [deployment('after', 35), deployment('before', 20), deployment('old', 1)];

  it('is the one that the platform suspects, else the last before it', () => {
    assert.equal(deploymentBefore(incident, history)?.id, 'before');
    assert.equal(deploymentBefore({ ...incident, suspectedDeployment: 'old' }, history)?.id, 'old');
    assert.equal(deploymentBefore(incident, [])?.id, undefined);
  });
});

describe('the page of an incident', () => {
  it('has the words of the views for its state, and words for what was done', () => {
    const page = incidentPage({
      ...incident,
      status: 'Triggered',
      updates: (['Opened', 'Reopened', 'ActionRun', 'Noted'] as const).map((type) => ({
        time: time(31),
        type,
      })),
    });
    assert.match(page, /^- State: nobody has it$/m);
    assert.match(page, /· opened\n.*· opened again\n.*· action run\n.*· Noted$/m);
  });

  it('shows texts of the platform as text', () => {
    const page = incidentPage({
      ...incident,
      title: '<script>alert(1)</script>',
      updates: [{ time: time(31), type: 'Comment', message: '[x](command:evil) ![y](https://e.x/y.png)' }],
    });
    assert.ok(!/(?<!\\)(?:<script|\]\(|!\[)/.test(page), page);
  });
});
