import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursorAt } from '../../../src/language/completion/cursor.js';
import { completions, diagnose, header, labels, serviceWith, smallService } from './support.js';

function has(marked: string, ...expected: string[]): void {
  const found = labels(marked);
  for (const label of expected) assert.ok(found.includes(label), `${label} not in ${found.join(', ')}`);
}

function hasNot(marked: string, ...unexpected: string[]): void {
  const found = labels(marked);
  for (const label of unexpected) assert.ok(!found.includes(label), `${label} in ${found.join(', ')}`);
}

function newText(marked: string, label: string, snippets = true): string | undefined {
  return completions(marked, snippets).find((item) => item.label === label)?.textEdit?.newText;
}

const spec = `${header}kind: Service\nmetadata:\n  name: basket\nspec:\n`;

describe('completion', () => {
  it('offers whole manifests and the first keys in an empty document', () => {
    has('|', 'apiVersion', 'Service', 'Environment', 'DeliveryPipeline');
    assert.match(
      newText('|', 'Service') ?? '',
      /^apiVersion: goldenpath.dev\/v1alpha1\nkind: Service\nmetadata:\n {2}name: /,
    );
    has(`${smallService}---\n|`, 'Environment');
  });

  it('offers the title of a link of an entity, also where words around are unfinished', () => {
    const entity = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n';
    const link = `${entity}  links:\n    - url: https://example.com\n`;
    const next = '    - url: https://example.org\nspec:\n  type: service\n';
    has(`${link}      |\n${next}`, 'title', 'icon');
    has(`${link}      unfinished\n      |\n${next}`, 'title', 'icon');
    has(`${link}      ti|\n      unfinished\n${next}`, 'title');
    has(
      `${entity}  unfinished\n  links:\n    - unfin\n      url: https://example.com\n      |\n${next}`,
      'title',
    );
    has(`${link}      zz: "a\n      |\n${next}`, 'title');
  });

  it('begins with whole manifests, the fuller ones of a kind beside it', () => {
    const offered = completions('|')
      .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
      .map(({ label }) => label);
    assert.deepEqual(offered.slice(0, 4), [
      'Service',
      'Service with a port',
      'Service with a Score file',
      'Service on a schedule',
    ]);
    assert.deepEqual(offered.slice(-4), ['apiVersion', 'kind', 'metadata', 'spec']);
  });

  it('offers whole manifests that have no fault', async () => {
    for (const { label, kind } of completions('|')) {
      if (kind !== 15) continue;
      // What a Location has is for its author to choose: the place for it is left open.
      const text = (newText('|', label, false) ?? '').replace(
        /spec:\n {2}\n$/,
        'spec:\n  target: ./a.yaml\n',
      );
      const faults = (await diagnose(text)).filter(
        // The Score file is still to be written.
        ({ severity, code }) => severity === 1 && code !== 'service/score-file-missing',
      );
      assert.deepEqual(faults, [], `${label}:\n${text}`);
    }
  });

  it('begins with manifests of Score and Backstage, too', () => {
    has(
      '|',
      'Score workload (score.dev/v1b1)',
      'Component (backstage.io/v1alpha1)',
      'Scaffolder template (scaffolder.backstage.io/v1beta3)',
    );
    hasNot('|', 'Entity (backstage.io/v1alpha1)');
    assert.match(
      newText('|', 'Score workload (score.dev/v1b1)', false) ?? '',
      /^apiVersion: score\.dev\/v1b1\nmetadata:\n/,
    );
  });

  it('begins the item of a list on the line below its key', () => {
    const metadata = `${header}kind: Service\nmetadata:\n`;
    assert.equal(
      newText(`${metadata}  links:\n    |`, '- url'),
      '- url: ${1:https://runbooks.example.com/checkout}',
    );
    has(`${header}kind: Environment\nspec:\n  approvals:\n    actions:\n      |`, '- Deploy', '- Promote');
    hasNot(`${metadata}  links:\n    - |`, '- url');
  });

  it('offers keys that are not there yet, the required first', () => {
    const found = labels(`${spec}  tier: high\n  |`);
    assert.deepEqual(found.slice(0, 2), ['type', 'workload']);
    assert.ok(found.includes('owner') && !found.includes('tier'));
    hasNot(`${spec}  |\n  tier: high\n`, 'tier');
    has(`${header}kind: Service\n|`, 'metadata', 'spec');
  });

  it('offers values: of enums, booleans, kinds and versions', () => {
    has(`${spec}  type: |`, 'service', 'cronjob');
    has(`${spec}  tier: cr|`, 'critical');
    has(`${header}kind: |`, 'Service', 'Scorecard');
    has('apiVersion: |', 'goldenpath.dev/v1alpha1', 'score.dev/v1b1');
    has(`${header}kind: Environment\nmetadata: { name: a1 }\nspec:\n  requireReason: |`, 'true', 'false');
    assert.equal(newText(`${spec}  type:|`, 'worker'), ' worker');
  });

  it('writes what a new block requires', () => {
    assert.match(
      newText(`${spec}  |`, 'workload') ?? '',
      /^workload:\n {2}containers:\n {4}\$\{1:main\}:\n {6}image: \$\{2:\.\}$/,
    );
    assert.equal(
      newText(`${spec}  workload:\n    containers:\n      |`, 'main'),
      '${1:main}:\n  image: ${2:.}',
    );
    assert.equal(
      newText(`${spec}  workload:\n    service:\n      ports:\n        |`, 'web', false),
      'web:\n  port: 80',
    );
    const stages = `${header}kind: DeliveryPipeline\nmetadata: { name: default }\nspec:\n  |`;
    assert.equal(newText(stages, 'stages'), 'stages:\n  - environment: ${1:staging}');
    const probe = `${spec}  workload:\n    containers:\n      main:\n        image: .\n        readinessProbe:\n          |`;
    assert.match(newText(probe, 'httpGet') ?? '', /^httpGet:\n {2}path: .*\n {2}port: /);
  });

  it('knows its place in lists', () => {
    const stages = `${header}kind: DeliveryPipeline\nmetadata: { name: default }\nspec:\n  stages:\n`;
    has(`${stages}    - environment: staging\n    - |`, 'environment', 'gates');
    hasNot(`${stages}    - environment: staging\n      |`, 'environment');
    has(`${stages}  - environment: staging\n    gates:\n      |`, 'soakTime');
    has(`${spec}  slos:\n    - name: a1\n      indicator:\n        |`, 'availability', 'latency');
    assert.match(newText(`${stages}    - |`, 'gates') ?? '', /^gates:\n {4}\$1$/);
  });

  it('follows what other keys say', () => {
    hasNot(`${spec}  type: service\n  |`, 'schedule');
    assert.ok(labels(`${spec}  type: cronjob\n  |`).slice(0, 2).includes('schedule'));
    hasNot(`${spec}  workload:\n    scoreFile: score.yaml\n    |`, 'containers');
  });

  it('answers in half-typed and broken text', () => {
    has(`${spec}  ow|`, 'owner');
    has(`${spec}  typ\n  ow|`, 'owner');
    has(`${spec}  owner: "x\n  ti|`, 'tier');
    has(`${spec}  dependsOn: [a\n  ti|`, 'tier');
    has(`${spec.replaceAll('\n', '\r\n')}  ti|`, 'tier');
    has(`${spec}  type: service\n\n  # a comment\n  |`, 'owner');
  });

  it('answers in flow collections', () => {
    has(`${header}kind: Service\nmetadata: { | }`, 'name', 'title');
    hasNot(`${header}kind: Service\nmetadata: { name: a1, | }`, 'name');
    has(`${spec}  type: cronjob\n  schedule: { cron: "0 3 * * *", concurrencyPolicy: | }`, 'Forbid');
    has(`${spec}  workload: { containers: { main: { | } } }`, 'image');
    has(`${spec}  scaling: {\n    |\n  }`, 'minReplicas');
  });

  it('answers in brackets that open on the first line', () => {
    has('{ apiVersion: goldenpath.dev/v1alpha1, kind: |', 'Service');
    has('{\n  "apiVersion": "goldenpath.dev/v1alpha1",\n  "kind": "Service",\n  |\n}', 'metadata', 'spec');
    hasNot('{\n  "apiVersion": "goldenpath.dev/v1alpha1",\n  "kind": "Service",\n  |\n}', 'kind');
  });

  it('knows which keys of a flow map follow, and that the one at the cursor is not taken', () => {
    const metadata = `${header}kind: Service\nmetadata:`;
    has(`${metadata} { |title: x, name: a1 }`, 'title');
    hasNot(`${metadata} { |title: x, name: a1 }`, 'name');
    const resource = `${header}kind: Resource\nmetadata: { name: a1 }\nspec:`;
    has(`${resource} { | environments: { production: { class: large } } }`, 'class');
  });

  it('offers both ways to begin a block that has two', () => {
    has(`${spec}  workload:\n    |`, 'containers', 'scoreFile');
    assert.equal(newText(`${spec}  workload:\n    |`, 'scoreFile'), 'scoreFile: ${1:score.yaml}');
    hasNot(`${spec}  workload:\n    containers: {}\n    |`, 'scoreFile');
  });

  it('goes on in quotes, which it closes once', () => {
    const written = (marked: string, label: string): string | undefined => {
      const [item] = completions(marked).filter((one) => one.label === label);
      const edit = item?.textEdit;
      if (!edit || !('range' in edit)) return undefined;
      return TextDocument.applyEdits(
        TextDocument.create('file:///a.yaml', 'yaml', 0, marked.replace('|', '')),
        [edit],
      )
        .split('\n')
        .at(-1);
    };
    assert.equal(written(`${spec}  "ow|`, 'owner'), '  "owner": ${1:payments}');
    assert.equal(written(`${spec}  'ow|'`, 'owner'), "  'owner': ${1:payments}");
    assert.equal(written(`${spec}  "ow|ne": x`, 'owner'), '  "owner": x');
    assert.equal(written(`${spec}  tier: "|"`, 'high'), '  tier: "high"');
    assert.equal(written(`${spec}  tier: 'h|`, 'high'), "  tier: 'high'");
    assert.equal(
      written(`${header}kind: Service\nspec: { "ti|", type: job }`, 'tier')?.includes('"tier": '),
      true,
    );
    assert.equal(
      written(`${header}kind: Service\nspec: { "tier": "h|" }`, 'high'),
      'spec: { "tier": "high" }',
    );
    hasNot(`${spec}  scaling:\n    minReplicas: "|`, '1');
  });

  it('counts no byte order mark', () => {
    const score = '\uFEFFapiVersion: score.dev/v1b1\n';
    has(`${score}|`, 'metadata', 'containers');
    has(`${score}metadata:\n  na|`, 'name');
    has('\uFEFFki|', 'kind');
  });

  it('is silent where text is free', () => {
    assert.deepEqual(labels(`${spec}  # |`), []);
    assert.deepEqual(labels(`${spec}  owner: "a" |`), []);
    assert.deepEqual(
      labels(`${header}kind: Service\nmetadata:\n  description: |\n`.replace('|', '>\n    |')),
      [],
    );
    assert.deepEqual(labels('apiVersion: apps/v1\nkind: Deployment\nspec:\n  |').includes('workload'), false);
  });

  it('replaces the word that is typed, and keeps the colon that follows', () => {
    const [item] = completions(`${spec}  ow|ne: x`).filter(({ label }) => label === 'owner');
    assert.deepEqual(item?.textEdit, {
      newText: 'owner',
      range: { start: { line: 5, character: 2 }, end: { line: 5, character: 6 } },
    });
  });

  it('completes Score workloads', () => {
    has('apiVersion: score.dev/v1b1\n|', 'metadata', 'containers');
    has('apiVersion: score.dev/v1b1\ncontainers:\n  main:\n    |', 'image', 'variables');
  });

  it('reads keys as YAML does: with a number sign inside, or named as what every object has', () => {
    const container = `${header}kind: Service\nspec:\n  workload:\n    containers:\n      a#b:\n        |\n`;
    assert.ok(labels(container).includes('image'));
    const lines = { lines: ['constructor: {}', 'toString: x', 'na'], at: 2 };
    assert.deepEqual([...(cursorAt(lines, 'na')?.siblings ?? [])].sort(), ['constructor', 'toString']);
  });

  it('offers what may be overridden, none of it required', () => {
    const found = labels(
      `${spec}  environments:\n    production:\n      overrides:\n        containers:\n          main:\n            |`,
    );
    assert.ok(found.includes('variables') && found.includes('image'));
  });

  it('offers apiVersion in a file that is a manifest by its name only', () => {
    const offered = (uri: string): boolean => {
      const source = TextDocument.create(uri, 'yaml', 1, '\nmetadata:\n  name: a\n');
      const items = serviceWith().complete(source, { line: 0, character: 0 }, { snippets: true });
      return items.some(({ label }) => label === 'apiVersion');
    };
    assert.ok(offered('file:///w/score.yaml'));
    assert.ok(!offered('file:///w/other.yaml'));
  });
});
