import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient } from './rawClient.js';

const header = 'apiVersion: goldenpath.dev/v1alpha1\n';
const service = `${header}kind: Service
metadata: { name: checkout }
spec:
  type: worker
  workload: { scoreFile: score.yaml }
  dependsOn: [component:default/basket]
  environments: { production: { overrides: { containers: { main: { image: x } } } } }
`;
const score = `apiVersion: score.dev/v1b1
metadata: { name: checkout, labels: { a: &x one, b: *x } }
containers: { main: { image: ., variables: { A: "\${resources.db.host}" } } }
resources: { db: { type: postgres } }
`;
const basket = `${header}kind: Service
metadata: { name: basket }
spec: { type: worker, workload: { containers: { main: { image: . } } } }
`;
const environment = `${header}kind: Environment
metadata: { name: production }
spec: { type: production }
`;

interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

describe('the language server: navigation', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uris: Record<'service' | 'score' | 'basket' | 'environment', string>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    uris = {
      service: await write('checkout/platform.yaml', service),
      score: await write('checkout/score.yaml', score),
      basket: await write('basket/platform.yaml', basket),
      environment: await write('.platform/environments.platform.yaml', environment),
    };
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  async function write(name: string, text: string): Promise<string> {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return pathToFileURL(file).href;
  }

  /** Starts the server and opens the service. */
  async function start(capabilities: object = {}): Promise<void> {
    await client.start({}, [pathToFileURL(folder).href], capabilities);
    client.open(uris.service, service);
  }

  function at(text: string, of: string, uri = uris.service): object {
    const lines = text.slice(0, text.indexOf(of)).split('\n');
    return {
      textDocument: { uri },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    };
  }

  const shown = (places: readonly Place[]): string[] =>
    places.map(
      ({ uri, range }) =>
        `${path.basename(path.dirname(uri))}/${path.basename(uri)}:${range.start.line}:${range.start.character}`,
    );

  it('goes to definitions in other files, as links for clients that take them', async () => {
    await start({ textDocument: { declaration: { linkSupport: true } } });
    assert.deepEqual(
      shown(await client.request<Place[]>('textDocument/definition', at(service, 'production'))),
      ['.platform/environments.platform.yaml:2:18'],
    );
    assert.deepEqual(shown(await client.request<Place[]>('textDocument/definition', at(service, 'main'))), [
      'checkout/score.yaml:2:14',
    ]);
    const [link] = await client.request<{ targetUri: string; originSelectionRange: object }[]>(
      'textDocument/declaration',
      at(service, 'score.yaml'),
    );
    assert.equal(link?.targetUri, uris.score);
    assert.ok(link.originSelectionRange);
  });

  it('finds references, with open documents as they are now', async () => {
    await start();
    client.open(uris.basket, basket.replace('type: worker', 'type: worker, dependsOn: [basket]'));
    const params = { ...at(service, 'basket'), context: { includeDeclaration: false } };
    assert.deepEqual(shown(await client.request<Place[]>('textDocument/references', params)).sort(), [
      'basket/platform.yaml:3:34',
      'checkout/platform.yaml:6:32',
    ]);
    client.notify('textDocument/didChange', {
      textDocument: { uri: uris.basket, version: 2 },
      contentChanges: [{ text: basket }],
    });
    assert.equal((await client.request<Place[]>('textDocument/references', params)).length, 1);
  });

  it('highlights, links and edits together what belongs together', async () => {
    await start();
    client.open(uris.score, score, 'yaml');
    const highlights = await client.request<{ kind: number }[]>(
      'textDocument/documentHighlight',
      at(score, 'db.host', uris.score),
    );
    assert.deepEqual(highlights.map(({ kind }) => kind).sort(), [2, 3]);
    const links = await client.request<{ target: string }[]>('textDocument/documentLink', {
      textDocument: { uri: uris.service },
    });
    assert.deepEqual(
      links.map(({ target }) => target),
      [uris.score],
    );
    const linked = await client.request<{ ranges: object[] }>(
      'textDocument/linkedEditingRange',
      at(score, '*x', uris.score),
    );
    assert.equal(linked.ranges.length, 2);
  });

  it('renames across files, with versions, and asks before it touches other files', async () => {
    await start({ workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } });
    const offered = await client.request<{ placeholder: string }>(
      'textDocument/prepareRename',
      at(service, 'production'),
    );
    assert.equal(offered.placeholder, 'production');
    const edit = await client.request<{
      documentChanges: {
        textDocument: { uri: string; version: number | null };
        edits: { newText: string; annotationId?: string }[];
      }[];
      changeAnnotations: Record<string, { needsConfirmation: boolean }>;
    }>('textDocument/rename', { ...at(service, 'production'), newName: 'live' });
    assert.deepEqual(
      edit.documentChanges
        .map(({ textDocument, edits }) => [
          textDocument,
          edits.map(({ newText, annotationId }) => [newText, annotationId]),
        ])
        .sort(),
      [
        [{ uri: uris.environment, version: null }, [['live', 'otherFiles']]],
        [{ uri: uris.service, version: 1 }, [['live', undefined]]],
      ].sort(),
    );
    assert.equal(edit.changeAnnotations['otherFiles']?.needsConfirmation, true);
  });

  it('says in one sentence why it does not rename', async () => {
    await start();
    const rename = (newName: string): Promise<unknown> =>
      client.request('textDocument/rename', { ...at(service, 'basket'), newName });
    await assert.rejects(rename('checkout'), { code: -32803, message: /There is a “checkout” already/ });
    await assert.rejects(rename('Not a name'), { code: -32803, message: /lower-case/ });
    const edit = await client.request<{ changes: Record<string, unknown[]> }>('textDocument/rename', {
      ...at(service, 'basket'),
      newName: 'cart',
    });
    assert.deepEqual(Object.keys(edit.changes).sort(), [uris.basket, uris.service].sort());
  });

  it('finds symbols of the whole workspace', async () => {
    await start();
    const symbols = await client.request<{ name: string; location: { uri: string } }[]>('workspace/symbol', {
      query: 'bskt',
    });
    assert.deepEqual(
      symbols.map(({ name, location }) => [name, location.uri]),
      [['basket', uris.basket]],
    );
  });

  it('follows folders that come and go while it reads', async () => {
    await client.start({}, []);
    client.open(uris.service, service);
    const whole = { uri: pathToFileURL(folder).href, name: 'w' };
    for (let round = 0; round < 5; round++) {
      client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [whole], removed: [] } });
      const asked = client.request<Place[]>('textDocument/definition', at(service, 'production'));
      client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [whole] } });
      await asked;
    }
    assert.deepEqual(await client.request('textDocument/definition', at(service, 'production')), []);
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [whole], removed: [] } });
    assert.equal(
      (await client.request<Place[]>('textDocument/definition', at(service, 'production'))).length,
      1,
    );
  });
});
