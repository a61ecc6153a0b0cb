import assert from 'node:assert/strict';
import type { CompletionItem } from 'vscode-languageserver-types';
import type { DocumentFacts } from '../../../src/language/facts/documentFacts.js';
import { createLanguageService } from '../../../src/language/languageService.js';
import { freshness } from '../../../src/language/names/freshness.js';
import type { CatalogAnswer, CatalogEntry, CatalogPort, CatalogQuery } from '../../../src/language/ports.js';
import { cursorIn, header, manifest } from './support.js';

interface World {
  /** Texts of the other manifests of the workspace. */
  readonly manifests?: readonly string[];
  readonly live?: Readonly<Record<string, readonly CatalogEntry[]>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly isLive?: boolean;
}

class FakeCatalog implements CatalogPort {
  readonly asked: CatalogQuery[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    this.asked.push(query);
    const entries = this.#world.live?.[query.kind];
    const { isLive = true } = this.#world;
    if (!entries) return Promise.resolve(undefined);
    const fitting = entries.filter(({ name }) => name.startsWith(query.prefix ?? ''));
    return Promise.resolve({
      entries: fitting,
      isComplete: true,
      fetchedAt: Date.now() - 5 * 60_000,
      isLive,
    });
  }
}

async function items(marked: string, world: World = {}): Promise<CompletionItem[]> {
  const documents: DocumentFacts[] = [];
  const names = Object.keys(world.files ?? {});
  const service = createLanguageService({
    files: {
      readText: (uri) => Promise.resolve(world.files?.[uri]),
      listFolder: (uri) =>
        Promise.resolve(
          [
            ...new Set(
              names.filter((name) => name.startsWith(`${uri}/`)).map((name) => name.slice(uri.length + 1)),
            ),
          ].map((name) => ({ name: name.replace(/\/.*/, ''), isFolder: name.includes('/') })),
        ),
    },
    workspace: { documents: () => documents },
    catalog: new FakeCatalog(world),
  });
  (world.manifests ?? []).forEach((text, index) => {
    documents.push(...service.facts(manifest(text, `file:///w/other${index}.platform.yaml`)));
  });
  const { document, position } = cursorIn(marked);
  return (await service.completeNames(document, position)).items;
}

async function names(marked: string, world?: World): Promise<string[]> {
  return (await items(marked, world)).map(({ label }) => label);
}

const service = `${header}kind: Service\nmetadata:\n  name: basket\nspec:\n  type: service\n`;
const overriding = `${service}  secrets: { API_KEY: { key: a } }
  workload:
    containers: { main: { image: ., variables: { LOG: info } } }
    service: { ports: { web: { port: 80 } } }
  environments:
    production:
`;

describe('names in an environment', () => {
  it('are those that the Service has: containers, variables, ports, secrets, once each', async () => {
    const over = `${overriding}      overrides:\n        `;
    const [item, ...others] = await items(`${over}containers:\n          ma|`);
    assert.deepEqual([item?.label, item?.textEdit?.newText, others], ['main', 'main:', []]);
    assert.deepEqual(
      await names(`${over}containers:\n          main:\n            variables:\n              |`),
      ['LOG'],
    );
    assert.deepEqual(await names(`${over}service:\n          ports:\n            |`), ['web']);
    assert.deepEqual(await names(`${over}containers:\n          main: {}\n          |`), []);
    assert.deepEqual(await names(`${overriding}      secrets:\n        |`), ['API_KEY']);
  });
});

describe('a placeholder', () => {
  it('reads metadata at any depth', async () => {
    const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: a, own: { team: x, deep: {} } }\n';
    const text = `${score}containers: { main: { image: ., variables: { A: "\${metadata.own.|}" } } }\n`;
    assert.deepEqual(await names(text), ['team', 'deep']);
  });

  it('goes on in quotes where a name stands', async () => {
    const world = {
      manifests: [`${header}kind: Environment\nmetadata:\n  name: qa\nspec:\n  type: staging\n`],
    };
    const [item] = await items(
      `${header}kind: DeliveryPipeline\nspec:\n  stages:\n    - environment: "q|"`,
      world,
    );
    assert.equal(item?.textEdit?.newText, 'qa"');
  });
});

const environment = (name: string): string =>
  `${header}kind: Environment\nmetadata:\n  name: ${name}\nspec:\n  type: staging\n`;
const postgres = `${header}kind: ResourceType
metadata:
  name: pg
spec:
  type: postgres
  outputs:
    - name: host
      description: Where it listens.
    - name: password
      sensitive: true
`;

