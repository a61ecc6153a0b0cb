import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient } from './rawClient.js';

const misspelt =
  'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\nservce: {}\n';
const rule = 'schema/unknown-property';

describe('golden-path.yaml at the language server', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uri: string;
  let config: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    uri = pathToFileURL(path.join(folder, 'score.yaml')).href;
    config = pathToFileURL(path.join(folder, 'golden-path.yaml')).href;
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  const configure = (text: string): Promise<void> => writeFile(path.join(folder, 'golden-path.yaml'), text);
  /** Waits until the document has exactly these severities. */
  async function severities(...wanted: readonly number[]): Promise<void> {
    await client.notified<{ uri: string; diagnostics: readonly { severity: number }[] }>(
      'textDocument/publishDiagnostics',
      ({ uri: of, diagnostics }) =>
        of === uri && JSON.stringify(diagnostics.map(({ severity }) => severity)) === JSON.stringify(wanted),
    );
    client.notifications.length = 0;
  }

  it('holds from the first check on, and when it changes', async () => {
    await configure(`rules: { ${rule}: hint }\n`);
    await client.start();
    client.open(uri, misspelt, 'yaml');
    await severities(4);
    await configure(`rules: { ${rule}: warning }\n`);
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });
    await severities(2);
    await configure('exclude: ["*.yaml"]\n');
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });
    await severities();
  });

  it('counts as it stands in the editor, saved or not', async () => {
    await client.start();
    client.open(uri, misspelt, 'yaml');
    await severities(1);
    client.open(config, `rules: { ${rule}: information }\n`, 'yaml');
    await severities(3);
    client.notify('textDocument/didClose', { textDocument: { uri: config } });
    await severities(1);
  });

  it('is itself a document with findings and completion', async () => {
    await client.start();
    client.open(config, 'rules:\n  service/scaling-range: wraning\n  ', 'yaml');
    const { diagnostics } = await client.diagnostics(config);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['schema/wrong-value'],
    );
    const answer = await client.request<readonly { label: string }[] | { items: { label: string }[] }>(
      'textDocument/completion',
      { textDocument: { uri: config }, position: { line: 2, character: 2 } },
    );
    const labels = ('items' in answer ? answer.items : answer).map(({ label }) => label);
    assert.ok(labels.includes('service/missing-schedule'), labels.join(', '));
    assert.ok(!labels.includes('service/scaling-range'));
  });

  it('yields to what the client says', async () => {
    await configure(`rules: { ${rule}: off }\n`);
    await client.start({ settings: { rules: { [rule]: 'warning' } } });
    client.open(uri, misspelt, 'yaml');
    await severities(2);
  });
});
