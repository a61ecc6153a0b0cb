import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient, type Published } from './rawClient.js';

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: databases.acme.example }
spec:
  group: acme.example
  names: { kind: Database, plural: databases }
  scope: Namespaced
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
              x-kubernetes-validations: [{ rule: 'self.size > 0', message: size must be positive }]
              properties:
                engine: { type: string, enum: [postgres, mysql], description: What runs it. }
                size: { type: integer }
`;
const database =
  'apiVersion: acme.example/v1\nkind: Database\nmetadata: { name: orders }\nspec:\n  size: many\n  \n';

interface Item {
  readonly label: string;
}

describe('kinds that the workspace defines, at the language server', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uri: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    uri = uriOf('database.yaml');
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
  const start = (options: object = {}): Promise<unknown> =>
    client.start(options, [pathToFileURL(folder).href]);
  const changed = (name: string, type: 1 | 2 | 3): void =>
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });
  /** Waits until the document has exactly these codes. */
  async function codes(...wanted: readonly string[]): Promise<Published> {
    const found = await client.notified<Published>(
      'textDocument/publishDiagnostics',
      ({ uri: of, diagnostics }) =>
        of === uri && JSON.stringify(diagnostics.map(({ code }) => code)) === JSON.stringify(wanted),
    );
    client.notifications.length = 0;
    return found;
  }
  async function labels(line: number, character: number): Promise<string[]> {
    const at = { textDocument: { uri }, position: { line, character } };
    const answer = await client.request<Item[] | { items: Item[] }>('textDocument/completion', at);
    return ('items' in answer ? answer.items : answer).map(({ label }) => label);
  }

  it('are known when a document of such a kind is the first that is opened', async () => {
    await write('crd.yaml', crd);
    await start();
    client.open(uri, database, 'yaml');
    await codes('schema/wrong-type');
    assert.deepEqual(await labels(5, 2), ['engine']);
    const at = { textDocument: { uri }, position: { line: 3, character: 2 } };
    const { contents } = await client.request<{ contents: { value: string } }>('textDocument/hover', at);
    assert.match(contents.value, /size must be positive \(`self\.size > 0`\)/);
  });

  it('change and go with their file, and open documents with them', async () => {
    await write('crd.yaml', crd);
    await start();
    client.open(uri, database, 'yaml');
    await codes('schema/wrong-type');
    await write('crd.yaml', crd.replace('size: { type: integer }', 'size: { type: string }'));
    changed('crd.yaml', 2);
    await codes();
    await write('crd.yaml', crd.replace('size: { type: integer }', 'weight: { type: string }'));
    changed('crd.yaml', 2);
    await codes('schema/unknown-property');
    await rm(path.join(folder, 'crd.yaml'));
    changed('crd.yaml', 3);
    await codes();
    await write('crd.yaml', crd);
    changed('crd.yaml', 1);
    await codes('schema/wrong-type');
  });

  it('count as they stand in the editor, saved or not', async () => {
    await write('crd.yaml', crd);
    await start();
    client.open(uri, database, 'yaml');
    await codes('schema/wrong-type');
    client.open(uriOf('crd.yaml'), crd.replace('size: { type: integer }', 'size: { type: string }'), 'yaml');
    await codes();
  });

  it('come from a JSON Schema of the settings, by kind, and from new settings at once', async () => {
    await write(
      'route.json',
      JSON.stringify({ properties: { apiVersion: {}, kind: {}, metadata: {} }, additionalProperties: false }),
    );
    const mapping = { schema: 'route.json', apiVersion: 'acme.example/v1', kind: 'Database' };
    await start({ settings: { schemas: [mapping] } });
    client.open(uri, database, 'yaml');
    await codes('schema/unknown-property');
    client.notify('workspace/didChangeConfiguration', { settings: { goldenPath: { schemas: [] } } });
    await codes();
  });

  it('come from the schema that a comment names; a URL is not fetched, and that is said', async () => {
    await write('route.json', JSON.stringify({ properties: { spec: { type: 'string' } } }));
    await start();
    client.open(uri, `# yaml-language-server: $schema=route.json\n${database}`, 'yaml');
    await codes('schema/wrong-type');
    const score =
      'apiVersion: score.dev/v1b1\nmetadata: { name: abc }\ncontainers: { main: { image: a:1 } }\n';
    uri = uriOf('score.yaml');
    client.open(uri, `# yaml-language-server: $schema=https://example.com/a.json\n${score}`, 'yaml');
    await codes('schema/not-used');
  });

  it('come from the platform, and anew when another is connected', async () => {
    let type = 'integer';
    client.answering['goldenPath/schema'] = () => [
      {
        apiVersion: 'acme.example/v1',
        kind: 'Database',
        schema: { properties: { spec: { properties: { size: { type } } } } },
      },
    ];
    await start({ catalog: true });
    client.open(uri, database, 'yaml');
    await codes('schema/wrong-type');
    type = 'string';
    client.notify('goldenPath/catalogChanged', {});
    await codes();
  });

  it('are refused when hostile, told in their own file', async () => {
    uri = uriOf('crd.yaml');
    await write('crd.yaml', crd);
    await start();
    client.open(uri, crd.replace('{ type: integer }', '{ $ref: "https://example.com/a.json" }'), 'yaml');
    const { diagnostics } = await codes('schema/refused');
    assert.match(diagnostics[0]?.message ?? '', /acme\.example\/v1 Database is not used/);
  });
});
