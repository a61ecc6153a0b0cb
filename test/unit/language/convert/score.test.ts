import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Conversion, ReportEntry } from '../../../../src/language/convert/conversion.js';
import { convert } from '../../../../src/language/convert/convert.js';
import { findings } from '../support.js';

const uri = 'file:///w/score.yaml';
const toService = (text: string): Conversion => convert([{ uri, text }], 'service');
const toScore = (text: string, name = 'platform.yaml'): Conversion =>
  convert([{ uri: `file:///w/${name}`, text }], 'score');
const told = (report: readonly ReportEntry[]): string[] =>
  report.map(({ line, path, severity }) => `${line + 1} ${path} ${severity}`);

const commented = `# Who buys what.

apiVersion: score.dev/v1b1 # the only one
metadata:
  name: orders
  annotations:
    team: "payments"   # ours

# What runs
containers:
  main: # the server
    image: .
    variables: { PORT: '8080', "LEVEL": info }
    args:
      - |
        several
        lines
# How it is reached
service:
  ports:
    web: { port: 80 }
# the end
`;

describe('a Score file as a Service', () => {
  it('keeps words, order, quotes and comments', () => {
    const { files } = toService(commented);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['platform.yaml'],
    );
    assert.equal(
      files[0]?.text,
      `# Who buys what.

apiVersion: goldenpath.dev/v1alpha1 # the only one
kind: Service
metadata:
  name: orders
  annotations:
    team: "payments" # ours
spec:
  type: service
  workload:
    # What runs
    containers:
      main:
        # the server
        image: .
        variables: { PORT: '8080', "LEVEL": info }
        args:
          - |
            several
            lines
    # How it is reached
    service:
      ports:
        web: { port: 80 }
# the end
`,
    );
  });

  it('comes back as it was', () => {
    const back = toScore(toService(commented).files[0]?.text ?? '').files;
    assert.equal(back.length, 1);
    assert.equal(back[0]?.name, 'score.yaml');
    const expected = commented
      .replace('   # ours', ' # ours')
      .replace('\n\n# What runs', '\n# What runs')
      .replace('main: # the server', 'main:\n    # the server');
    assert.equal(back[0].text, expected);
  });

  it('tells what it keeps in another place, and what it leaves out', () => {
    const text =
      '# yaml-language-server: $schema=https://example.com/score.json\napiVersion: score.dev/v1b1\nmetadata:\n  name: basket\n  profile: { tier: 1 }\ncontainers: { main: { image: . } }\nextra: 1\n';
    const { files, report } = toService(text);
    assert.deepEqual(told(report), [
      '2  information',
      '2  information',
      '5 /metadata/profile information',
      '7 /extra warning',
    ]);
    assert.ok(!files[0]?.text.includes('yaml-language-server'));
    assert.match(files[0]?.text ?? '', /goldenpath\.dev\/score-metadata: '\{"profile":\{"tier":1\}\}'/);
    const back = toScore(files[0]?.text ?? '').files[0]?.text ?? '';
    assert.deepEqual(parse(back), {
      apiVersion: 'score.dev/v1b1',
      metadata: { name: 'basket', profile: { tier: 1 } },
      containers: { main: { image: '.' } },
    });
  });

  it('writes an alias out when it comes before its anchor', () => {
    const text =
      'apiVersion: score.dev/v1b1\ncontainers: { main: { image: &name basket } }\nmetadata: { name: *name }\n';
    const { files, report } = toService(text);
    assert.equal((parse(files[0]?.text ?? '') as { metadata: { name: string } }).metadata.name, 'basket');
    assert.ok(report.some(({ reason }) => reason.startsWith('Aliases')));
  });

  it('gives each of several workloads a file', () => {
    const workload = (name: string): string =>
      `apiVersion: score.dev/v1b1\nmetadata: { name: ${name} }\ncontainers: { main: { image: . } }\n`;
    const { files } = toService(`${workload('one')}---\n${workload('two')}`);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['one.platform.yaml', 'two.platform.yaml'],
    );
  });

  it('refuses text that cannot be read, and says so', () => {
    const { files, report } = toService('apiVersion: score.dev/v1b1\nmetadata: [\n');
    assert.deepEqual(files, []);
    assert.deepEqual(told(report), ['1  error']);
    assert.deepEqual(toService('').report, []);
    assert.deepEqual(told(toService('a: 1\n').report), ['1  information']);
  });
});

