import assert from 'node:assert/strict';
import type { Hover } from 'vscode-languageserver-types';
import { cursorIn, fixture, header, manifest, serviceWith, smallService } from './support.js';

function hoverText(marked: string): string | undefined {
  const { document, position } = cursorIn(marked);
  const found: Hover | undefined = serviceWith().hover(document, position);
  return found && (found.contents as { value: string }).value;
}

describe('hover', () => {
  it('gives the words of the schema for a key', () => {
    const words = hoverText(smallService.replace('type: service', 'ty|pe: service')) ?? '';
    assert.match(words, /^\*\*type\*\*/);
    assert.match(words, /`cronjob`: runs on a `schedule`/);
    assert.match(words, /Allowed: `service`/);
  });

  it('tells default, type and examples, through references and conditions', () => {
    const spec = `${header}kind: Service\nmetadata: { name: a1 }\nspec:\n`;
    assert.match(hoverText(`${spec}  tier: l|ow\n`) ?? '', /Default: `medium`/);
    assert.match(
      hoverText(`${spec}  workload:\n    containers:\n      main:\n        im|age: .\n`) ?? '',
      /Type: string[\s\S]*```yaml\nimage: \./,
    );
    assert.match(hoverText(`${spec}  workload:\n    scoreF|ile: score.yaml\n`) ?? '', /Score file/);
    assert.match(
      hoverText(
        `${spec}  environments:\n    dev1:\n      overrides:\n        containers:\n          main:\n            ima|ge: x\n`,
      ) ?? '',
      /container image/,
    );
  });

  /** A text of a manifest with the cursor, and words that the answer must have. */
  const places: readonly [string, string, RegExp][] = [
    ['Service', 'metadata:\n  na|me: a1', /^\*\*name\*\*/],
    ['Service', 'metadata:\n  name: a1\n  lab|els: {}', /^\*\*labels\*\*/],
    ['Service', 'spec:\n  type: cron|job', /`cronjob`/],
    ['Service', 'spec:\n  type: cronjob\n  schedule:\n    cr|on: "@daily"', /^\*\*cron\*\*/],
    ['Service', 'spec:\n  type: cronjob\n  schedule: { concurrencyPolicy: For|bid }', /Forbid/],
    ['Service', 'spec:\n  scaling:\n    minRep|licas: 1', /^\*\*minReplicas\*\*/],
    ['Service', 'spec:\n  workload:\n    scoreFile: sco|re.yaml', /Score file/],
    ['Service', 'spec:\n  workload:\n    contain|ers: {}', /^\*\*containers\*\*/],
    [
      'Service',
      'spec:\n  workload:\n    containers:\n      main:\n        livenessProbe:\n          httpGet:\n            po|rt: 80',
      /^\*\*port\*\*/,
    ],
    [
      'Service',
      'spec:\n  workload:\n    service:\n      ports:\n        web:\n          targetP|ort: 80',
      /targetPort/,
    ],
    ['Service', 'spec:\n  workload:\n    resources:\n      db:\n        ty|pe: postgres', /^\*\*type\*\*/],
    ['Service', 'spec:\n  environments:\n    dev1:\n      sca|ling: {}', /^\*\*scaling\*\*/],
    ['Service', 'spec:\n  slos:\n    - name: a1\n      targetPer|cent: 99', /^\*\*targetPercent\*\*/],
    ['Environment', 'spec:\n  ty|pe: production', /^\*\*type\*\*/],
    ['Environment', 'spec:\n  type: produc|tion', /Allowed: .*`production`/],
    ['Environment', 'spec:\n  approvals: { minApp|rovals: 1 }', /^\*\*minApprovals\*\*/],
    ['DeliveryPipeline', 'spec:\n  sta|ges: []', /^\*\*stages\*\*/],
    ['DeliveryPipeline', 'spec:\n  stages:\n    - environ|ment: staging', /^\*\*environment\*\*/],
    ['DeliveryPipeline', 'spec:\n  stages:\n    - gates:\n        soak|Time: 2h', /^\*\*soakTime\*\*/],
    ['DeliveryPipeline', 'spec:\n  stages:\n    - gates: { scorecard: { mode: Bl|ock } }', /`Block`/],
    ['', 'metadata: { name: a1 }\ncontainers:\n  main:\n    vari|ables: {}', /^\*\*variables\*\*/],
    ['', 'containers:\n  main:\n    command: [no|de]', /command/],
    ['', 'resources:\n  db:\n    type: post|gres', /^\*\*type\*\*/],
    ['', 'service:\n  ports:\n    web: { po|rt: 80 }', /^\*\*port\*\*/],
  ];
  for (const [kind, text, words] of places) {
    it(`has words for ${kind || 'a Score workload'}: ${text.split('\n').at(-1)?.trim() ?? ''}`, () => {
      const head = kind ? `${header}kind: ${kind}\n` : 'apiVersion: score.dev/v1b1\n';
      assert.match(hoverText(head + text) ?? '', words);
    });
  }

  it('works in later documents, below faults, and in Score files', () => {
    assert.match(
      hoverText(`${smallService}---\n${smallService.replace('type: service', 'ty|pe: nonsense')}`) ?? '',
      /type/,
    );
    assert.match(
      hoverText('apiVersion: score.dev/v1b1\nmetadata: { na|me: a1 }\n') ?? '',
      /name of the workload/,
    );
    assert.equal(hoverText('apiVersion: apps/v1\nki|nd: Deployment\n'), undefined);
  });
});

describe('document symbols', () => {
  it('nest as the keys do, with a symbol for each of several documents', () => {
    const [first] = serviceWith().symbols(manifest(smallService));
    assert.equal(first?.name, 'apiVersion');
    const documents = serviceWith().symbols(manifest(fixture('platform.yaml')));
    assert.deepEqual(
      documents.slice(0, 2).map(({ name }) => name),
      ['Environment production', 'DeliveryPipeline default'],
    );
    const stages = documents[1]?.children?.at(-1)?.children?.[0];
    assert.deepEqual(
      stages?.children?.map(({ name }) => name),
      ['development', 'staging', 'production'],
    );
  });
});

describe('services', () => {
  const uri = 'file:///w/basket/platform.yaml';
  const score = fixture('score.yaml');

  it('are found in manifests and Score files', () => {
    const [service] = serviceWith().services(manifest(fixture('service.yaml'), uri));
    assert.equal(service?.name, 'checkout');
    assert.equal(service.owner, 'group:default/payments');
    assert.deepEqual(service.range, { start: { line: 3, character: 8 }, end: { line: 3, character: 16 } });
    const [workload] = serviceWith().services(manifest(score, 'file:///w/basket/score.yaml'));
    assert.equal(workload?.kind, 'Workload');
  });

  it('are resolved with their Score file inlined', async () => {
    const files = { 'file:///w/basket/score.yaml': score };
    const source = manifest(fixture('service-with-score-file.yaml'), uri);
    const resolved = await serviceWith(files).resolveService(source, ['file:///w']);
    const spec = resolved?.manifest['spec'] as Record<string, unknown>;
    assert.deepEqual(spec['workload'], {
      containers: { main: { image: '.' } },
      service: { ports: { web: { port: 8080 } } },
    });
    assert.deepEqual(resolved?.errors, []);
  });

  it('tell the errors of the Score file too', async () => {
    const files = { 'file:///w/basket/score.yaml': score.replace('image', 'imge') };
    const source = manifest(fixture('service-with-score-file.yaml'), uri);
    const resolved = await serviceWith(files).resolveService(source, ['file:///w']);
    assert.deepEqual(
      resolved?.errors.map((error) => error.uri),
      ['file:///w/basket/score.yaml'],
    );
  });

  it('are made of a bare Score file, owned as the catalogue above says', async () => {
    const catalog = 'kind: Component\nmetadata: { name: other }\nspec: { owner: shop-team, system: shop }\n';
    const service = serviceWith({ 'file:///w/catalog-info.yaml': catalog });
    const resolved = await service.resolveService(manifest(score, 'file:///w/basket/score.yaml'), [
      'file:///w',
    ]);
    assert.deepEqual(resolved?.manifest['metadata'], { name: 'basket' });
    const spec = resolved.manifest['spec'] as Record<string, unknown>;
    assert.equal(spec['type'], 'service');
    assert.equal(spec['owner'], 'shop-team');
    assert.deepEqual(spec['delivery'], { pipeline: 'default' });
    const outside = await service.resolveService(manifest(score, 'file:///v/basket/score.yaml'), [
      'file:///v',
    ]);
    assert.equal((outside?.manifest['spec'] as Record<string, unknown>)['owner'], undefined);
  });

  it('never read outside the folder of the manifest', async () => {
    const text = fixture('service-with-score-file.yaml').replace('score.yaml', '../secret.yaml');
    const service = serviceWith({ 'file:///w/secret.yaml': score });
    const resolved = await service.resolveService(manifest(text, uri), ['file:///w']);
    assert.deepEqual((resolved?.manifest['spec'] as Record<string, unknown>)['workload'], {
      scoreFile: '../secret.yaml',
    });
    assert.equal(resolved?.errors.length, 1);
  });
});