describe('completion of names', () => {
  it('offers the environments of the platform and of the workspace as keys, never one twice', async () => {
    const world = {
      manifests: [environment('staging'), environment('qa')],
      live: { environment: [{ name: 'staging', title: 'Staging' }, { name: 'production' }] },
    };
    const marked = `${service}  environments:\n    production:\n      deploy: Disabled\n    |\n`;
    assert.deepEqual(await names(marked, world), ['staging', 'qa']);
    const [staging, qa] = await items(marked, world);
    assert.equal(staging?.labelDetails?.description, 'live');
    assert.equal(qa?.labelDetails?.description, 'workspace');
    assert.deepEqual((staging.textEdit as { newText: string } | undefined)?.newText, 'staging:');
  });

  it('marks names that were told some time ago', async () => {
    const [first] = await items(`${service}  owner: |\n`, {
      live: { owner: [{ name: 'group:default/payments' }] },
      isLive: false,
    });
    assert.equal(first?.labelDetails?.description, '5 min ago');
    assert.equal(freshness({ from: 'platform', fetchedAt: 0, isLive: false }, 3 * 3600_000), '3 h ago');
    assert.equal(freshness({ from: 'platform', fetchedAt: 0, isLive: false }, 72 * 3600_000), '3 days ago');
  });

  it('offers owners, systems, entities, pipelines, templates and secret keys where they stand', async () => {
    const other = `${service}  owner: group:default/payments\n  system: shop\n  secrets:\n    TOKEN:\n      key: basket/token\n`;
    const world = {
      manifests: [
        other,
        `${header}kind: DeliveryPipeline\nmetadata:\n  name: fast\nspec:\n  stages:\n    - environment: qa\n`,
      ],
      live: { template: [{ name: 'node-service', facts: { version: '2.0.0' } }] },
    };
    assert.deepEqual(await names(`${service}  owner: |\n`, world), ['group:default/payments']);
    assert.deepEqual(await names(`${service}  system: sh|\n`, world), ['shop']);
    assert.deepEqual(await names(`${service}  dependsOn:\n    - |\n`, world), ['component:default/basket']);
    assert.deepEqual(await names(`${service}  dependsOn: [|]\n`, world), ['component:default/basket']);
    assert.deepEqual(await names(`${service}  delivery:\n    pipeline: |\n`, world), ['fast']);
    assert.deepEqual(await names(`${service}  template:\n    ref: n|\n`, world), ['node-service']);
    assert.deepEqual(await names(`${service}  secrets:\n    A:\n      key: |\n`, world), ['basket/token']);
  });

  it('replaces the whole reference that is being typed', async () => {
    const { document, position } = cursorIn(`${service}  dependsOn:\n    - component:def|ault/old\n`);
    const [item] = await items(`${service}  dependsOn:\n    - component:def|ault/old\n`, {
      manifests: [service],
    });
    const edit = item?.textEdit as { range: { start: object; end: object }; newText: string };
    assert.deepEqual(edit.range, {
      start: { line: position.line, character: 6 },
      end: { line: position.line, character: 6 + 'component:default/old'.length },
    });
    assert.equal(document.getText(edit.range as never), 'component:default/old');
  });

  it('offers nothing where no name stands, or nobody knows one', async () => {
    assert.deepEqual(
      await names(`${service}  lifecycle: |\n`, { live: { environment: [{ name: 'x' }] } }),
      [],
    );
    assert.deepEqual(await names(`${service}  owner: |\n`), []);
    assert.deepEqual(await names(`# owner: |\n${service}`), []);
    assert.deepEqual(await names('a: |\n', { live: { owner: [{ name: 'x' }] } }), []);
  });
});

