import assert from 'node:assert/strict';
import { platformKinds, scoreWorkload } from '../../../../src/language/kinds/kinds.js';
import { fixture, header, smallService } from '../support.js';
import { Desk, titled } from './support.js';

const full = fixture('service.yaml');

function service(from: string, to: string): string {
  assert.ok(full.includes(from), from);
  return full.replace(from, to);
}

/** Texts with one fault each, and the ways out that are offered first, in order. */
const faults: readonly [string, string, readonly string[]][] = [
  ['unknown property, near', service('image: .', 'imagee: .'), ['Change to “image”']],
  ['unknown property, far', service('image: .', 'image: .\n        zzz: 1'), ['Remove “zzz”']],
  ['unknown property in flow', service('{ class: large }', '{ class: large, zzz: 1 }'), ['Remove “zzz”']],
  [
    'unknown property with a block',
    service('  slos:', '  zzz:\n    # of it\n    a: 1\n  slos:'),
    ['Remove “zzz”'],
  ],
  ['missing key', service('key: payments/stripe, ', ''), ['Add “key”']],
  ['missing name', service('  name: checkout\n', ''), ['Add “name”']],
  ['missing kind', service('kind: Service\n', ''), ['Add “kind”']],
  ['missing in a list item', service('      targetPercent: 99\n', ''), ['Add “targetPercent”']],
  [
    'missing under an empty key',
    service('{ key: payments/stripe, property: api_key }', ''),
    ['Fill in “STRIPE_API_KEY”'],
  ],
  ['missing in an empty map', service('{ key: payments/stripe, property: api_key }', '{}'), ['Add “key”']],
  ['number for a text', service('LOG_LEVEL: info', 'LOG_LEVEL: 1.10'), ['Put it in quotes']],
  ['truth for a text', service('name: checkout', 'name: true'), ['Put it in quotes']],
  ['text for a number', service('port: 80, targetPort', 'port: "80", targetPort'), ['Remove the quotes']],
  [
    'one value for a list',
    service('providesApis: [checkout-api]', 'providesApis: checkout-api'),
    ['Make it a list'],
  ],
  ['list for one value', service('system: shop', 'system: [shop]'), ['Take it out of the list']],
  ['block list for one value', service('system: shop', 'system:\n    - shop'), ['Take it out of the list']],
  [
    'list of names for a map',
    service(
      '{ httpGet: { path: /livez, port: 8080 } }',
      '{ httpGet: { path: /livez, port: 8080, httpHeaders: { name: a, value: b } } }',
    ),
    ['Make it a list'],
  ],
  [
    'value that is not allowed',
    service('tier: critical', 'tier: urgent'),
    ['Change to “', 'Change to “', 'Change to “', 'Change to “'],
  ],
  [
    'value near an allowed one',
    service('tier: critical', 'tier: Critical'),
    ['Change to “critical”', 'Change to “', 'Change to “', 'Change to “'],
  ],
  ['name with capitals', service('name: checkout', 'name: My_Checkout'), ['Change to “my-checkout”']],
  ['number too large', service('port: 80, targetPort', 'port: 80000, targetPort'), ['Change to “65535”']],
  ['number too small', service('{ minReplicas: 1,', '{ minReplicas: -1,'), ['Change to “0”']],
  [
    'two of one',
    service(
      'indicator: { availability: {} }',
      'indicator: { availability: {}, latency: { thresholdMs: 250 } }',
    ),
    ['Keep only “availability”', 'Keep only “latency”'],
  ],
  [
    'repeated item',
    service('  labels: { product: shop }', '  tags: [a, b, a]'),
    ['Remove the repeated item'],
  ],
  [
    'unknown resource, near',
    service('resources.db.host', 'resources.dbb.host'),
    ['Change to “db”', 'Add resource “dbb”'],
  ],
  ['unknown resource, far', service('resources.db.host', 'resources.queue.host'), ['Add resource “queue”']],
  [
    'range of replicas',
    service('minReplicas: 1, maxReplicas: 4', 'minReplicas: 5, maxReplicas: 4'),
    ['Set maxReplicas to 5', 'Set minReplicas to 4', 'Swap the two values'],
  ],
  [
    'range after the merge',
    service('scaling: { minReplicas: 3, maxReplicas: 12 }', 'scaling: { minReplicas: 8 }'),
    ['Set maxReplicas to 8', 'Set minReplicas to 4'],
  ],
  [
    'no schedule',
    service('type: service\n', 'type: cronjob\n'),
    ['Add “schedule”', 'Change the type to job'],
  ],
  [
    'a schedule too many',
    service('  owner:', '  schedule: { cron: "0 3 * * *" }\n  owner:'),
    ['Remove “schedule”', 'Change the type to cronjob'],
  ],
  [
    'no Score file',
    `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: service\n  workload: { scoreFile: score.yaml }\n`,
    ['Create score.yaml'],
  ],
  ['unknown kind', service('kind: Service', 'kind: Servise'), ['Change to “Service”']],
  [
    'unknown version',
    service('goldenpath.dev/v1alpha1', 'goldenpath.dev/v1'),
    ['Change to “goldenpath.dev/v1alpha1”'],
  ],
  [
    'same key twice, alike',
    service('  system: shop\n', '  system: shop\n  system: shop\n'),
    ['Remove this “system”'],
  ],
  [
    'same key twice',
    service('  system: shop\n', '  system: shop\n  # other\n  system: store\n'),
    ['Remove this “system”', 'Remove the first “system”'],
  ],
  [
    'unknown anchor',
    service('system: shop', 'system: &shop shop').replace('pipeline: default,', 'pipeline: *shp,'),
    ['Change to “*shop”'],
  ],
  ['tab', service('  owner:', '\towner:'), ['Indent with spaces']],
  ['no closing quote', service('name: checkout', 'name: "checkout'), ['Add the closing "']],
  ['no closing bracket', service('[checkout-api]', '[checkout-api'), ['Add the closing ]']],
  ['no closing brace', service('{ product: shop }', '{ product: shop'), ['Add the closing }']],
  ['no space after a colon', service('type: service', 'type:service'), ['Add a space after the colon']],
  ['no colon', service('metadata:', 'metadata'), ['Add a colon after the key']],
  ['indentation', service('  system: shop', '   system: shop'), ['Line it up with “owner”']],
  ['bad escape', service('description: Takes', String.raw`description: "a\d" # `), ['Double the backslash']],
  [
    'reserved character',
    service('description: Takes a basket to a paid order', 'description: @all'),
    ['Put it in quotes'],
  ],
  ['two colons', service('description: Takes', 'description: Note: takes'), ['Put it in quotes']],
];

