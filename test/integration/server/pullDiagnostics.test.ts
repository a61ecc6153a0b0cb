import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient } from './rawClient.js';

const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: basket }
spec:
  type: worker
  workload: { scoreFile: score.yaml }
`;
const uri = 'file:///nowhere/a.platform.yaml';
const pulling = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true }, workspaceFolders: true },
};

interface Report {
  readonly kind: 'full' | 'unchanged';
  readonly resultId: string;
  readonly items: readonly { readonly code: string; readonly relatedInformation?: unknown[] }[];
}

describe('the language server: diagnostics that the client fetches', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  const pull = (of: string, previousResultId?: string): Promise<Report> =>
    client.request('textDocument/diagnostic', {
      textDocument: { uri: of },
      ...(previousResultId && { previousResultId }),
    });
  const published = (): number =>
    client.notifications.filter(({ method }) => method === 'textDocument/publishDiagnostics').length;

  it('answers with all of them, then with what did not change, and sends none', async () => {
    const answer = await client.start({}, [], pulling);
    assert.ok(answer.capabilities['diagnosticProvider']);
    const broken = service.replace('type: worker', 'type: wrker');
    client.open(uri, broken);
    const first = await pull(uri);
    assert.deepEqual([first.kind, first.items[0]?.code], ['full', 'schema/wrong-value']);
    assert.deepEqual(await pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: service }],
    });
    const second = await pull(uri, first.resultId);
    assert.equal(second.kind, 'full');
    assert.ok(second.items.every(({ code }) => code !== 'schema/wrong-value'));
    assert.equal(published(), 0);
  });

  it('asks to fetch again when another file or a setting changes what it said', async () => {
    await client.start({}, [pathToFileURL(folder).href], pulling);
    const manifest = pathToFileURL(path.join(folder, 'platform.yaml')).href;
    const score = path.join(folder, 'score.yaml');
    client.open(manifest, service);
    assert.deepEqual(
      (await pull(manifest)).items.map(({ code }) => code),
      ['service/score-file-missing'],
    );
    await writeFile(
      score,
      'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n',
    );
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(score).href, type: 1 }],
    });
    await client.notified('workspace/diagnostic/refresh');
    assert.ok((await pull(manifest)).items.every(({ code }) => code !== 'service/score-file-missing'));
    assert.equal(published(), 0);
  });

  it('sends them to a client that cannot be asked to fetch again, or that wants them sent', async () => {
    const noRefresh = { textDocument: { diagnostic: {}, publishDiagnostics: {} } };
    const answer = await client.start({}, [], noRefresh);
    assert.equal(answer.capabilities['diagnosticProvider'], undefined);
    client.open(uri, service.replace('spec:', 'sepc:'));
    assert.ok((await client.diagnostics(uri, 1)).diagnostics.length > 0);
    const other = new RawClient();
    const given = await other.start({ diagnostics: 'push' }, [], pulling);
    assert.equal(given.capabilities['diagnosticProvider'], undefined);
    await other.stop();
  });

  it('tells of related places only those that can show them', async () => {
    const twice = service.replace('  type: worker\n', '  type: worker\n  type: worker\n');
    const hasRelated = async (capabilities: object): Promise<boolean> => {
      const one = new RawClient();
      await one.start({}, [], capabilities);
      one.open(uri, twice);
      const { diagnostics } = await one.diagnostics(uri, 1);
      await one.stop();
      assert.ok(diagnostics.length > 0);
      return diagnostics.some((diagnostic) => 'relatedInformation' in diagnostic);
    };
    await client.start();
    assert.equal(await hasRelated({}), false);
    assert.equal(
      await hasRelated({ textDocument: { publishDiagnostics: { relatedInformation: true } } }),
      true,
    );
  });

  it('checks open documents again when another one changes what they rely on, once', async () => {
    await client.start({}, [pathToFileURL(folder).href]);
    const manifest = pathToFileURL(path.join(folder, 'platform.yaml')).href;
    const score = pathToFileURL(path.join(folder, 'score.yaml')).href;
    client.open(manifest, service);
    await client.notified<{ uri: string; diagnostics: { code: string }[] }>(
      'textDocument/publishDiagnostics',
      (one) =>
        one.uri === manifest && one.diagnostics.some(({ code }) => code === 'service/score-file-missing'),
    );
    const before = client.notifications.length;
    client.open(
      score,
      'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n',
      'yaml',
    );
    await client.notified<{ uri: string; diagnostics: { code: string }[] }>(
      'textDocument/publishDiagnostics',
      (one) =>
        one.uri === manifest && one.diagnostics.every(({ code }) => code !== 'service/score-file-missing'),
    );
    const sent = client.notifications
      .slice(before)
      .filter(
        ({ method, params }) =>
          method === 'textDocument/publishDiagnostics' && (params as { uri: string }).uri === manifest,
      );
    assert.equal(sent.length, 1);
  });
});
