import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Diagnostic, Location } from 'vscode-languageserver-types';
import { RawClient } from './rawClient.js';

const header = 'apiVersion: goldenpath.dev/v1alpha1\n';
const service = `${header}kind: Service
metadata:
  name: basket
spec:
  type: service
  owner: shop
  workload:
    containers:
      main:
        image: basket:1.0.0
        readinessProbe: { httpGet: { path: /healthz, port: 8080 } }
        variables:
          HOST: \${resources.db.host}
    service:
      ports:
        web: { port: 80, targetPort: 8080 }
    resources:
      db:
        type: postgres
  scaling:
    minReplicas: 1
  environments:
    staging:
      scaling:
        minReplicas: 2
`;
const scorecard = `${header}kind: Scorecard
metadata: { name: ready }
spec:
  levels: [Bronze, Gold]
  checks:
    - { name: tier, title: Says its tier, level: Gold, evaluation: Manifest, path: /spec/tier, remediation: { text: Add a tier. } }
    - { name: other, level: Gold, path: /spec/nothing }
`;
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: databases.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Database, plural: databases }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                engine: { type: string, enum: [postgres, mysql], description: What runs it. }
`;
const resourceType = `${header}kind: ResourceType
metadata: { name: cache }
spec:
  type: redis
  params:
    type: object
    additionalProperties: false
    required: [size]
    properties:
      size: { type: integer }
      backup: { type: boolean, description: Whether it is kept. }
`;
const asking = `${header}kind: Resource
metadata: { name: cache }
spec:
  type: redis
  environments:
    qa:
      params:
        siz: 3
  params:
    backup: true
    siz: 4
`;
const template = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: page }
spec:
  owner: group:default/docs
  type: website
  parameters:
    - properties:
        title: { type: string, description: What it is called. }
        place: { type: string }
  steps:
    - id: log
      name: Log
      action: debug:log
      input:
        message: Makes \${{ parameters.title }}
`;
const database = `apiVersion: example.com/v1
kind: Database
metadata: { name: orders }
spec:
  engine: postgress
`;

describe('what the language server tells and offers', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uri: string;
  let text: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  async function open(
    name: string,
    content: string,
    others: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    for (const [other, words] of Object.entries(others)) await writeFile(path.join(folder, other), words);
    uri = pathToFileURL(path.join(folder, name)).href;
    text = content;
    const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };
    await client.start({}, [pathToFileURL(folder).href], capabilities);
    client.open(uri, content, name.includes('platform') ? 'platform-manifest' : 'yaml');
  }

  const at = (words: string, offset = 0): object => ({
    textDocument: { uri },
    position: TextDocument.create(uri, 'yaml', 1, text).positionAt(text.indexOf(words) + offset),
  });
  const labelsAt = async (words: string, offset = 0): Promise<readonly string[]> => {
    const answer = await client.request<CompletionItem[] | { items: CompletionItem[] }>(
      'textDocument/completion',
      at(words, offset),
    );
    return ('items' in answer ? answer.items : answer).map(({ label }) => label);
  };
  const hoverAt = async (words: string, offset = 0): Promise<string> => {
    const hover = await client.request<{ contents: { value: string } } | null>(
      'textDocument/hover',
      at(words, offset),
    );
    return hover?.contents.value ?? '';
  };
  const findings = async (fits: (codes: readonly unknown[]) => boolean): Promise<readonly Diagnostic[]> => {
    const { diagnostics } = await client.notified<{ uri: string; diagnostics: Diagnostic[] }>(
      'textDocument/publishDiagnostics',
      (published) => published.uri === uri && fits(published.diagnostics.map(({ code }) => code)),
    );
    return diagnostics;
  };

  it('the other place that a finding is about, and nothing that a comment switches off', async () => {
    const twice = service.replace(
      '    resources:',
      '        admin: { port: 80, targetPort: 8080 }\n    resources:',
    );
    await open('basket.platform.yaml', twice);
    const [clash] = await findings((codes) => codes.includes('score/port-conflict'));
    assert.equal(clash?.relatedInformation?.length, 1);
    const comment = '        # golden-path-disable-next-line score/port-conflict\n        admin:';
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: twice.replace('        admin:', comment) }],
    });
    assert.deepEqual(await findings((codes) => !codes.includes('score/port-conflict')), []);
  });

  it('values after environments had their say, and what placeholders are filled with', async () => {
    await open('basket.platform.yaml', service);
    assert.match(await hoverAt('minReplicas: 1'), /\| staging \| `2` \|/);
    assert.match(await hoverAt('resources.db', 4), /output `host` of the resource `db`, a postgres/);
  });

  it('placeholders, files, and whole manifests', async () => {
    await open('basket.platform.yaml', service, { 'score.yaml': 'apiVersion: score.dev/v1b1\n' });
    assert.deepEqual(await labelsAt('db.host'), ['db']);
    const other = pathToFileURL(path.join(folder, 'other.platform.yaml')).href;
    const filed = `${header}kind: Service\nmetadata:\n  name: other\nspec:\n  type: worker\n  workload:\n    scoreFile: s\n`;
    client.open(other, filed);
    [uri, text] = [other, filed];
    assert.ok((await labelsAt('scoreFile: s', 'scoreFile: s'.length)).includes('score.yaml'));
    const empty = pathToFileURL(path.join(folder, 'empty.platform.yaml')).href;
    client.open(empty, '');
    [uri, text] = [empty, ''];
    const labels = await labelsAt('');
    assert.ok(labels.includes('Service with a port') && labels.includes('DeliveryPipeline'), labels.join());
  });

  it('what the scorecards of the workspace ask, in their words', async () => {
    await open('basket.platform.yaml', service, { 'ready.platform.yaml': scorecard });
    const found = await findings((codes) => codes.includes('scorecard/ready.tier'));
    assert.match(JSON.stringify(found), /"Add a tier \(check/);
  });

  it('all of a kind that only the workspace describes', async () => {
    await open('orders.yaml', database, { 'database-crd.yaml': definition });
    const [fault] = await findings((codes) => codes.length > 0);
    assert.equal(fault?.code, 'schema/wrong-value');
    assert.deepEqual([...(await labelsAt('postgress'))].sort(), ['mysql', 'postgres']);
    assert.match(await hoverAt('engine:'), /What runs it\./);
  });

  it('what a resource type of the workspace asks for', async () => {
    await open('basket.platform.yaml', asking, { 'cache.platform.yaml': resourceType });
    await findings((codes) => codes.includes('resource/params'));
    assert.deepEqual(await labelsAt('        siz: 3', 11), ['size', 'backup']);
    assert.match(await hoverAt('backup:', 2), /Whether it is kept\.[\s\S]*Told by `redis`/);
  });

  it('expressions of a template: what they can read, what it is, and where it is asked for', async () => {
    await open('template.yaml', template);
    await findings(() => true);
    assert.deepEqual(await labelsAt('parameters.title', 'parameters.'.length), ['title', 'place']);
    assert.match(await hoverAt('parameters.title', 12), /What it is called\./);
    const found = await client.request<Location | readonly Location[] | null>(
      'textDocument/definition',
      at('parameters.title', 12),
    );
    const [first] = [found ?? []].flat();
    const line = first?.range.start.line ?? -1;
    assert.equal(text.split('\n')[line]?.trim(), 'title: { type: string, description: What it is called. }');
  });
});
