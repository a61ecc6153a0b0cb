import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { RawClient } from './rawClient.js';

const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
    name:   basket
spec:
    type: service
    scaling: {minReplicas: 2, maxReplicas: 6}
    workload:
        containers:
            main: &main
                image: .
            side: *main
    environments:
        production: {}
`;
const uri = 'file:///nowhere/a.platform.yaml';
const textDocument = { uri };
const options = { tabSize: 2, insertSpaces: true };

interface Tokens {
  readonly resultId?: string;
  readonly data?: readonly number[];
  readonly edits?: readonly {
    readonly start: number;
    readonly deleteCount: number;
    readonly data?: readonly number[];
  }[];
}

describe('text features of the language server', function () {
  this.timeout(30_000);
  let client: RawClient;

  beforeEach(() => {
    client = new RawClient();
  });
  afterEach(() => client.stop());

  const start = async (capabilities: object = {}): Promise<void> => {
    await client.start({}, [], capabilities);
    client.open(uri, service);
  };

  it('say in their capabilities what they can', async () => {
    const { capabilities } = await client.request<{ capabilities: Record<string, unknown> }>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    for (const name of [
      'foldingRangeProvider',
      'selectionRangeProvider',
      'semanticTokensProvider',
      'inlayHintProvider',
      'linkedEditingRangeProvider',
      'documentFormattingProvider',
      'documentRangeFormattingProvider',
      'documentOnTypeFormattingProvider',
      'documentSymbolProvider',
    ]) {
      assert.ok(capabilities[name], name);
    }
  });

  it('fold as many ranges as the client takes', async () => {
    await start({ textDocument: { foldingRange: { rangeLimit: 2, lineFoldingOnly: true } } });
    assert.deepEqual(await client.request('textDocument/foldingRange', { textDocument }), [
      { startLine: 2, endLine: 3 },
      { startLine: 4, endLine: 13 },
    ]);
  });

  it('grow selections', async () => {
    await start();
    const [range] = await client.request<{ range: unknown; parent?: { range: unknown } }[]>(
      'textDocument/selectionRange',
      { textDocument, positions: [{ line: 3, character: 14 }] },
    );
    assert.deepEqual(range?.range, { start: { line: 3, character: 12 }, end: { line: 3, character: 18 } });
    assert.deepEqual(range.parent?.range, {
      start: { line: 3, character: 4 },
      end: { line: 3, character: 18 },
    });
  });

  it('mark words by role: whole, as a difference, and in a range', async () => {
    await start();
    const whole = await client.request<Tokens>('textDocument/semanticTokens/full', { textDocument });
    assert.ok((whole.data?.length ?? 0) > 50);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
          text: '# a comment\n',
        },
      ],
    });
    const delta = await client.request<Tokens>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: whole.resultId,
    });
    const [edit] = delta.edits ?? [];
    assert.ok(edit && edit.data?.length === 1 && edit.deleteCount === 1, JSON.stringify(delta));
    const patched = [...(whole.data ?? [])];
    patched.splice(edit.start, edit.deleteCount, ...edit.data);
    const again = await client.request<Tokens>('textDocument/semanticTokens/full', { textDocument });
    assert.deepEqual(patched, again.data);
    const stale = await client.request<Tokens>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: 'long ago',
    });
    assert.deepEqual(stale.data, again.data);
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    const some = await client.request<Tokens>('textDocument/semanticTokens/range', { textDocument, range });
    assert.equal(some.data?.length, 10);
  });

  it('hint at what is in force, and ask the client to look again when the settings change', async () => {
    await start({ workspace: { inlayHint: { refreshSupport: true } } });
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const ask = () => client.request<{ label: string }[]>('textDocument/inlayHint', { textDocument, range });
    assert.deepEqual(await ask(), [], 'off by default');
    client.notify('workspace/didChangeConfiguration', {
      settings: { goldenPath: { inlayHints: { replicas: true } } },
    });
    await client.notified('workspace/inlayHint/refresh');
    assert.deepEqual(
      (await ask()).map(({ label }) => label),
      ['2–6 replicas'],
    );
  });

  it('offer hints and linked editing only while there are any, to a client that can be told', async () => {
    const dynamic = { dynamicRegistration: true };
    const { capabilities } = await client.start({}, [], {
      textDocument: { inlayHint: dynamic, linkedEditingRange: dynamic },
    });
    assert.equal(capabilities['inlayHintProvider'], undefined);
    assert.equal(capabilities['linkedEditingRangeProvider'], undefined);
    const methods = (params: object, key: 'registrations' | 'unregisterations'): string[] =>
      ((params as Record<string, { method: string }[]>)[key] ?? []).map(({ method }) => method);
    const offered = (method: string) =>
      client.notified('client/registerCapability', (params: object) =>
        methods(params, 'registrations').includes(method),
      );
    const hints = (replicas: boolean): void =>
      client.notify('workspace/didChangeConfiguration', {
        settings: { goldenPath: { inlayHints: { replicas } } },
      });
    client.open(uri, service);
    await offered('textDocument/linkedEditingRange');
    hints(true);
    await offered('textDocument/inlayHint');
    hints(false);
    await client.notified('client/unregisterCapability', (params: object) =>
      methods(params, 'unregisterations').includes('textDocument/inlayHint'),
    );
  });

  it('tell where the state of a service can be shown, of open documents', async () => {
    await start();
    const ask = (of: string) =>
      client.request<{ service: string; environment?: string; range: { start: { line: number } } }[] | null>(
        'goldenPath/statusPlaces',
        { textDocument: { uri: of } },
      );
    assert.deepEqual(
      (await ask(uri))?.map(({ service: name, environment, range }) => [name, environment, range.start.line]),
      [
        ['basket', undefined, 3],
        ['basket', 'production', 13],
      ],
    );
    assert.equal(await ask('file:///nowhere/b.platform.yaml'), null);
  });

  it('join an anchor and its aliases', async () => {
    await start();
    const found = await client.request<{ ranges: { start: { line: number } }[] }>(
      'textDocument/linkedEditingRange',
      {
        textDocument,
        position: { line: 9, character: 20 },
      },
    );
    assert.deepEqual(
      found.ranges.map((range) => range.start.line),
      [9, 11],
    );
  });

  it('lay a text out: all of it, a range of it, a new line', async () => {
    await start();
    const document = TextDocument.create(uri, 'platform-manifest', 1, service);
    const edits = await client.request<TextEdit[]>('textDocument/formatting', { textDocument, options });
    const after = TextDocument.applyEdits(document, edits);
    assert.match(after, /^ {2}name: basket\n/m);
    assert.match(after, /^ {2}scaling: \{ minReplicas: 2, maxReplicas: 6 \}\n/m);
    assert.match(after, /^ {8}image: \.\n/m);
    const range = { start: { line: 6, character: 4 }, end: { line: 6, character: 80 } };
    const some = await client.request<TextEdit[]>('textDocument/rangeFormatting', {
      textDocument,
      options,
      range,
    });
    assert.equal(
      TextDocument.applyEdits(document, some),
      service.replace('{minReplicas: 2, maxReplicas: 6}', '{ minReplicas: 2, maxReplicas: 6 }'),
    );
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'a:\n' }],
    });
    const typed = await client.request<TextEdit[]>('textDocument/onTypeFormatting', {
      textDocument,
      options,
      ch: '\n',
      position: { line: 1, character: 0 },
    });
    assert.deepEqual(
      typed.map(({ newText }) => newText),
      ['  '],
    );
  });

  it('lay a text out as the files of the workspace say', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    try {
      await mkdir(path.join(folder, 'basket'));
      await writeFile(path.join(folder, '.editorconfig'), '[*.yaml]\nindent_size = 3\n');
      await client.start({}, [pathToFileURL(folder).href]);
      const inside = pathToFileURL(path.join(folder, 'basket/platform.yaml')).href;
      client.open(inside, 'a:\n  b: 1\n');
      const edits = await client.request<TextEdit[]>('textDocument/formatting', {
        textDocument: { uri: inside },
        options,
      });
      assert.deepEqual(
        edits.map(({ newText }) => newText),
        ['   '],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
