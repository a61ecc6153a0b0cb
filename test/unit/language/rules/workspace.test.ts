import type { Diagnostic } from 'vscode-languageserver-types';
import assert from 'node:assert/strict';
import { header } from '../support.js';
import { diagnosticsIn, findingsIn, type World } from './world.js';

function service(name: string, spec = '', workload = '{ containers: { main: { image: . } } }'): string {
  return `${header}kind: Service\nmetadata: { name: ${name} }\nspec:\n  type: service\n  owner: payments\n  workload: ${workload}\n${spec}`;
}

function of(kind: string, name: string, spec: string): string {
  return `${header}kind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

const environments = ['staging', 'production'].map((name) => of('Environment', name, `{ type: ${name} }`));

/** A workspace of these manifests, one a file. */
function workspace(...texts: readonly string[]): World {
  return {
    manifests: Object.fromEntries(texts.map((text, index) => [`file:///w/m${index}.platform.yaml`, text])),
  };
}

const misspelt = service('checkout', '  environments:\n    prodution: {}\n');

describe('names that are not known', () => {
  it('are told once all environments are known', async () => {
    assert.deepEqual(await findingsIn(workspace(...environments), misspelt), [
      'reference/unknown-environment “prodution”',
    ]);
    assert.deepEqual(
      await findingsIn(workspace(...environments), misspelt.replace('prodution', 'production')),
      [],
    );
  });

  it('are never an error, and suggest what was meant', async () => {
    const [found] = await diagnosticsIn(workspace(...environments), misspelt);
    assert.equal(found?.severity, 2);
    assert.equal(found.message, 'No environment “prodution” is known. Did you mean “production”?');
    assert.deepEqual(found.data, { suggestion: 'production' });
  });

  it('are left alone while the workspace is not known, or defines none', async () => {
    assert.deepEqual(await findingsIn({}, misspelt), []);
    assert.deepEqual(await findingsIn(workspace(), misspelt), []);
  });

  it('are left alone when the platform’s list is stale or not complete', async () => {
    const live = { environment: [{ name: 'staging' }] };
    const world = workspace(...environments);
    assert.deepEqual(await findingsIn({ ...world, live }, misspelt), [
      'reference/unknown-environment “prodution”',
    ]);
    assert.deepEqual(await findingsIn({ ...world, live, isLive: false }, misspelt), []);
    assert.deepEqual(await findingsIn({ ...world, live, isComplete: false }, misspelt), []);
    const known = { environment: [{ name: 'prodution' }] };
    assert.deepEqual(await findingsIn({ ...world, live: known }, misspelt), []);
  });

  it('of resource types and owners are told by the platform alone', async () => {
    const text = service(
      'checkout',
      '',
      '{ containers: { main: { image: . } }, resources: { db: { type: postgress }, web: { type: route } } }',
    ).replace('payments', 'paymnts');
    const world = workspace(of('ResourceType', 'postgres', '{ type: postgres }'));
    assert.deepEqual(await findingsIn(world, text), []);
    const live = {
      resourceType: [{ name: 'redis' }],
      owner: [{ name: 'group:default/payments' }],
    };
    assert.deepEqual(await findingsIn({ ...world, live }, text), [
      'reference/unknown-owner “paymnts”',
      'reference/unknown-resource-type “postgress”',
    ]);
    const good = text.replace('paymnts', 'Payments').replace('postgress', 'postgres');
    assert.deepEqual(await findingsIn({ ...world, live }, good), []);
    const person = good.replace('Payments', 'user:ada');
    assert.deepEqual(await findingsIn({ ...world, live }, person), [], 'the list tells of no users');
  });

  it('of pipelines and scorecards are told', async () => {
    const pipeline = (card: string, level: string): string =>
      of(
        'DeliveryPipeline',
        'other',
        `{ stages: [{ environment: staging, gates: { scorecard: { name: ${card}, minLevel: ${level} } } }] }`,
      );
    const card = of('Scorecard', 'readiness', '{ levels: [Bronze, Gold], checks: [] }');
    const world = workspace(
      ...environments,
      card,
      of('DeliveryPipeline', 'default', '{ stages: [{ environment: staging }] }'),
    );
    assert.deepEqual(await findingsIn(world, pipeline('readyness', 'Gold')), [
      'reference/unknown-scorecard “readyness”',
    ]);
    assert.deepEqual(await findingsIn(world, pipeline('readiness', 'Silver')), [
      'reference/unknown-level “Silver”',
    ]);
    assert.deepEqual(await findingsIn(world, pipeline('readiness', 'Gold')), []);
    assert.deepEqual(await findingsIn(world, service('a1', '  delivery: { pipeline: fast }\n')), [
      'reference/unknown-pipeline “fast”',
    ]);
  });
});

