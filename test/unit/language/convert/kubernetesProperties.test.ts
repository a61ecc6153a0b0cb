import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diagnose } from '../support.js';
import { labels, networkService, toService } from './kubernetesSupport.js';

const word = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const anything = fc.jsonValue({ maxDepth: 2 });
const often = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: anything as fc.Arbitrary<T> });
const port = fc.integer({ min: 1, max: 65535 });
const anyProbe = fc.record(
  {
    httpGet: fc.record({ path: fc.string(), port: fc.oneof(port, word) }, { requiredKeys: ['port'] }),
    exec: fc.record({ command: fc.array(fc.string()) }),
    tcpSocket: fc.record({ port }),
    periodSeconds: often(fc.integer({ min: 1, max: 60 })),
    failureThreshold: often(fc.integer({ min: 1, max: 9 })),
    initialDelaySeconds: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: [] },
);
const anyContainer = fc.record(
  {
    name: often(word),
    image: often(fc.constantFrom('a:1', 'b')),
    command: often(fc.array(fc.string())),
    args: often(fc.array(fc.string())),
    env: often(
      fc.array(
        fc.oneof(
          fc.record({ name: often(fc.stringMatching(/^[A-Za-z_=]{1,5}$/)), value: often(fc.string()) }),
          fc.record({
            name: word,
            valueFrom: fc.record({ secretKeyRef: often(fc.record({ name: word, key: word })) }),
          }),
        ),
        { maxLength: 3 },
      ),
    ),
    ports: often(
      fc.array(
        fc.record({
          name: word,
          containerPort: often(port),
          protocol: fc.constantFrom('TCP', 'UDP', 'SCTP'),
        }),
        { maxLength: 3 },
      ),
    ),
    resources: often(
      fc.record({
        requests: fc.record({
          cpu: often(fc.constantFrom('1', '0.5', '100m', '2.', 3)),
          memory: often(fc.constantFrom('1Gi', '1.5Gi', '0', 5)),
        }),
      }),
    ),
    livenessProbe: often(anyProbe),
    readinessProbe: anyProbe,
    startupProbe: anyProbe,
    volumeMounts: often(
      fc.array(fc.record({ name: word, mountPath: often(fc.constantFrom('/a', '/b/')) }), { maxLength: 2 }),
    ),
    securityContext: anything,
  },
  { requiredKeys: ['name', 'image'] },
);
const anyWorkload = fc
  .record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'Job'),
    name: often(word),
    labels: often(
      fc.dictionary(
        fc.constantFrom('app', 'team', 'tier', 'app.kubernetes.io/part-of'),
        often(fc.string({ maxLength: 63 })),
      ),
    ),
    annotations: often(fc.dictionary(word, often(fc.string()))),
    containers: fc.array(anyContainer, { minLength: 1, maxLength: 2 }),
    initContainers: fc.array(anyContainer, { maxLength: 1 }),
    volumes: often(fc.array(fc.record({ name: word, emptyDir: fc.constant({}) }), { maxLength: 2 })),
    replicas: often(fc.integer({ min: 0, max: 9 })),
  })
  .map(({ kind, name, labels: own, annotations, containers, initContainers, volumes, replicas }) => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, labels: own, annotations },
    spec: {
      replicas,
      template: { metadata: { labels }, spec: { containers, initContainers, volumes } },
    },
  }));
const anyScaler = fc.record({
  apiVersion: fc.constant('autoscaling/v1'),
  kind: fc.constant('HorizontalPodAutoscaler'),
  metadata: fc.constant({ name: 'a' }),
  spec: fc.record({
    scaleTargetRef: fc.record({ kind: fc.constant('Deployment'), name: word }),
    minReplicas: often(fc.integer({ min: -1, max: 5 })),
    maxReplicas: often(fc.integer({ min: -1, max: 5 })),
    targetCPUUtilizationPercentage: often(fc.integer({ min: 0, max: 300 })),
  }),
});

describe('whatever Kubernetes objects say', function () {
  this.timeout(20_000);

  it('makes Services without an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkload,
        often(fc.constant(networkService)),
        anyScaler,
        async (object, service, scaler) => {
          const name = (object.metadata as { name: unknown }).name;
          const scaling = {
            ...scaler,
            spec: { ...scaler.spec, scaleTargetRef: { kind: object.kind, name } },
          };
          const { files } = toService(object, service, scaling);
          for (const { text } of files) {
            const errors = (await diagnose(text)).filter(({ severity }) => severity === 1);
            assert.deepEqual(errors, [], text);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('carries no number over that a cluster could not hold', async () => {
    const startupProbe = { httpGet: { port: 80 }, periodSeconds: 6e307, initialDelaySeconds: 9e307 };
    const { files } = toService(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'a' },
        spec: { template: { spec: { containers: [{ name: 'main', image: 'a:1', startupProbe }] } } },
      },
      networkService,
      { spec: {} },
    );
    const [{ text } = { text: '' }] = files;
    assert.match(text, /startupDeadlineSeconds: \d+\n/);
    assert.deepEqual(
      (await diagnose(text)).filter(({ severity }) => severity === 1),
      [],
    );
  });

  it('tells of everything that it does not know', () => {
    fc.assert(
      fc.property(anyWorkload, fc.nat(), (object, seed) => {
        const clean = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
        const places = mapsIn(clean['spec'], '/spec');
        const [at, map] = places[seed % places.length] ?? ['', clean];
        map['xUnknown'] = 1;
        const { report, files } = toService(clean);
        fc.pre(files.length > 0);
        const pointer = `${at}/xUnknown`;
        const isTold = report.some(
          ({ path: told_ }) => told_ !== '' && (pointer === told_ || pointer.startsWith(`${told_}/`)),
        );
        assert.ok(isTold, `${pointer}\n${JSON.stringify(report, null, 1)}`);
      }),
      { numRuns: 60 },
    );
  });
});

/** The maps of Kubernetes’ own grammar: what is inside labels and the like has keys of any name. */
function mapsIn(value: unknown, at: string): [string, Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const own: [string, Record<string, unknown>][] = Array.isArray(value)
    ? []
    : [[at, value as Record<string, unknown>]];
  const parts = Object.entries(value).filter(
    ([key]) => !/^(labels|selector|emptyDir|startupProbe)$/.test(key),
  );
  return [...own, ...parts.flatMap(([key, part]) => mapsIn(part, `${at}/${key}`))];
}
