import assert from 'node:assert/strict';
import { RawClient } from './rawClient.js';
import { ServedFolder } from './servedFolder.js';

const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket } # 😀
spec:
  type: wrker
  workload: { scoreFile: score.yaml }
`;
const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';

/** An editor that can do little: no settings on request, no registrations, no snippets, words without marks. */
const modest = {
  general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
  workspace: { workspaceEdit: {}, configuration: false },
  textDocument: {
    publishDiagnostics: {},
    hover: { contentFormat: ['plaintext'] },
    completion: { completionItem: { snippetSupport: false, documentationFormat: ['plaintext'] } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor'] } } },
  },
};

interface Item {
  readonly label: string;
  readonly insertTextFormat?: number;
  readonly textEdit?: { readonly newText: string };
  readonly documentation?: { readonly kind: string; readonly value: string };
}
interface Action {
  readonly title: string;
  readonly edit?: { readonly changes?: object; readonly documentChanges?: unknown };
}

describe('an editor that can do little', function () {
  this.timeout(30_000);
  let served: ServedFolder;
  let client: RawClient;
  let uri: string;
  let capabilities: Record<string, unknown>;

  beforeEach(async () => {
    served = await ServedFolder.open();
    await served.write('score.yaml', score);
    uri = await served.write('platform.yaml', manifest);
    client = new RawClient();
    ({ capabilities } = await client.start({}, [], modest));
    client.open(uri, manifest, 'yaml');
  });
  afterEach(async () => {
    await client.stop();
    await served.close();
  });

  const at = (line: number, character: number): object => ({
    textDocument: { uri },
    position: { line, character },
  });
  const range = { start: { line: 5, character: 4 }, end: { line: 5, character: 4 } };
  const actions = (only: string): Promise<Action[]> =>
    client.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], only: [only] },
    });

  it('is spoken to in UTF-16, and asked nothing that it cannot answer', async () => {
    assert.ok([undefined, 'utf-16'].includes(capabilities['positionEncoding'] as string | undefined));
    const { diagnostics } = await client.diagnostics(uri);
    assert.deepEqual(
      diagnostics.map(({ range: place }) => place),
      [{ start: { line: 4, character: 8 }, end: { line: 4, character: 13 } }],
    );
    assert.deepEqual(
      client.notifications.filter(({ id }) => id !== undefined).map(({ method }) => method),
      [],
    );
  });

  it('is shown words without marks', async () => {
    const hover = await client.request<{ contents: { kind: string; value: string } }>(
      'textDocument/hover',
      at(4, 3),
    );
    assert.equal(hover.contents.kind, 'plaintext');
    assert.match(hover.contents.value, /^type — /);
    assert.doesNotMatch(hover.contents.value, /\*\*|`/);
  });

  it('is given completion without places to fill, and its words without marks', async () => {
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: manifest.replace('  type: wrker\n', '  ') }],
    });
    const items = await client.request<Item[]>('textDocument/completion', at(4, 2));
    const type = items.find(({ label }) => label === 'type');
    assert.equal(type?.insertTextFormat, 1);
    assert.doesNotMatch(type.textEdit?.newText ?? '', /\$/);
    const { documentation } = await client.request<Item>('completionItem/resolve', type);
    assert.equal(documentation?.kind, 'plaintext');
    assert.match(documentation.value, /^type — /);
    assert.doesNotMatch(documentation.value, /\*\*|`/);
  });

  it('is given edits of the plain form, and none that make files', async () => {
    for (const kind of ['quickfix', 'refactor']) {
      for (const { title, edit } of await actions(kind)) {
        assert.ok(edit?.changes && edit.documentChanges === undefined, title);
      }
    }
    const titles = (await actions('refactor')).map(({ title }) => title);
    assert.ok(titles.includes('Write the workload of score.yaml in here'), titles.join());
  });

  it('is given an outline as a list', async () => {
    const symbols = await client.request<
      { name: string; containerName?: string; location: { uri: string } }[]
    >('textDocument/documentSymbol', { textDocument: { uri } });
    const type = symbols.find(({ name }) => name === 'type');
    assert.deepEqual([type?.containerName, type?.location.uri], ['spec', uri]);
  });
});

describe('an editor that only fetches diagnostics', function () {
  this.timeout(30_000);
  let client: RawClient;
  before(() => (client = new RawClient()));
  after(() => client.stop());

  it('can, and is not asked to do so again where it cannot be', async () => {
    const { capabilities } = await client.start({}, [], { workspace: {}, textDocument: { diagnostic: {} } });
    assert.ok(capabilities['diagnosticProvider']);
    const uri = 'file:///nowhere/platform.yaml';
    client.open(uri, manifest);
    const codes = async (): Promise<string[]> => {
      const textDocument = { uri };
      const { items } = await client.request<{ items: { code: string }[] }>('textDocument/diagnostic', {
        textDocument,
      });
      return items.map(({ code }) => code);
    };
    assert.ok((await codes()).includes('schema/wrong-value'));
    const rules = { 'schema/wrong-value': 'off' };
    client.notify('workspace/didChangeConfiguration', { settings: { goldenPath: { rules } } });
    assert.ok(!(await codes()).includes('schema/wrong-value'));
    assert.deepEqual(
      client.notifications.filter(({ method }) => /diagnostic/i.test(method ?? '')),
      [],
    );
  });
});