const sentence = (found: Diagnostic | undefined): string =>
  typeof found?.message === 'string' ? found.message : '';

describe('manifests of one name', () => {
  it('are told with the place of the other', async () => {
    const [found, ...others] = await diagnosticsIn(workspace(service('checkout')), service('checkout'));
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'workspace/duplicate-name');
    assert.equal(
      found.message,
      'There is another Service “checkout”, in m0.platform.yaml. Give one of them another name.',
    );
    assert.equal(found.relatedInformation?.[0]?.location.uri, 'file:///w/m0.platform.yaml');
  });

  it('are told with the path of the other below the workspace, or its line in this file', async () => {
    const world = { manifests: { 'file:///w/a%20b/platform.yaml': service('checkout') } };
    const [elsewhere] = await diagnosticsIn(world, service('checkout'));
    assert.match(sentence(elsewhere), /, in a b\/platform\.yaml\. /);
    const twice = `${service('checkout')}---\n${service('checkout')}`;
    const [first, second] = await diagnosticsIn({ manifests: {} }, twice);
    assert.match(sentence(first), / in this file, on line \d+\. /);
    const other = first?.relatedInformation?.[0]?.location.range.start.line;
    assert.equal(other, second?.range.start.line);
    assert.ok(sentence(first).includes(`on line ${Number(other) + 1}.`));
  });

  it('are fine in other namespaces and of other kinds', async () => {
    const world = workspace(
      service('checkout').replace('name: checkout', 'name: checkout, namespace: shop'),
      of('Resource', 'checkout', '{ type: postgres }'),
    );
    assert.deepEqual(await findingsIn(world, service('checkout')), []);
  });

  it('are not one manifest under two spellings of its URI', async () => {
    const text = service('checkout');
    const world = { manifests: { 'file:///w/a%20b.platform.yaml': text } };
    assert.deepEqual(await findingsIn(world, text, 'file:///w/a b.platform.yaml'), []);
  });
});

describe('dependencies', () => {
  const on = (name: string, ...others: string[]): string =>
    service(name, `  dependsOn: [${others.map((other) => `component:${other}`).join(', ')}]\n`);

  it('that lead back are told at each edge of the ring', async () => {
    const world = workspace(on('basket', 'stock'), on('stock', 'checkout'));
    const [found, ...others] = await diagnosticsIn(world, on('checkout', 'basket', 'mail'));
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'service/dependency-cycle');
    assert.match(JSON.stringify(found.message), /checkout → basket → stock → checkout/);
    assert.deepEqual(
      found.relatedInformation?.map(({ location }) => location.uri),
      ['file:///w/m0.platform.yaml', 'file:///w/m1.platform.yaml'],
    );
  });

  it('that lead nowhere are fine, and so are rings of others', async () => {
    const world = workspace(on('basket', 'stock'), on('stock', 'basket'));
    assert.deepEqual(await findingsIn(world, on('checkout', 'basket')), []);
    assert.deepEqual(await findingsIn(workspace(), on('checkout', 'checkout')), [
      'service/dependency-cycle “component:checkout”',
    ]);
  });

  it('on what is deprecated are told, struck through', async () => {
    const old = service('basket', '  lifecycle: deprecated\n');
    const [found, ...others] = await diagnosticsIn(workspace(old), on('checkout', 'basket'));
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'service/depends-on-deprecated');
    assert.deepEqual(found.tags, [2]);
    const retired = `${on('checkout', 'basket')}  lifecycle: deprecated\n`;
    assert.deepEqual(await findingsIn(workspace(old), retired), [], 'both go');
    const live = { service: [{ name: 'basket', facts: { lifecycle: 'deprecated' } }] };
    assert.deepEqual(await findingsIn({ ...workspace(), live }, on('checkout', 'basket')), [
      'service/depends-on-deprecated “component:basket”',
    ]);
  });
});

