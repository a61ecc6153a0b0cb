import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Conversion } from '../../../../src/language/convert/conversion.js';
import { scoreCpu, scoreMemory } from '../../../../src/language/convert/kubernetes/quantities.js';
import { findings } from '../support.js';
import { container, networkService, toService, workload, type Service } from './kubernetesSupport.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const main = ({ services }: { services: Service[] }): Readonly<Record<string, unknown>> =>
  services[0]?.spec.workload.containers['main'] ?? {};
const told = ({ report }: Conversion): string[] =>
  report.map(({ path: at, severity }) => `${at} ${severity}`);
const owner = ' warning';

describe('Kubernetes objects as a Service', () => {
  it('are joined by selector and name, and nothing of them is lost without a word', async () => {
    const text = readFileSync(path.join(root, 'test/fixtures/convert/orders.yaml'), 'utf8');
    const { files, report } = toService(text);
    assert.equal(files.length, 1);
    const expected = readFileSync(path.join(root, 'test/fixtures/convert/orders.platform.yaml'), 'utf8');
    assert.equal(files[0]?.text, expected);
    assert.deepEqual(await findings(expected), []);
    const lines = report.map(
      ({ line, path: at, severity, reason }) => `${line + 1} ${severity} ${at}: ${reason}`,
    );
    assert.deepEqual(
      lines,
      readFileSync(path.join(root, 'test/fixtures/convert/orders.report.txt'), 'utf8').trimEnd().split('\n'),
    );
  });

  it('may come in several files, or in a List', () => {
    const ports = { web: { port: 80, targetPort: 8080 } };
    const deployment = container({ ports: [{ name: 'http', containerPort: 8080 }] });
    for (const made of [
      toService(deployment, networkService),
      toService({ apiVersion: 'v1', kind: 'List', items: [networkService, deployment] }),
    ]) {
      assert.equal(made.services[0]?.spec['type'], 'service');
      assert.deepEqual(made.services[0].spec.workload.service, { ports });
    }
  });

  it('say of which objects comments are left behind', () => {
    const [one, other] = [stringify(workload()), stringify(networkService)];
    const reasons = (text: string): string[] =>
      toService(`${text}---\n${other}`).report.map(({ line, reason }) => `${line} ${reason}`);
    const before = reasons(one);
    const commented = reasons(one.replace('image: orders:1', 'image: orders:1 # Pinned, see the runbook'));
    const note = '0 Comments of an object of Kubernetes are not carried over.';
    assert.deepEqual(
      commented.filter((line) => !before.includes(line)),
      [note],
    );
    assert.ok(reasons(`# Of the shop\n${one}`).some((line) => line.endsWith('not carried over.')));
  });

  it('tell nothing of an autoscaler that another workload has', () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'orders' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' },
        minReplicas: 2,
        maxReplicas: 4,
      },
    };
    const other = { ...workload(), metadata: { name: 'other' } };
    const { report } = toService(container({}), autoscaler, other);
    assert.deepEqual(
      report.filter(({ path: at }) => at.includes('scaleTargetRef')),
      [],
    );
  });

  it('of another namespace or selector do not belong together', () => {
    const elsewhere = { ...networkService, metadata: { name: 'orders', namespace: 'other' } };
    const others = { ...networkService, spec: { ...networkService.spec, selector: { app: 'basket' } } };
    const made = toService(workload(), elsewhere, others);
    assert.equal(made.services[0]?.spec['type'], 'worker');
    assert.equal(made.report.filter(({ reason }) => reason.includes('belongs to no workload')).length, 2);
  });

  it('take owner, system, lifecycle and tier from labels and annotations', () => {
    const object = {
      ...workload(),
      metadata: {
        name: 'orders',
        labels: { app: 'orders', team: 'payments', tier: 'frontend', 'app.kubernetes.io/part-of': 'shop' },
        annotations: { 'goldenpath.dev/tier': 'high', 'backstage.io/lifecycle': 'experimental' },
      },
    };
    const { services, report } = toService(object);
    const { owner: team, system, lifecycle, tier } = services[0]?.spec ?? ({} as Record<string, unknown>);
    assert.deepEqual([team, system, lifecycle, tier], ['payments', 'shop', 'experimental', 'high']);
    assert.deepEqual(services[0]?.metadata, {
      name: 'orders',
      labels: { tier: 'frontend' },
      annotations: { 'goldenpath.dev/selector': 'app=orders' },
    });
    assert.deepEqual(
      report.map(({ path: at, severity }) => `${at} ${severity}`),
      [
        '/metadata/labels/app information',
        '/metadata/labels/team information',
        '/metadata/annotations/backstage.io~1lifecycle information',
      ],
    );
  });

  it('say that an owner is wanted', () => {
    const made = toService(workload());
    assert.deepEqual(told(made), [owner]);
    assert.match(made.report[0]?.reason ?? '', /add spec\.owner/);
    const unknown = toService({ ...workload(), metadata: { name: 'orders', labels: { owner: 'unknown' } } });
    assert.equal(unknown.services[0]?.spec['owner'], undefined);
  });

  it('keep what is literal literal', () => {
    const made = toService(
      container({ env: [{ name: 'A', value: '${x}' }, { name: 'B' }, { name: 'C', value: '$(A)' }] }),
    );
    assert.deepEqual(main(made)['variables'], { A: '$${x}', B: '', C: '$(A)' });
    assert.deepEqual(told(made), [owner, '/spec/template/spec/containers/0/env/2 warning']);
  });

  it('refer to secrets, and never carry their values', () => {
    const from = (key: string): object => ({ valueFrom: { secretKeyRef: { name: 'db', key } } });
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      data: { password: 'aHVudGVyMg==' },
    };
    const pod = {
      containers: [
        { name: 'main', image: 'a', env: [{ name: 'PASSWORD', ...from('password') }] },
        { name: 'side', image: 'b', env: [{ name: 'PASSWORD', ...from('other') }] },
      ],
    };
    const made = toService(workload(pod), secret);
    assert.deepEqual(made.services[0]?.spec['secrets'], { PASSWORD: { key: 'db', property: 'password' } });
    assert.ok(!JSON.stringify(made).includes('aHVudGVyMg=='));
    assert.ok(made.report.some(({ reason }) => reason.startsWith('Another container gets another secret')));
  });

  it('resolve names of ports in probes and Services', () => {
    const probe = { httpGet: { path: '/up', port: 'http' } };
    const made = toService(
      container({ ports: [{ name: 'http', containerPort: 8080 }], livenessProbe: probe }),
      networkService,
    );
    assert.deepEqual(main(made)['livenessProbe'], { httpGet: { path: '/up', port: 8080 } });
    const lost = toService(container({ readinessProbe: probe }));
    assert.equal(main(lost)['readinessProbe'], undefined);
    assert.ok(told(lost).includes('/spec/template/spec/containers/0/readinessProbe warning'));
  });

  it('take their ports from the containers when no Service selects them', () => {
    const made = toService(container({ ports: [{ containerPort: 8080 }] }));
    assert.deepEqual(made.services[0]?.spec.workload.service, { ports: { web: { port: 8080 } } });
    assert.equal(made.services[0].spec['type'], 'service');
  });

  it('open a port that only a probe asks, as Kubernetes does', () => {
    const probe = { httpGet: { path: '/up', port: 9090 } };
    const made = toService(container({ ports: [{ containerPort: 8080 }], readinessProbe: probe }));
    const ports = { web: { port: 8080 }, 'port-9090': { port: 9090 } };
    assert.deepEqual(made.services[0]?.spec.workload.service, { ports });
    assert.ok(told(made).includes('/spec/template/spec/containers/0/readinessProbe information'));
  });

  it('share one timing of probes, as a Service has one', () => {
    const http = { httpGet: { path: '/', port: 80 } };
    const made = toService(
      container({
        readinessProbe: { ...http, periodSeconds: 5, timeoutSeconds: 2 },
        livenessProbe: { ...http, timeoutSeconds: 2 },
      }),
    );
    assert.deepEqual(made.services[0]?.spec['health'], { periodSeconds: 5, timeoutSeconds: 2 });
    assert.deepEqual(told(made), [owner, '/spec/template/spec/containers/0/livenessProbe warning']);
  });

  it('become a cronjob with its schedule, Kubernetes’ own policy written out', () => {
    const cron = (spec: object): object => {
      const { spec: job } = workload() as { spec: object };
      return {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'orders' },
        spec: { jobTemplate: { spec: job }, ...spec },
      };
    };
    const made = toService(cron({ schedule: '0  3 * * *', timeZone: 'Europe/Berlin' }));
    assert.equal(made.services[0]?.spec['type'], 'cronjob');
    assert.deepEqual(made.services[0].spec['schedule'], {
      cron: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Allow',
    });
    const prefixed = toService(
      cron({ schedule: 'CRON_TZ=Asia/Tokyo 0 3 * * *', concurrencyPolicy: 'Forbid' }),
    );
    assert.deepEqual(prefixed.services[0]?.spec['schedule'], { cron: '0 3 * * *', timeZone: 'Asia/Tokyo' });
    const refused = toService(cron({ schedule: '@every 5m' }));
    assert.deepEqual(refused.files, []);
    assert.ok(told(refused).includes('/spec error'));
    const suspended = toService(cron({ schedule: '@daily', suspend: true, startingDeadlineSeconds: 5 }));
    assert.deepEqual(told(suspended), [
      owner,
      '/spec warning',
      '/spec/jobTemplate/spec/template/metadata/labels/app information',
      '/spec/startingDeadlineSeconds warning',
    ]);
  });

  it('become a job, and a StatefulSet a Service that says what is lost', () => {
    assert.equal(toService(workload({}, {}, 'Job')).services[0]?.spec['type'], 'job');
    const claims = [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }];
    const mounts = {
      containers: [{ name: 'main', image: 'a', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    };
    const made = toService(
      workload(mounts, { serviceName: 'orders', volumeClaimTemplates: claims }, 'StatefulSet'),
    );
    assert.deepEqual(made.services[0]?.spec.workload.resources, {
      data: { type: 'volume', params: { size: '1Gi' } },
    });
    assert.deepEqual(main(made)['volumes'], { '/data': { source: '${resources.data}' } });
    assert.deepEqual(told(made), [owner, '/spec warning', '/spec/volumeClaimTemplates/0 warning']);
  });

  it('are refused with a reason where they cannot be a Service', () => {
    for (const kind of ['DaemonSet', 'Pod', 'ReplicaSet']) {
      const made = toService(workload({}, {}, kind));
      assert.deepEqual([made.files, told(made)], [[], [' error']], kind);
    }
    assert.deepEqual(told(toService(workload({ containers: [] }))).includes(' error'), true);
    assert.match(
      toService({ apiVersion: 'v1', kind: 'Namespace' }).report[0]?.reason ?? '',
      /kind Namespace/,
    );
    assert.match(
      toService('{{- if .Values.x }}\nkind: [\n').report[0]?.reason ?? '',
      /Render templates first/,
    );
  });

  it('have names that a Service may have', () => {
    const object = {
      ...workload({ containers: [{ name: 'a', image: 'x' }] }),
      metadata: { name: 'Orders.v2' },
    };
    const made = toService(object);
    assert.equal(made.services[0]?.metadata['name'], 'orders-v2');
    assert.deepEqual(Object.keys(made.services[0].spec.workload.containers), ['a-main']);
    assert.equal(made.report.filter(({ reason }) => reason.includes('is not one that')).length, 2);
  });
});

describe('quantities', () => {
  it('are written as Score writes them, none smaller than they were', () => {
    assert.deepEqual(['1', 1, 0.5, '125m', '1.5', '100u', '', 'x'].map(scoreCpu), [
      '1',
      '1',
      '0.5',
      '125m',
      '1.5',
      '1m',
      undefined,
      undefined,
    ]);
    assert.deepEqual(['128Mi', 1073741824, '1.5Gi', '500k', '1e3', '1Pi', '0', '100m'].map(scoreMemory), [
      '128Mi',
      '1073741824',
      '1536Mi',
      '500000',
      '1000',
      '1024Ti',
      undefined,
      undefined,
    ]);
  });
});
