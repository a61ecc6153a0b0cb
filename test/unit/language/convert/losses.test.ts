import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import type { Conversion } from '../../../../src/language/convert/conversion.js';
import { findings } from '../support.js';
import { container, networkService, toService, workload } from './kubernetesSupport.js';

/** Paths of what a conversion tells, but for what it always says. */
const told = ({ report }: Conversion): string[] =>
  report
    .map(({ path }) => path)
    .filter((path) => path !== '' && path !== '/spec/template/metadata/labels/app');
const pod = '/spec/template/spec';
const main = (made: ReturnType<typeof toService>): Readonly<Record<string, unknown>> =>
  made.services[0]?.spec.workload.containers['main'] ?? {};
const texts = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts' }, data: { 'a.txt': 'hi' } };
const mounting = (volume: object, mount: object = {}): object =>
  workload({
    containers: [
      { name: 'main', image: 'orders:1', volumeMounts: [{ name: 'v', mountPath: '/etc/a', ...mount }] },
    ],
    volumes: [{ name: 'v', ...volume }],
  });

describe('what Kubernetes says and a Service does not', () => {
  it('has a port of each number once', async () => {
    const opened = container({ ports: [{ containerPort: 8080 }, { name: 'again', containerPort: 8080 }] });
    const other = (targetPort: number): object => ({
      ...networkService,
      metadata: { name: 'other' },
      spec: { ...networkService.spec, ports: [{ port: 80, targetPort }] },
    });
    const ours = {
      ...networkService,
      spec: { ...networkService.spec, ports: [{ port: 80, targetPort: 8080 }] },
    };
    for (const [target, severity] of [
      [8080, 'information'],
      [9090, 'warning'],
    ] as const) {
      const made = toService(opened, ours, other(target));
      assert.deepEqual(await findings(made.files[0]?.text ?? ''), []);
      const [entry] = made.report.filter(({ path }) => path === '/spec/ports/0');
      assert.equal(entry?.severity, severity);
    }
    const alone = toService(opened);
    assert.deepEqual(Object.keys(alone.services[0]?.spec.workload.service as object), ['ports']);
    assert.deepEqual(await findings(alone.files[0]?.text ?? ''), []);
  });

  it('tells of numbers that no port has', () => {
    const opened = container({ ports: [{ containerPort: 70_000 }] });
    const wide = { ...networkService, spec: { ...networkService.spec, ports: [{ port: 70_000 }] } };
    const paths = told(toService(opened, wide));
    assert.ok(paths.includes(`${pod}/containers/0/ports/0`) && paths.includes('/spec/ports/0'), paths.join());
  });

  it('reads numbers and truth values as Kubernetes does', () => {
    for (const [written, mode] of [
      ['0400', '0400'],
      ['0644', '0644'],
      ['420', '0644'],
    ]) {
      const text = stringify(mounting({ configMap: { name: 'texts', defaultMode: 1 } })).replace(
        'defaultMode: 1',
        `defaultMode: ${written ?? ''}`,
      );
      const file = { mode, content: 'hi', noExpand: true };
      assert.deepEqual(main(toService(text, texts))['files'], { '/etc/a/a.txt': file });
    }
    for (const [written, isReadOnly] of [
      ['yes', true],
      ['off', undefined],
    ] as const) {
      const text = stringify(mounting({ emptyDir: {} }, { readOnly: true })).replace(
        'readOnly: true',
        `readOnly: ${written}`,
      );
      const [volume] = Object.values(
        main(toService(text))['volumes'] as Record<string, { readOnly?: boolean }>,
      );
      assert.equal(volume?.readOnly, isReadOnly);
    }
  });

  it('quotes what other readers take for something else than text', () => {
    const { files } = toService(container({ env: [{ name: 'A', value: 'yes' }] }));
    assert.match(files[0]?.text ?? '', /A: "yes"/);
  });

  it('tells of a schedule’s words that mean nothing, and of a rest that is yes', () => {
    const cron = (more: string): string =>
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  schedule: "0 3 * * *"\n${more}  jobTemplate: { spec: { template: { spec: { containers: [{ name: main, image: "a:1" }] } } } }\n`;
    assert.ok(told(toService(cron('  concurrencyPolicy: Often\n'))).includes('/spec/concurrencyPolicy'));
    const { report } = toService(cron('  suspend: yes\n'));
    assert.ok(report.some(({ reason }) => reason.startsWith('It is suspended')));
  });

  it('tells of what a ConfigMap has besides texts, and of texts that it has not', () => {
    const bytes = { ...texts, data: { 'a.txt': 'hi', n: 1 }, binaryData: { b: 'AAAA' } };
    const made = toService(mounting({ configMap: { name: 'texts' } }), bytes);
    assert.ok(told(made).includes('/data/n') && told(made).includes('/binaryData'), told(made).join());
    const items = [
      { key: 'none', path: 'x' },
      { key: 'a.txt', path: 'y' },
    ];
    const some = toService(mounting({ configMap: { name: 'texts', items } }), texts);
    assert.deepEqual(Object.keys(main(some)['files'] as object), ['/etc/a/y']);
    assert.ok(told(some).includes(`${pod}/volumes/0/configMap/items/0`));
    const part = toService(mounting({ configMap: { name: 'texts' } }, { subPath: 'none' }), texts);
    assert.ok(told(part).includes(`${pod}/containers/0/volumeMounts/0`));
  });

  it('tells of a description that is too long, and of what is no object', async () => {
    const metadata = { name: 'orders', annotations: { 'kubernetes.io/description': 'd'.repeat(2000) } };
    const made = toService({ ...workload(), metadata });
    assert.deepEqual(await findings(made.files[0]?.text ?? ''), []);
    assert.ok(told(made).includes('/metadata/annotations/kubernetes.io~1description'));
    assert.deepEqual(told(toService('apiVersion: v1\nkind: List\nitems: [3]\n')), ['/items/0']);
    for (const text of ['- a\n', 'words\n']) assert.equal(toService(text).report.length, 1);
    const [huge] = toService(`a: ${'b'.repeat(5_000_000)}\n`).report;
    assert.equal(huge?.severity, 'error');
  });

  it('runs what comes first in its order, and tells who else gets a secret', () => {
    const env = [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
    const made = toService(
      workload({
        initContainers: [
          { name: 'one', image: 'a:1' },
          { name: 'two', image: 'a:1', restartPolicy: 'Always' },
        ],
        containers: [
          { name: 'main', image: 'a:1', env },
          { name: 'beside', image: 'a:1' },
        ],
      }),
    );
    const { containers = {} } = made.services[0]?.spec.workload ?? {};
    const [complete, started] = [{ ready: 'complete' }, { ready: 'started' }];
    assert.deepEqual(containers['one']?.['before'], { two: complete, main: complete, beside: complete });
    assert.deepEqual(containers['two']?.['before'], { main: started, beside: started });
    const secret = made.report.filter(({ reason }) => reason.includes('gets KEY'));
    assert.deepEqual(
      secret.map(({ path }) => path),
      [`${pod}/containers/1`, `${pod}/initContainers/0`, `${pod}/initContainers/1`],
    );
  });
});
