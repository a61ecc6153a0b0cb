import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  isAuditEventList,
  isEnvironmentList,
  isMe,
  isScorecardDefinitionList,
  isScorecardResultList,
} from '../../../src/contract/generated/checks.js';
import type { Environment } from '../../../src/model/catalog.js';
import type { Operation } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import type { Problem } from '../../../src/model/problem.js';
import { Bed, buildCli, manifest, serverJs, until, type Answer } from './bed.js';

describe('control of the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(() => bed.dispose());

  /** Another identity, by the command; gives its token. */
  async function identity(name: string, ...args: readonly string[]): Promise<string> {
    const child = bed.spawn(['token', '--as', name, '--data', bed.dataDir, '--format', 'json', ...args]);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    assert.notEqual(said, '', bed.stderr);
    const { tokenFile } = JSON.parse(said) as { tokenFile: string };
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    return readFileSync(tokenFile, 'utf8').trim();
  }

  function as<T>(token: string, method: string, route: string, body?: unknown): Promise<Answer<T>> {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    return bed.call<T>(method, route, body, { Authorization: `Bearer ${token}`, ...key });
  }

  function policy(name: string, documents: readonly object[]): void {
    const folder = path.join(bed.dataDir, '.platform');
    const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
    bed.write(path.join(folder, `${name}.yaml`), text);
  }

  const kind = (name: string, of: string, spec: object): object => ({
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: of,
    metadata: { name },
    spec,
  });

  async function hello(spec: object = {}): Promise<string> {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    return (await bed.release(manifest('hello', {}, spec as Record<string, unknown>), folder)).id;
  }

  it('waits for the approval of someone else, keeps waiting over a restart, and begins with it', async () => {
    policy('environments', [
      kind('development', 'Environment', { type: 'development' }),
      kind('live', 'Environment', {
        type: 'staging',
        approvals: { minApprovals: 1, approvers: ['group:default/leads'] },
      }),
    ]);
    await bed.start();
    const anna = await identity('anna', '--group', 'leads');
    const otto = await identity('otto');
    const bot = await identity('bot', '--type', 'agent', '--group', 'leads', '--scope', 'platform.deploy');
    const release = await hello();
    const request = { environment: 'live', kind: 'Deploy', release };
    assert.equal((await bed.plan('hello', request)).requires?.approvals, 1);
    const sent = await bed.send('hello', request);
    assert.equal(sent.body.state, 'Blocked');
    assert.equal(sent.body.blockedBy?.reason, 'ApprovalRequired');
    assert.deepEqual(sent.body.blockedBy.approvers, ['group:default/leads']);
    const waiting = `/operations/${sent.body.id}`;
    const { permissions } = await bed.leaf('hello', 'live');
    assert.equal(permissions?.find(({ name }) => name === 'deploy')?.state, 'RequiresApproval');

    await bed.kill('SIGKILL');
    await bed.start();
    assert.equal((await bed.get<Operation>(waiting)).state, 'Blocked');
    assert.equal((await bed.send('hello', request)).status, 409);

    for (const [token, status] of [
      [bed.platform.token, 403],
      [otto, 403],
      [bot, 403],
    ] as const) {
      assert.equal((await as(token, 'POST', `${waiting}/approve`, {})).status, status);
    }
    const stale = await as<Problem>(anna, 'POST', `${waiting}/approve`, { planFingerprint: 'sha256:other' });
    assert.match(stale.body.type, /stale-plan$/);
    const approved = await as<Operation>(anna, 'POST', `${waiting}/approve`, { comment: 'go' });
    assert.equal(approved.status, 200, JSON.stringify(approved.body));
    const ended = await bed.ended(sent.body.id);
    assert.equal(ended.state, 'Succeeded', ended.message);
    assert.equal(ended.blockedBy, undefined);
    const [deployment] = await bed.deployments('hello', 'live');
    assert.equal(deployment?.approvals?.[0]?.by.id, 'user:default/anna');
    assert.equal((await as(anna, 'POST', `${waiting}/approve`, {})).status, 409);
  });

  it('resumes what was approved when nothing holds it any more, and says what does', async () => {
    const stages = [{ environment: 'live', gates: { openIncidents: 'Block' } }];
    policy('all', [
      kind('live', 'Environment', { type: 'staging', approvals: { minApprovals: 1 } }),
      kind('default', 'DeliveryPipeline', { stages }),
    ]);
    await bed.start();
    const anna = await identity('anna');
    const request = { environment: 'live', kind: 'Deploy', release: await hello() };
    const sent = await bed.send('hello', request);
    const resume = (body: object = {}): Promise<Answer<Operation & Problem>> =>
      as<Operation & Problem>(anna, 'POST', `/operations/${sent.body.id}/resume`, body);
    const early = await resume();
    assert.equal(early.status, 409);
    assert.equal(early.body.blockedBy?.reason, 'ApprovalRequired', 'it does not stand for an approval');
    const declared = await bed.call<{ id: string }>(
      'POST',
      '/incidents',
      { title: 'It is down', severity: 'SEV2', service: 'hello' },
      { 'Idempotency-Key': crypto.randomUUID() },
    );
    assert.equal(declared.status, 201, JSON.stringify(declared.body));
    const approved = await as<Operation>(anna, 'POST', `/operations/${sent.body.id}/approve`, {});
    assert.equal(approved.body.state, 'Blocked', JSON.stringify(approved.body));
    const held = await resume();
    assert.equal(held.status, 409);
    assert.equal(held.body.blockedBy?.name, 'openIncidents');
    assert.match((await resume({ planFingerprint: 'sha256:other' })).body.type, /stale-plan$/);
    await bed.call('PATCH', `/incidents/${declared.body.id}`, { status: 'Resolved' });
    const resumed = await resume();
    assert.equal(resumed.status, 200, JSON.stringify(resumed.body));
    assert.notEqual(resumed.body.state, 'Blocked');
    assert.equal((await bed.ended(sent.body.id)).state, 'Succeeded');
    assert.equal((await resume()).status, 409, 'it has ended');
    const { items } = await bed.get<{ items: { action: string; outcome: string }[] }>('/audit-events');
    const outcomes = items.filter(({ action }) => action === 'resumeOperation').map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['Blocked', 'Success', 'Blocked', 'Blocked', 'Blocked']);
  });

  it('ends what was rejected, canceled, not answered in time, or whose plan changed', async () => {
    const approvals = { minApprovals: 1, expireAfter: '3s' };
    policy('live', [kind('live', 'Environment', { type: 'staging', approvals })]);
    await bed.start();
    const anna = await identity('anna');
    const release = await hello();
    const request = { environment: 'live', kind: 'Deploy', release };
    const first = await bed.send('hello', request);
    const comment = 'not today';
    const rejected = await as<Operation>(anna, 'POST', `/operations/${first.body.id}/reject`, { comment });
    assert.equal(rejected.body.reason, 'ApprovalRejected');
    assert.match(rejected.body.message ?? '', /not today/);
    const second = await bed.send('hello', request);
    assert.equal(
      (await bed.call<Operation>('POST', `/operations/${second.body.id}/cancel`, {})).body.state,
      'Canceled',
    );
    const third = await bed.send('hello', request);
    assert.equal((await bed.ended(third.body.id)).reason, 'ApprovalExpired');
    const fourth = await bed.send('hello', request);
    policy('freeze', [kind('calm', 'FreezeWindow', { kind: 'Deny', cron: '0 0 1 1 *', duration: '1h' })]);
    await as(anna, 'POST', `/operations/${fourth.body.id}/approve`, {});
    assert.equal((await bed.ended(fourth.body.id)).reason, 'PlanChanged');
    const states = (await bed.deployments('hello', 'live')).map(({ state }) => state);
    assert.deepEqual(states, ['Failed', 'Failed', 'Canceled', 'Failed']);
  });

  it('refuses changes in a freeze window, says until when, and lets the right people lift it', async () => {
    await bed.start();
    const anna = await identity('anna', '--group', 'managers');
    const release = await hello();
    await bed.deploy('hello', { environment: 'staging', kind: 'Deploy', release });
    const end = new Date(Date.now() + 3_600_000).toISOString();
    policy('freeze', [
      kind('release-week', 'FreezeWindow', {
        kind: 'Deny',
        start: '2020-01-01T00:00:00Z',
        end,
        environments: ['staging'],
        override: { allowedBy: ['group:default/managers'] },
      }),
    ]);
    let items: readonly Environment[] = [];
    await until(async () => {
      ({ items } = await bed.get<Page<Environment>>('/environments'));
      return items.some(({ freeze }) => freeze?.closed === true);
    }, 'the freeze to show');
    assert.ok(isEnvironmentList({ items }));
    const staging = items.find(({ name }) => name === 'staging');
    assert.equal(staging?.freeze?.closed, true);
    assert.equal(staging.freeze.nextOpen, end);
    assert.equal(items.find(({ name }) => name === 'development')?.freeze, undefined);
    const request = { environment: 'staging', kind: 'Deploy', release };
    const refused = (await bed.send('hello', request)) as unknown as Answer<Problem>;
    assert.equal(refused.status, 409);
    assert.equal(refused.body.blockedBy?.reason, 'FreezeWindow');
    assert.equal(refused.body.blockedBy.until, end);
    assert.deepEqual(refused.body.blockedBy.approvers, ['group:default/managers']);
    const { permissions } = await bed.leaf('hello', 'staging');
    assert.equal(permissions?.find(({ name }) => name === 'deploy')?.state, 'Blocked');
    assert.equal(permissions.find(({ name }) => name === 'rollback')?.state, 'Allowed');
    // Restarting and rolling back are free.
    assert.equal((await bed.send('hello', { environment: 'staging', kind: 'Restart' })).status, 202);
    await until(async () => (await bed.leaf('hello', 'staging')).operation === undefined, 'the restart');
    const lifting = { ...request, override: ['FreezeWindow'], reason: 'fire' };
    assert.equal((await bed.send('hello', lifting)).status, 409);
    const noReason = await as(anna, 'POST', '/services/hello/deployments', { ...lifting, reason: '' });
    assert.equal(noReason.status, 409);
    const lifted = await as<Operation>(anna, 'POST', '/services/hello/deployments', lifting);
    assert.equal(lifted.status, 202, JSON.stringify(lifted.body));
    assert.equal((await bed.ended(lifted.body.id)).state, 'Succeeded');
  });

  it('lets a release into a stage only through its gates', async () => {
    const card = {
      levels: ['Bronze', 'Silver'],
      checks: [
        { name: 'owner', level: 'Bronze', evaluation: 'Manifest', path: '/spec/owner' },
        { name: 'tier', level: 'Silver', evaluation: 'Manifest', path: '/spec/tier' },
        { name: 'no-open-incidents', level: 'Silver' },
        { name: 'unheard-of', level: 'Silver' },
      ],
    };
    const gates = {
      soakTime: '1h',
      scorecard: { name: 'ready', minLevel: 'Silver', mode: 'Block' },
      openIncidents: 'Block',
    };
    const stages = [{ environment: 'test' }, { environment: 'live', gates }];
    policy('all', [
      kind('test', 'Environment', { type: 'test' }),
      kind('live', 'Environment', { type: 'staging' }),
      kind('default', 'DeliveryPipeline', { stages }),
      kind('ready', 'Scorecard', card),
    ]);
    await bed.start();
    const release = await hello();
    await bed.deploy('hello', { environment: 'test', kind: 'Deploy', release });
    const request = { environment: 'live', kind: 'Promote', fromEnvironment: 'test', release };
    const before = await bed.plan('hello', request);
    const states = Object.fromEntries((before.gates ?? []).map(({ name, state }) => [name, state]));
    assert.deepEqual(states, {
      healthy: 'Passed',
      soakTime: 'Pending',
      scorecard: 'Failed',
      openIncidents: 'Passed',
    });
    assert.ok(before.gates?.find(({ name }) => name === 'soakTime')?.until);
    assert.deepEqual(before.blocks?.map(({ name }) => name).sort(), ['scorecard', 'soakTime']);
    const refused = (await bed.send('hello', request)) as unknown as Answer<Problem>;
    assert.equal(refused.body.blockedBy?.reason, 'GateFailed');
    assert.ok(isScorecardDefinitionList(await bed.get('/scorecards')));
    const results = await bed.get<{
      items: { level?: string; checks: { name: string; state: string; pointer?: string }[] }[];
    }>('/services/hello/scorecards');
    assert.ok(isScorecardResultList(results));
    assert.equal(results.items[0]?.level, 'Bronze');
    const checks = results.items[0].checks;
    assert.deepEqual(
      checks.map(({ state }) => state),
      ['Passed', 'Failed', 'Passed', 'Unknown'],
    );
    assert.equal(checks[1]?.pointer, '/spec/tier');
    await bed.call('POST', '/incidents', { title: 'It burns', service: 'hello' });
    const after = await bed.plan('hello', request);
    assert.ok(after.blocks?.some(({ name }) => name === 'openIncidents'));
  });

  it('lets identities do what their scopes and the rules allow, and writes everything down', async () => {
    await bed.start();
    const anna = await identity('anna', '--group', 'payments');
    const otto = await identity('otto');
    const bot = await identity('bot', '--type', 'agent');
    const rules = { rules: [{ permissions: ['deploy'], environments: ['staging'], allow: ['payments'] }] };
    writeFileSync(path.join(bed.dataDir, 'access.yaml'), JSON.stringify(rules));
    const release = await hello();
    const request = { environment: 'staging', kind: 'Deploy', release };
    const me = await as<{ groups: string[] }>(anna, 'GET', '/me');
    assert.ok(isMe(me.body));
    assert.deepEqual(me.body.groups, ['group:default/payments']);
    const refused = await as<Problem>(otto, 'POST', '/services/hello/deployments', request);
    assert.equal(refused.status, 403);
    assert.match(refused.body.detail ?? '', /group:default\/payments/);
    assert.ok(refused.body.requestId);
    assert.equal((await as(otto, 'POST', '/services/hello/deployments?dryRun=true', request)).status, 403);
    assert.equal((await as(bot, 'POST', '/services/hello/deployments', request)).status, 403);
    assert.equal((await as(bot, 'GET', '/services')).status, 200);
    assert.equal(
      (await bed.call('GET', '/services', undefined, { Authorization: 'Bearer wrong' })).status,
      401,
    );
    const evaluations = ['deploy', 'restart', 'fly'].map((name) => ({
      action: { name },
      resource: { type: 'service', id: 'hello' },
      context: { environment: 'staging' },
    }));
    const answers = await as<{ evaluations: { decision: boolean }[] }>(otto, 'POST', '/access/evaluations', {
      evaluations,
    });
    assert.deepEqual(
      answers.body.evaluations.map(({ decision }) => decision),
      [false, true, false],
    );
    const sent = await as<Operation>(anna, 'POST', '/services/hello/deployments', request);
    assert.equal(sent.status, 202, JSON.stringify(sent.body));
    await bed.ended(sent.body.id);

    const audit = await bed.get<Page<Record<string, unknown>>>('/audit-events?pageSize=200');
    assert.ok(isAuditEventList(audit));
    const said = audit.items.map(
      ({ actor, action, outcome }) => `${(actor as { id: string }).id} ${action} ${outcome}`,
    );
    for (const expected of [
      'user:default/anna Deployment.Succeeded Success',
      'user:default/anna createDeployment Success',
      'agent:default/bot createDeployment Denied',
      'user:default/otto createDeployment Denied',
      'anonymous listServices Denied',
    ]) {
      assert.ok(said.includes(expected), `${expected}\n${said.join('\n')}`);
    }
    const mine = await bed.get<Page<unknown>>('/audit-events?actor=user:default/otto&service=hello');
    assert.equal(mine.items.length, 2);
    const page = await bed.get<Page<unknown>>('/audit-events?pageSize=1');
    assert.ok(page.nextPageToken);
    const file = path.join(bed.dataDir, 'audit', 'audit.jsonl');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const kept = readFileSync(file, 'utf8');
    for (const token of [anna, otto, bot, bed.platform.token]) assert.ok(!kept.includes(token));

    const revoke = bed.spawn(['token', '--as', 'anna', '--revoke', '--data', bed.dataDir]);
    await new Promise((resolve) => revoke.once('close', resolve));
    assert.equal((await as(anna, 'GET', '/me')).status, 401);
  });
});