describe('completion of what is asked for', () => {
  const cache = `${header}kind: ResourceType
metadata: { name: cache }
spec:
  type: redis
  classes: [{ name: small }, { name: large }]
  params:
    type: object
    required: [size]
    properties:
      size: { type: string, enum: [s, m], description: How much it keeps. }
      backup: { type: object, properties: { hour: { type: integer, default: 3 } } }
`;
  const nodeService = {
    name: 'node-service',
    facts: {
      version: '2.1.0',
      params: { type: 'object', properties: { language: { enum: ['ts', 'js'] }, tier: { type: 'string' } } },
    },
  };
  const world = { manifests: [cache], live: { template: [nodeService] } };
  const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: a }\n';

  it('offers the parameters of a resource type, what is required first', async () => {
    const inScore = `${score}resources:\n  db:\n    type: redis\n    params:\n      |\n`;
    assert.deepEqual(await names(inScore, world), ['size', 'backup']);
    const [size] = await items(inScore, world);
    assert.equal(size?.labelDetails?.description, 'workspace');
    assert.match(JSON.stringify(size), /How much it keeps/);
    assert.deepEqual(await names(inScore.replace('|', 'size: s\n      ba|'), world), ['backup']);
    assert.deepEqual(await names(inScore.replace('|', 'size: |'), world), ['s', 'm']);
    assert.deepEqual(await names(inScore.replace('|', 'backup:\n        |'), world), ['hour']);
    assert.deepEqual(await names(inScore.replace('\n      |', ' { | }'), world), ['size', 'backup']);
  });

  it('finds the type wherever it stands: below, in the workload of an override, in the manifest of a resource', async () => {
    const below = `${score}resources:\n  db:\n    params:\n      |\n    type: redis\n`;
    assert.deepEqual(await names(below, world), ['size', 'backup']);
    const workload = '  workload:\n    resources:\n      db: { type: redis }\n';
    const inOverride = `${service}${workload}  environments:\n    qa:\n      overrides:\n        resources:\n          db:\n            params:\n              |\n`;
    assert.deepEqual(await names(inOverride, world), ['size', 'backup']);
    const elsewhere = inOverride.replace(workload, '  workload: { scoreFile: score.yaml }\n');
    const files = { 'file:///w/score.yaml': `${score}resources:\n  db:\n    type: redis\n` };
    assert.deepEqual(await names(elsewhere, { ...world, files }), ['size', 'backup']);
    assert.deepEqual(await names(elsewhere, world), []);
    const resource = `${header}kind: Resource\nmetadata: { name: a }\nspec:\n  type: redis\n`;
    assert.deepEqual(await names(`${resource}  params:\n    s|\n`, world), ['size', 'backup']);
    assert.deepEqual(await names(`${resource}  environments:\n    qa:\n      params:\n        |\n`, world), [
      'size',
      'backup',
    ]);
    assert.deepEqual(await names(`${resource}  class: |\n`, world), ['small', 'large']);
  });

  it('takes what the workspace says before what the platform does, as the rules do', async () => {
    const other = { name: 'redis', facts: { params: { properties: { old: {} } } } };
    const inScore = `${score}resources:\n  db:\n    type: redis\n    params:\n      |\n`;
    assert.deepEqual(await names(inScore, { live: { resourceType: [other] } }), ['old']);
    assert.deepEqual(await names(inScore, { ...world, live: { resourceType: [other] } }), ['size', 'backup']);
  });

  it('offers what a template asks for, and its version', async () => {
    const made = `${service}  template:\n    ref: template:default/node-service\n`;
    assert.deepEqual(await names(`${made}    values:\n      |\n`, world), ['language', 'tier']);
    assert.deepEqual(await names(`${made}    values:\n      language: |\n`, world), ['ts', 'js']);
    assert.deepEqual(await names(`${made}    version: |\n`, world), ['2.1.0']);
    const [version] = await items(`${made}    version: |\n`, world);
    assert.equal(version?.labelDetails?.description, 'live');
  });

  it('offers the secret keys that the platform keeps', async () => {
    const live = { secretKey: [{ name: 'basket/db-password' }] };
    assert.deepEqual(await names(`${service}  secrets:\n    DB:\n      key: |\n`, { live }), [
      'basket/db-password',
    ]);
    const inEnvironment = `${service}  environments:\n    qa:\n      secrets:\n        DB:\n          key: bas|\n`;
    assert.deepEqual(await names(inEnvironment, { live }), ['basket/db-password']);
  });

  it('offers nothing of a type or template that nobody describes, or whose schema cannot be read', async () => {
    const inScore = `${score}resources:\n  db:\n    type: other\n    params:\n      |\n`;
    assert.deepEqual(await names(inScore, world), []);
    const broken = { live: { resourceType: [{ name: 'other', facts: { params: { type: 7 } } }] } };
    assert.deepEqual(await names(inScore, broken), []);
    assert.deepEqual(await names(`${service}  template:\n    ref: other\n    version: |\n`, world), []);
  });
});

describe('completion of actions', () => {
  const steps =
    'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: a }\nspec:\n  steps:\n';

  it('offers those that the templates of the workspace run, the commonest first', async () => {
    const other = `${steps}    - { id: a, action: acme:notify }\n    - { id: b, action: acme:dns }\n    - { id: c, action: acme:dns }\n`;
    const marked = `${steps}    - id: first\n      action: acme:own\n    - id: second\n      action: |\n`;
    assert.deepEqual(await names(marked, { manifests: [other] }), ['acme:dns', 'acme:notify', 'acme:own']);
    assert.deepEqual(await names(marked.replace('|', 'acme:o|')), ['acme:own']);
    assert.deepEqual(
      await names('apiVersion: x/v1\nkind: T\nspec:\n  steps:\n    - action: |\n', { manifests: [other] }),
      [],
    );
  });
});