describe('a template that went on', () => {
  const from = (version: string): string =>
    service('checkout', `  template: { ref: node, version: ${version} }\n`);
  const template = of(
    'Template',
    'node',
    '{ version: 2.4.0, parameters: {}, changelog: [{ version: 2.4.0, summary: Node 22. }, { version: 2.3.0, summary: Fix, severity: Security }] }',
  );

  it('is told, graver with a security update', async () => {
    const [found] = await diagnosticsIn(workspace(template), from('2.3.5'));
    assert.equal(found?.code, 'service/template-behind');
    assert.equal(found.severity, 3);
    assert.match(JSON.stringify(found.message), /2\.4\.0: Node 22\. Take over/);
    const [grave] = await diagnosticsIn(workspace(template), from('2.2.0'));
    assert.equal(grave?.severity, 2);
  });

  it('is not told of the same, a newer or an odd version', async () => {
    for (const version of ['2.4.0', '2.10.0', 'main']) {
      assert.deepEqual(await findingsIn(workspace(template), from(version)), [], version);
    }
  });
});

describe('resources of a known type', () => {
  const types = of(
    'ResourceType',
    'postgres',
    '{ type: postgres, classes: [{ name: small }], outputs: [{ name: host }], params: { type: object, additionalProperties: false, properties: { version: { type: string, pattern: "^\\\\d+$" } } } }',
  );
  const using = (resource: string, variable = 'x'): string =>
    service(
      'checkout',
      '',
      `{ containers: { main: { image: ., variables: { A: "${variable}" } } }, resources: { db: { type: postgres, ${resource} } } }`,
    );

  it('have its classes, outputs and parameters', async () => {
    const told = (text: string): Promise<string[]> => findingsIn(workspace(types), text);
    assert.deepEqual(await told(using('class: huge')), ['resource/unknown-class “huge”']);
    assert.deepEqual(await told(using('class: small', '${resources.db.hots}')), [
      'score/unknown-output “${resources.db.hots}”',
    ]);
    assert.deepEqual(await told(using('params: { verison: "16" }')), ['resource/params “verison”']);
    assert.deepEqual(await told(using('params: { version: x }')), ['resource/params “x”']);
    assert.deepEqual(await told(using('params: { version: "${metadata.name}" }')), [], 'filled in later');
    assert.deepEqual(
      await told(using('class: small, params: { version: "16" }', '${resources.db.host}')),
      [],
    );
  });

  it('are left alone when nobody describes the type', async () => {
    assert.deepEqual(await findingsIn(workspace(), using('class: huge', '${resources.db.hots}')), []);
  });
});

describe('schemas of inputs', () => {
  it('are read as forms would read them', async () => {
    const template = (parameters: string): string =>
      of('Template', 'node', `{ version: 1.0.0, parameters: ${parameters} }`);
    assert.deepEqual(
      await findingsIn({}, template('{ type: object, properties: { port: { type: integer } } }')),
      [],
    );
    const bad = '{ type: object, properties: { port: { $ref: "#/$defs/none" } } }';
    const [found, ...others] = await diagnosticsIn({}, template(bad));
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'template/parameters');
  });
});