describe('a Service as a Score file', () => {
  const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: orders, title: Orders }
spec:
  type: service
  owner: payments # ask them
  # what runs
  workload:
    # in here
    containers:
      main: { image: . }
    service: { ports: { web: { port: 80 } } }

  scaling: { minReplicas: 2 }
`;

  it('leaves what Score has no word for in the Service', () => {
    const { files, report } = toScore(service);
    assert.deepEqual(
      files.map(({ name, replaces }) => [name, replaces]),
      [
        ['score.yaml', undefined],
        ['platform.yaml', 'file:///w/platform.yaml'],
      ],
    );
    assert.equal(files[1]?.text, service.replace(/# in here[^]*80 \} \} \}\n/, 'scoreFile: score.yaml\n'));
    assert.deepEqual(parse(files[0]?.text ?? ''), {
      apiVersion: 'score.dev/v1b1',
      metadata: { name: 'orders', title: 'Orders' },
      containers: { main: { image: '.' } },
      service: { ports: { web: { port: 80 } } },
    });
    assert.deepEqual(told(report), ['6 /spec/owner information', '14 /spec/scaling information']);
  });

  it('keeps the other documents of the file, and gives each Service a Score file', async () => {
    const other = '---\n# another tool\nkind: Other\n';
    const { files } = toScore(`${service}${other}---\n${service.replace('orders', 'basket')}`);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['orders.score.yaml', 'basket.score.yaml', 'platform.yaml'],
    );
    assert.ok(files[2]?.text.includes(other));
    assert.equal(files[2]?.text.match(/scoreFile: \w+\.score\.yaml/g)?.length, 2);
    assert.deepEqual(await findings(files[0]?.text ?? ''), []);
  });

  it('does not break what refers into the workload', () => {
    const text = service
      .replace('image: .', 'image: &image nginx')
      .replace('scaling: { minReplicas: 2 }', 'lifecycle: *image');
    const { files } = toScore(text);
    const left = parse(files[1]?.text ?? '') as { spec: Record<string, unknown> };
    assert.deepEqual(left.spec['workload'], { scoreFile: 'score.yaml' });
    assert.equal(left.spec['lifecycle'], 'nginx');
  });

  it('has nothing to do where the workload is in a file already', () => {
    const { files, report } = toScore(
      service.replace(/workload:[^]*80 \} \} \}\n/, 'workload: { scoreFile: a.yaml }\n'),
    );
    assert.deepEqual(files, []);
    assert.deepEqual(told(report), ['8 /spec/workload error']);
  });
});

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}[a-z0-9]$/);
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const annotationKey = fc.stringMatching(/^[a-z./-]{2,12}$/);
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const probe = fc.record({ httpGet: fc.record({ path: text, port: fc.integer({ min: 1, max: 65535 }) }) });
const container = fc.record(
  {
    image: fc.constantFrom('.', 'nginx:1.27', 'a/b@sha256:00'),
    command: fc.array(text, { maxLength: 3 }),
    variables: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), text, { maxKeys: 4 }),
    files: fc.dictionary(fc.stringMatching(/^\/[a-z]{1,8}$/), fc.record({ content: text }), { maxKeys: 2 }),
    readinessProbe: probe,
  },
  { requiredKeys: ['image'] },
);
const score = fc
  .record({
    metadata: fc.record(
      {
        name,
        annotations: fc.dictionary(annotationKey, text, { maxKeys: 3 }),
        labels: fc.dictionary(annotationKey, text, { maxKeys: 2 }),
        profile: fc.jsonValue({ maxDepth: 2 }),
        title: fc.oneof(text, fc.integer()),
      },
      { requiredKeys: ['name'] },
    ),
    containers: fc.dictionary(name, container, { minKeys: 1, maxKeys: 3 }),
    service: some(
      fc.record({
        ports: fc.dictionary(name, fc.record({ port: fc.integer({ min: 1, max: 65535 }) }), { maxKeys: 3 }),
      }),
    ),
    resources: some(
      fc.dictionary(
        name,
        fc.record({
          type: fc.constant('postgres'),
          params: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 }),
        }),
        { maxKeys: 2 },
      ),
    ),
  })
  .map((body) => JSON.parse(JSON.stringify({ apiVersion: 'score.dev/v1b1', ...body })) as object);

describe('whatever a Score file says', function () {
  this.timeout(20_000);

  it('survives the way to a Service and back', () => {
    fc.assert(
      fc.property(score, fc.boolean(), (given, isJson) => {
        const before = isJson ? JSON.stringify(given) : stringify(given);
        const service = toService(before).files[0]?.text ?? '';
        const back = toScore(service).files[0]?.text ?? '';
        assert.deepEqual(parse(back), parse(before), service);
      }),
      { numRuns: 50 },
    );
  });

  it('makes a Service without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(score, async (given) => {
        const before = stringify(given);
        fc.pre((await findings(before)).length === 0);
        const found = await findings(toService(before).files[0]?.text ?? '');
        assert.deepEqual(found, []);
      }),
      { numRuns: 40 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('score', 'service'), (broken, to) => {
        for (const prefix of [
          '',
          'apiVersion: score.dev/v1b1\n',
          'apiVersion: apps/v1\nkind: Deployment\n',
        ]) {
          convert([{ uri, text: prefix + broken }], to);
        }
      }),
    );
  });
});