describe('completion of what a Backstage has', () => {
  const steps =
    'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: a }\nspec:\n  steps:\n';
  const log = {
    name: 'debug:log',
    description: 'Writes to the log',
    facts: {
      params: {
        type: 'object',
        properties: { message: { type: 'string' }, listWorkspace: { type: 'boolean' } },
      },
    },
  };
  const live = { action: [{ name: 'acme:dns' }, log], api: [{ name: 'api:default/prices' }] };

  it('offers the installed actions after those in use, and what the action of a step takes', async () => {
    const other = `${steps}    - { id: a, action: acme:own }\n    - { id: b, action: debug:log }\n`;
    assert.deepEqual(await names(`${steps}    - action: |\n`, { manifests: [other], live }), [
      'acme:own',
      'debug:log',
      'acme:dns',
    ]);
    const step = `${steps}    - id: a\n      action: debug:log\n      input:\n`;
    assert.deepEqual((await names(`${step}        |\n`, { live })).sort(), ['listWorkspace', 'message']);
    assert.deepEqual(await names(`${step.replace('debug:log', 'acme:dns')}        |\n`, { live }), []);
  });

  it('offers APIs where one is meant, tags and lifecycles in use', async () => {
    const entity = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n';
    assert.deepEqual(await names(`${entity}spec:\n  consumesApis:\n    - |\n`, { live }), [
      'api:default/prices',
    ]);
    const tagged = { live: { tag: [{ name: 'node' }], lifecycle: [{ name: 'sunset' }] } };
    assert.deepEqual(await names(`${entity}  tags:\n    - |\n`, tagged), ['node']);
    assert.deepEqual(await names(`${entity}spec:\n  lifecycle: |\n`, tagged), ['sunset']);
  });
});

describe('completion in placeholders', () => {
  const workload = (value: string): string =>
    `${service}  workload:\n    containers:\n      main:\n        image: .\n        variables:\n          URL: ${value}\n    resources:\n      db:\n        type: postgres\n      cache:\n        type: redis\n`;

  it('offers resources, their outputs and the metadata, part by part', async () => {
    const world = { manifests: [postgres] };
    assert.deepEqual(await names(workload('${|'), world), ['resources', 'metadata']);
    assert.deepEqual(await names(workload('${resources.|}'), world), ['db', 'cache']);
    assert.deepEqual(await names(workload('"postgres://${resources.db.|}"'), world), ['host', 'password']);
    assert.deepEqual(await names(workload('${resources.cache.|}'), world), []);
    assert.deepEqual(await names(workload('${metadata.|}'), world), ['name']);
  });

  it('closes the placeholder, once', async () => {
    const world = { manifests: [postgres] };
    const texts = async (value: string): Promise<string[]> =>
      (await items(workload(value), world)).map(({ textEdit }) => (textEdit as { newText: string }).newText);
    assert.deepEqual(await texts('${resources.db.ho|'), ['host}', 'password}']);
    assert.deepEqual(await texts('${resources.db.ho|}'), ['host', 'password']);
  });

  it('leaves escaped placeholders alone', async () => {
    assert.deepEqual(await names(workload('$${resources.|}')), []);
  });

  it('reads the Score file that a Service names', async () => {
    const score = 'apiVersion: score.dev/v1b1\nmetadata:\n  name: a\nresources:\n  queue:\n    type: amqp\n';
    const marked = `${service}  workload:\n    scoreFile: score.yaml\n  environments:\n    qa:\n      overrides:\n        containers:\n          main:\n            variables:\n              A: \${resources.|}\n`;
    assert.deepEqual(await names(marked, { files: { 'file:///w/score.yaml': score } }), ['queue']);
  });
});

describe('completion of files', () => {
  const files = {
    'file:///w/score.yaml': '',
    'file:///w/a.platform.yaml': '',
    'file:///w/config/app.json': '',
    'file:///w/.env': '',
  };

  it('offers what lies beside the manifest, and goes on into folders', async () => {
    assert.deepEqual(await names(`${service}  workload:\n    scoreFile: |\n`, { files }), [
      'score.yaml',
      'config/',
    ]);
    assert.deepEqual(await names(`${service}  workload:\n    scoreFile: config/|\n`, { files }), [
      'app.json',
    ]);
  });

  it('never leaves the folder', async () => {
    assert.deepEqual(await names(`${service}  workload:\n    scoreFile: ../|\n`, { files }), []);
  });
});