describe('what the catalogue says', () => {
  const catalog = (spec: string): string =>
    `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: checkout }\nspec: ${spec}\n`;
  const uri = 'file:///w/services/checkout/catalog-info.yaml';

  it('is compared by meaning, and both ways to agree are offered', async () => {
    const world = { manifests: {}, files: { [uri]: catalog('{ owner: shop, lifecycle: production }') } };
    const [found, ...others] = await diagnosticsIn(world, service('checkout'));
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'service/catalog-disagrees');
    assert.equal(
      found.message,
      'catalog-info.yaml says “shop”, not “payments”. Say the same in both, or take “owner” out here.',
    );
    const [place] = found.relatedInformation ?? [];
    assert.deepEqual(place?.location.range.start, { line: 3, character: 15 });
    const { mends } = found.data as { mends: { title: string; file?: { uri: string } }[] };
    assert.deepEqual(
      mends.map(({ file }) => file?.uri),
      [undefined, uri],
    );
    const same = { manifests: {}, files: { [uri]: catalog('{ owner: "group:default/payments" }') } };
    assert.deepEqual(await findingsIn(same, service('checkout')), []);
  });

  it('gives an owner, and so does CODEOWNERS, in a folder above', async () => {
    const unowned = service('checkout').replace('  owner: payments\n', '');
    assert.deepEqual(await findingsIn({ manifests: {} }, unowned), ['service/no-owner “checkout”']);
    const [found] = await diagnosticsIn({ manifests: {} }, unowned);
    assert.equal(found?.severity, 3);
    assert.deepEqual(await findingsIn({}, unowned), [], 'the workspace is not known');
    const owned = { 'file:///w/catalog-info.yaml': catalog('{ owner: shop }') };
    assert.deepEqual(await findingsIn({ manifests: {}, files: owned }, unowned), []);
    const rules = (text: string): World => ({
      manifests: {},
      files: { 'file:///w/.github/CODEOWNERS': text },
    });
    assert.deepEqual(await findingsIn(rules('services/** @acme/shop # ours\n'), unowned), []);
    assert.deepEqual(await findingsIn(rules('/docs/ @acme/docs\n'), unowned), [
      'service/no-owner “checkout”',
    ]);
  });
});

describe('a service that goes to production', () => {
  const ports = '{ containers: { main: { image: . } }, service: { ports: { web: { port: 80 } } } }';
  const toProduction = of('DeliveryPipeline', 'default', '{ stages: [{ environment: production }] }');

  it('should say when it is ready', async () => {
    const world = workspace(...environments, toProduction);
    assert.deepEqual(await findingsIn(world, service('checkout', '', ports)), [
      'service/no-readiness-probe “main”',
    ]);
    const probed = ports.replace('image: .', 'image: ., readinessProbe: { httpGet: { path: /, port: 80 } }');
    assert.deepEqual(await findingsIn(world, service('checkout', '', probed)), []);
    const stopped = service('checkout', '  environments: { production: { deploy: Disabled } }\n', ports);
    assert.deepEqual(await findingsIn(world, stopped), []);
  });

  it('is not known to go there without a pipeline', async () => {
    assert.deepEqual(await findingsIn(workspace(...environments), service('checkout', '', ports)), []);
  });

  it('is looked at in its Score file, too', async () => {
    const score =
      'apiVersion: score.dev/v1b1\nmetadata: { name: checkout }\ncontainers: { main: { image: . } }\nservice: { ports: { web: { port: 80 } } }\n';
    const files = { 'file:///w/services/checkout/score.yaml': score };
    const world = { ...workspace(...environments, toProduction), files };
    const text = service('checkout', '', '{ scoreFile: score.yaml }');
    assert.deepEqual(await findingsIn(world, text), ['service/no-readiness-probe “scoreFile”']);
  });
});

describe('overrides', () => {
  const score = (image: string): Record<string, string> => ({
    'file:///w/services/checkout/score.yaml': `apiVersion: score.dev/v1b1\nmetadata: { name: checkout }\ncontainers: { main: { ${image} } }\n`,
  });
  const text = service(
    'checkout',
    '  environments: { qa: { overrides: { containers: { side: { variables: { A: b } } } } } }\n',
    '{ scoreFile: score.yaml }',
  );

  it('are laid over the Score file', async () => {
    assert.deepEqual(await findingsIn({ files: score('image: .') }, text), [
      'service/override-breaks-score “side”',
    ]);
    assert.deepEqual(await findingsIn({ files: score('image: .') }, text.replace('side', 'main')), []);
  });

  it('are not to blame for a Score file that is broken already', async () => {
    assert.deepEqual(await findingsIn({ files: score('') }, text), []);
  });
});
