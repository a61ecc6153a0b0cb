import assert from 'node:assert/strict';
import type { DocumentFacts } from '../../../src/language/facts/documentFacts.js';
import { createLanguageService } from '../../../src/language/languageService.js';
import type { CatalogEntry } from '../../../src/language/ports.js';
import { cursorIn, header, manifest } from './support.js';

type Live = Readonly<Record<string, readonly CatalogEntry[]>>;

async function factsAt(
  marked: string,
  live: Live = {},
  others: readonly string[] = [],
): Promise<string | undefined> {
  const documents: DocumentFacts[] = [];
  const service = createLanguageService({
    files: { readText: () => Promise.resolve(undefined) },
    workspace: { documents: () => documents },
    catalog: {
      query: ({ kind, of }) => {
        const entries = live[of === undefined ? kind : `${kind} ${of}`];
        return Promise.resolve(entries && { entries, isComplete: true, fetchedAt: Date.now(), isLive: true });
      },
    },
  });
  others.forEach((text, index) => {
    documents.push(...service.facts(manifest(text, `file:///w/other${index}.platform.yaml`)));
  });
  const { document, position } = cursorIn(marked);
  const found = await service.hoverFacts(document, position);
  return found && (found.contents as { value: string }).value;
}

const service = `${header}kind: Service\nmetadata:\n  name: basket\nspec:\n  type: service\n`;
const scaled = `${service}  scaling:
    minReplicas: 1
  environments:
    staging: {}
    production:
      scaling:
        minReplicas: 3
`;

describe('hover: what a value comes to', () => {
  it('tells the value in each environment and where it comes from', async () => {
    assert.equal(
      await factsAt(scaled.replace('minReplicas: 1', 'min|Replicas: 1')),
      [
        '| environment | value | from |',
        '|---|---|---|',
        '| all others | `1` | `spec.scaling.minReplicas` |',
        '| staging | `1` | `spec.scaling.minReplicas` |',
        '| production | `3` | `spec.environments.production.scaling.minReplicas` |',
      ].join('\n'),
    );
  });

  it('tells the same from inside an environment', async () => {
    const table = await factsAt(scaled.replace('minReplicas: 3', 'minReplicas: 3|'));
    assert.match(table ?? '', /\| all others \| `1` \|/);
    assert.match(table ?? '', /\| production \| `3` \|/);
  });

  it('lays overrides over the workload as a merge patch', async () => {
    const marked = `${service}  workload:
    containers:
      main:
        image: |.
        variables: { LEVEL: info }
  environments:
    production:
      overrides:
        containers:
          main:
            image: basket:2
`;
    assert.match(
      (await factsAt(marked)) ?? '',
      /\| production \| `basket:2` \| `spec\.environments\.production\.overrides\.containers\.main\.image` \|/,
    );
    const other = marked.replace('image: |.', 'image: .').replace('LEVEL: info', 'LEV|EL: info');
    assert.equal(await factsAt(other), undefined);
  });

  it('says nothing where no environment differs, and nothing of what is not a single value', async () => {
    assert.equal(await factsAt(`${service}  scaling:\n    min|Replicas: 1\n`), undefined);
    assert.equal(
      await factsAt(scaled.replace('  scaling:\n    minReplicas: 1', '  sca|ling:\n    minReplicas: 1')),
      undefined,
    );
  });
});