/** The same for what no schema can say. */
const semantic: readonly [string, string, readonly string[]][] = [
  [
    'secret of a Service',
    service('LOG_LEVEL: info', 'DB_PASSWORD: 8fK2nQx7Lw0ZpR4t'),
    ['Name “DB_PASSWORD” under “secrets”'],
  ],
  [
    'secret of an override',
    service('{ LOG_LEVEL: warn }', '{ DB_PASSWORD: 8fK2nQx7Lw0ZpR4t }'),
    ['Name “DB_PASSWORD” under “secrets”'],
  ],
  [
    'secret of a Score workload',
    'apiVersion: score.dev/v1b1\nmetadata: { name: a-b }\ncontainers:\n  main:\n    image: .\n    variables:\n      # of the shop\n      DB_PASSWORD: "8fK2nQx7Lw0ZpR4t"\n',
    ['Take “DB_PASSWORD” from the environment'],
  ],
  ['latest image', service('image: .', 'image: shop/basket:latest'), ['Take the image that is supplied']],
  [
    'port that is taken',
    service(
      'web: { port: 80, targetPort: 8080 }',
      'web: { port: 80, targetPort: 8080 }\n        admin: { port: 80 }',
    ),
    ['Change to “81”'],
  ],
  [
    'probe of a closed port',
    service('path: /readyz, port: 8080', 'path: /readyz, port: 9090')
      .replace(', targetPort: 8080', '')
      .replace('path: /livez, port: 8080', 'path: /livez, port: 80'),
    ['Change to “80”'],
  ],
  ['threshold off the boundary', service('thresholdMs: 250', 'thresholdMs: 300'), ['Change to “250”']],
  ['ratio for a percentage', service('targetPercent: 99.9', 'targetPercent: 0.999'), ['Change to “99.9”']],
  [
    'metadata that is not there',
    service('LOG_LEVEL: info', 'LOG_LEVEL: "${metadata.nam}"'),
    ['Change to “${metadata.name}”'],
  ],
  [
    'metadata that is not there, in a text',
    service('LOG_LEVEL: info', 'LOG_LEVEL: a ${metadata.nam} b'),
    ['Change to “${metadata.name}”'],
  ],
  [
    'stage twice',
    `${header}kind: DeliveryPipeline\nmetadata: { name: default }\nspec:\n  stages:\n    - environment: staging\n    # again\n    - environment: staging\n`,
    ['Remove this stage'],
  ],
  [
    'unknown time zone',
    `${header}kind: FreezeWindow\nmetadata: { name: night }\nspec: { kind: Deny, cron: "0 0 * * 5", duration: 2h, timeZone: Europe/Berln }\n`,
    ['Change to “Europe/Berlin”'],
  ],
];