describe('hover: what a name stands for', () => {
  it('tells the state of an environment, and what of the service runs there', async () => {
    const live: Live = {
      environment: [
        {
          name: 'production',
          title: 'Production',
          facts: {
            type: 'production',
            production: true,
            freeze: { closed: true, reason: 'holidays', nextOpen: '2026-12-01T08:00:00Z' },
          },
        },
      ],
      'serviceEnvironment basket': [
        { name: 'production', facts: { health: 'Degraded', version: '1.4.2', openIncidents: 2 } },
      ],
    };
    const facts = (await factsAt(scaled.replace('    production:', '    produc|tion:'), live)) ?? '';
    assert.match(facts, /^\*\*Production\*\* · live/);
    assert.match(facts, /- Type: production\n/);
    assert.match(facts, /- Closed for deployments until 2026-12-01T08:00:00Z/);
    assert.match(facts, /- basket runs 1\.4\.2 here: Degraded \(live\)/);
    assert.match(facts, /- Open incidents: 2/);
  });

  it('tells who belongs to an owner, what it owns and who is on call', async () => {
    const other = `${header}kind: Service\nmetadata:\n  name: orders\nspec:\n  type: service\n  owner: group:default/payments\n`;
    const facts = await factsAt(
      `${service}  owner: pay|ments\n`,
      {
        owner: [{ name: 'group:default/payments', title: 'Payments team' }],
        'onCall basket': [{ name: 'Ada' }],
        'member group:default/payments': [{ name: 'Ada' }, { name: 'Bo' }],
      },
      [other],
    );
    assert.match(facts ?? '', /^\*\*Payments team\*\* · live/);
    assert.match(facts ?? '', /Members: Ada, Bo \(live\)/);
    assert.match(facts ?? '', /Owns in this workspace: orders/);
    assert.match(facts ?? '', /On call now: Ada \(live\)/);
  });

  it('tells the latest version of a template and the outputs of a resource type', async () => {
    const live: Live = {
      template: [{ name: 'node', facts: { version: '2.1.0' } }],
      resourceType: [{ name: 'postgres', facts: { classes: ['small'], outputs: [{ name: 'host' }] } }],
    };
    assert.match(
      (await factsAt(`${service}  template:\n    ref: no|de\n`, live)) ?? '',
      /Latest version: 2\.1\.0/,
    );
    const resource = `${service}  workload:\n    resources:\n      db:\n        type: post|gres\n`;
    assert.match((await factsAt(resource, live)) ?? '', /Classes: small\n- Outputs: host/);
  });

  it('tells of names that the workspace defines: the type of an environment, the owner of a component', async () => {
    const environment = `${header}kind: Environment\nmetadata: { name: production, title: Production }\nspec: { type: production }\n`;
    assert.equal(
      await factsAt(scaled.replace('    production:', '    produc|tion:'), {}, [environment]),
      '**Production** · workspace\n\n- Type: production',
    );
    const cart = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: cart, description: Holds what people want }
spec: { type: service, lifecycle: experimental, owner: shop }
`;
    for (const ref of ['ca|rt', 'component:ca|rt', 'component:default/ca|rt']) {
      assert.equal(
        await factsAt(`${service}  dependsOn: ['${ref}']\n`, {}, [cart]),
        '**component:default/cart** · workspace\n\nHolds what people want\n\n- Owner: shop\n- Lifecycle: experimental',
      );
    }
  });

  it('tells of an API by its name, and asks by name where the catalogue is longer than a list', async () => {
    const entity = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: till }\nspec:\n';
    const facts = { owner: 'group:default/shop', lifecycle: 'production' };
    const live = { api: [{ name: 'api:default/prices', title: 'Prices', facts }] };
    const asked: unknown[] = [];
    const service = createLanguageService({
      files: { readText: () => Promise.resolve(undefined) },
      catalog: {
        query: ({ kind, prefix }) => {
          asked.push(prefix);
          const entries = kind === 'api' && prefix !== undefined ? live.api : [];
          return Promise.resolve({ entries, isComplete: false, fetchedAt: Date.now(), isLive: true });
        },
      },
    });
    const { document, position } = cursorIn(`${entity}  consumesApis: [pri|ces]\n`);
    const told = await service.hoverFacts(document, position);
    assert.equal(
      (told?.contents as { value: string }).value,
      '**Prices** · live\n\n- Name: `api:default/prices`\n- Owner: group:default/shop\n- Lifecycle: production',
    );
    assert.deepEqual(asked, [undefined, 'api:default/prices']);
    assert.equal(
      await factsAt(`${entity}  lifecycle: prod|uction\n`, { lifecycle: [{ name: 'production' }] }),
      undefined,
    );
  });

  it('is silent about names that nobody knows', async () => {
    assert.equal(await factsAt(`${service}  owner: some|body\n`), undefined);
    assert.equal(
      await factsAt(`${service}  owner: some|body\n`, { owner: [{ name: 'group:default/other' }] }),
      undefined,
    );
  });
});

describe('hover: what a placeholder is filled with', () => {
  const workload = (value: string): string => `${service}  workload:
    containers:
      main:
        image: .
        variables:
          VALUE: ${value}
    resources:
      db:
        type: postgres
`;

  it('tells the resource and its output, and what is known of the type', async () => {
    const live: Live = {
      resourceType: [
        { name: 'postgres', facts: { outputs: [{ name: 'host', description: 'Where it listens.' }] } },
      ],
    };
    assert.equal(
      await factsAt(workload('postgres://${resources.|db.host}/x'), live),
      [
        'The output `host` of the resource `db`, a postgres.',
        'Where it listens.',
        '**postgres** · live',
        '- Outputs: host',
      ].join('\n\n'),
    );
    assert.equal(await factsAt(workload('${resources.db|}')), 'The resource `db`, a postgres.');
  });

  it('tells the metadata', async () => {
    assert.equal(await factsAt(workload('${metadata.na|me}')), '`metadata.name` of this document: `basket`');
    const score =
      'apiVersion: score.dev/v1b1\nmetadata:\n  name: cart\ncontainers:\n  main:\n    image: ${metadata.na|me}\n';
    assert.equal(await factsAt(score), '`metadata.name` of this document: `cart`');
  });

  it('is silent beside placeholders and about those that name nothing', async () => {
    assert.equal(await factsAt(workload('pos|tgres://${resources.db.host}')), undefined);
    assert.equal(await factsAt(workload('${resources.nothing|.host}')), undefined);
    assert.equal(await factsAt(workload('$${resources.db|.host}')), undefined);
  });
});

describe('hover: what is asked for', () => {
  const type = `${header}kind: ResourceType
metadata: { name: cache }
spec:
  type: redis
  classes: [{ name: small }]
  params: { type: object, properties: { size: { type: integer, description: How much it keeps. } } }
`;
  const template = {
    name: 'node-service',
    facts: {
      version: '2.1.0',
      params: { properties: { language: { description: 'What it is written in.' } } },
    },
  };

  it('tells of a parameter what its resource type says', async () => {
    const score = `apiVersion: score.dev/v1b1\nresources:\n  db:\n    type: redis\n    class: sm|all\n    params:\n      size: 3\n`;
    const onSize = score.replace('|', '').replace('size', 'si|ze');
    assert.match(
      (await factsAt(onSize, {}, [type])) ?? '',
      /How much it keeps\.[\s\S]*Type: integer[\s\S]*Told by `redis` · workspace/,
    );
    assert.match((await factsAt(score, {}, [type])) ?? '', /Classes: small/);
    assert.equal(await factsAt(onSize.replace('redis', 'other'), {}, [type]), undefined);
  });

  it('tells of a value what its template says, and which version that is at', async () => {
    const made = `${service}  template:\n    ref: template:default/node-service\n    version: 1.|0.0\n    values:\n      language: ts\n`;
    const live = { template: [template] };
    assert.match((await factsAt(made, live)) ?? '', /Latest version: 2\.1\.0[\s\S]* · live/);
    const onValue = made.replace('|', '').replace('language', 'lan|guage');
    assert.match((await factsAt(onValue, live)) ?? '', /What it is written in\./);
    const onRef = made.replace('|', '').replace('node-service', 'node|-service');
    assert.match((await factsAt(onRef, live)) ?? '', /Latest version: 2\.1\.0/);
  });
});

describe('hover: actions of the scaffolder', () => {
  const template = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: a }
spec:
  steps:
    - id: send
      action: publish:git|hub
    - id: tell
      action: acme:tell
`;

  it('tells what later steps can read of it, and how often it is run', async () => {
    assert.match((await factsAt(template)) ?? '', /^\*\*publish:github\*\*\n\n- Outputs: `remoteUrl`/);
    const onOther = template.replace('|', '').replace('acme:tell', 'acme:|tell');
    assert.equal(await factsAt(onOther), undefined);
    const others = [template, template].map((text) => text.replace('|', ''));
    assert.match((await factsAt(onOther, {}, others)) ?? '', /Steps of this workspace that run it: 2/);
  });
});