/** The codes of findings, each as often as it occurs. */
function codes(findings: readonly string[]): string[] {
  return findings.map((finding) => finding.split(' ')[0] ?? '').sort();
}

describe('quick fixes', () => {
  for (const [name, text, titles] of [...faults, ...semantic]) {
    for (const form of ['LF', 'CRLF', 'second document'] as const) {
      it(`mend it and nothing else: ${name} (${form})`, async () => {
        const other = `${header}kind: Resource\nmetadata: { name: orders-db }\nspec: { type: postgres }\n---\n`;
        const shaped =
          form === 'CRLF' ? text.replaceAll('\n', '\r\n') : form === 'second document' ? other + text : text;
        const before = await new Desk(shaped).findings();
        assert.equal(before.length, 1, before.join());
        const actions = (await new Desk(shaped).actions(undefined, ['quickfix'])).filter(
          ({ title }) => !/^(?:Disable|Turn) /.test(title),
        );
        assert.equal(actions.length, titles.length, actions.map(({ title }) => title).join(' | '));
        for (const [index, action] of actions.entries()) {
          assert.ok(
            action.title.startsWith(titles[index] ?? ''),
            `${action.title} is not ${titles[index] ?? ''}`,
          );
          const [finding] = action.diagnostics ?? [];
          assert.equal(String(finding?.code), codes(before)[0]);
          const desk = new Desk(shaped).apply(action);
          assert.deepEqual(await desk.findings(), [], `${action.title}\n${desk.text}`);
          if (form === 'CRLF') assert.ok(!/[^\r]\n/.test(desk.text), 'A line ends without CR.');
        }
      });
    }
  }

  for (const kind of platformKinds) {
    it(`fill a ${kind.name} that has nothing yet`, async () => {
      const desk = new Desk(`${header}kind: ${kind.name}\n`);
      for (let round = 0; (await desk.findings()).length > 0; round++) {
        assert.ok(round < 8, `${(await desk.findings()).join()}\n${desk.text}`);
        const [action] = await desk.actions(undefined, ['quickfix']);
        assert.ok(action, `${(await desk.findings()).join()}\n${desk.text}`);
        desk.apply(action);
      }
      assert.ok(
        desk.text.startsWith(`${header}kind: ${kind.name}\nmetadata:\n  name: shop\nspec:`),
        desk.text,
      );
    });
  }

  it('fill a Score workload that has nothing yet, all at once', async () => {
    const desk = new Desk(`apiVersion: ${scoreWorkload.apiVersion}\n`);
    desk.apply(titled(await desk.actions(), 'Add all 2 missing properties'));
    assert.deepEqual(await desk.findings(), []);
    assert.equal(desk.text.split('\n')[1], 'metadata:');
  });

  it('are preferred at most once for a finding', async () => {
    const desk = new Desk(service('tier: critical', 'tier: critcal'));
    const preferred = (await desk.actions()).filter(({ isPreferred }) => isPreferred);
    assert.deepEqual(
      preferred.map(({ title }) => title),
      ['Change to “critical”'],
    );
  });

  it('write nothing through an alias', async () => {
    const text = service(
      'requests: { cpu: 100m, memory: 128Mi }',
      'requests: &r { cpu: 1, memory: 128Mi }',
    ).replace('limits: { memory: 512Mi }', 'limits: *r');
    const desk = new Desk(text);
    const found = await desk.service.diagnostics(desk.document);
    const onAlias = found.filter(({ range }) => desk.document.getText(range) === '*r');
    for (const { range } of onAlias) {
      const titles = (await desk.actions(range, ['quickfix'])).map(({ title }) => title);
      assert.ok(
        titles.every((title) => /^(?:Disable|Turn) /.test(title)),
        titles.join(),
      );
    }
  });

  it('make a map by name of a list with names', async () => {
    const desk = new Desk(
      smallService.replace('      main:\n        image: .', '      - name: main\n        image: .'),
    );
    desk.apply(titled(await desk.actions(), 'Make it a map by name'));
    assert.deepEqual(await desk.findings(), []);
    assert.equal(desk.text, smallService);
  });

  it('make a file only for a client that can', async () => {
    const text = smallService.replace(/containers:[^]*$/, 'scoreFile: score.yaml\n');
    const unable = { createsFiles: false, deletesFiles: false, resolvesEdits: false, showsDisabled: false };
    const titles = (await new Desk(text).actions(undefined, ['quickfix'], unable)).map(({ title }) => title);
    assert.ok(!titles.some((title) => title.startsWith('Create') || title.startsWith('Turn')), titles.join());
  });

  it('turn a rule off in the settings of the team', async () => {
    const text = service('tier: critical', 'tier: urgent');
    const settings = 'file:///w/golden-path.yaml';
    const made = new Desk(text);
    made.apply(titled(await made.actions(), 'Turn schema/wrong-value off'));
    assert.equal(made.files[settings], 'rules:\n  schema/wrong-value: "off"\n');
    const changed = new Desk(text, { [settings]: '# ours\nrules:\n  a/b: hint # why\n' });
    changed.apply(titled(await changed.actions(), 'Turn schema/wrong-value off'));
    assert.equal(changed.files[settings], '# ours\nrules:\n  a/b: hint # why\n  schema/wrong-value: "off"\n');
  });

  it('take the word of the catalogue, or write ours there', async () => {
    const catalog = 'file:///w/shop/catalog-info.yaml';
    const entity = `# theirs\napiVersion: backstage.io/v1alpha1\nkind: API\n---\nkind: Component # one\nmetadata: { name: checkout }\nspec: { owner: tills }\n`;
    for (const [title, file, words] of [
      ['Change to “tills”', 'file:///w/shop/platform.yaml', '  owner: tills\n'],
      [
        'Change catalog-info.yaml to',
        catalog,
        'kind: Component # one\nmetadata: { name: checkout }\nspec: { owner: group:default/payments }\n',
      ],
    ] as const) {
      const desk = new Desk(full, { [catalog]: entity });
      assert.deepEqual(await desk.findings(), ['service/catalog-disagrees “group:default/payments”']);
      desk.apply(titled(await desk.actions(undefined, ['quickfix']), title));
      assert.deepEqual(await desk.findings(), []);
      assert.ok(desk.files[file]?.includes(words), desk.files[file]);
    }
  });

  it('are few', async () => {
    for (const [, text] of faults) assert.ok((await new Desk(text).actions()).length <= 9);
  });
});
