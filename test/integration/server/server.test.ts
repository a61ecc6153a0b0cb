import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  ResolvedService,
  WorkspaceService,
  WorkspaceValidation,
} from '../../../src/language/protocol.js';
import { RawClient, serverPath } from './rawClient.js';

const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: service
  workload:
    scoreFile: score.yaml
`;
const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';
const uri = 'file:///nowhere/a.platform.yaml';

describe('the language server', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;

  before(() => assert.ok(existsSync(serverPath), 'dist/server.cjs is missing: run npm run build first'));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
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

  it('publishes versioned diagnostics, and takes them back when mended', async () => {
    await client.start({ docsBase: 'file:///docs' });
    const text = service.replace('scoreFile: score.yaml', 'containers: { main: { image: . } }');
    client.open(uri, text.replace('type: service', 'type: servce'));
    const broken = await client.diagnostics(uri, 1);
    assert.deepEqual(
      broken.diagnostics.map(({ code }) => code),
      ['schema/wrong-value'],
    );
    const range = { start: { line: 5, character: 8 }, end: { line: 5, character: 14 } };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'service' }],
    });
    assert.deepEqual((await client.diagnostics(uri, 2)).diagnostics, []);
  });

  it('answers hover, completion and symbols', async () => {
    const documentSymbol = { hierarchicalDocumentSymbolSupport: true };
    await client.start({}, [], { textDocument: { documentSymbol } });
    client.open(uri, service);
    const at = (line: number, character: number): object => ({
      textDocument: { uri },
      position: { line, character },
    });
    assert.match(JSON.stringify(await client.request('textDocument/hover', at(5, 3))), /cronjob/);
    const items = await client.request<{ label: string }[]>('textDocument/completion', at(5, 8));
    assert.ok(items.some(({ label }) => label === 'worker'));
    const symbols = await client.request<{ name: string }[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['apiVersion', 'kind', 'metadata', 'spec'],
    );
  });

  it('documents an item of a completion when it is looked at', async () => {
    interface Item {
      readonly label: string;
      readonly documentation?: { readonly value: string };
    }
    await client.start();
    client.open(uri, service);
    const at = { textDocument: { uri }, position: { line: 5, character: 2 } };
    const items = await client.request<Item[]>('textDocument/completion', at);
    const owner = items.find(({ label }) => label === 'owner');
    assert.ok(owner && owner.documentation === undefined);
    const resolved = await client.request<Item>('completionItem/resolve', owner);
    assert.match(resolved.documentation?.value ?? '', /^\*\*owner\*\*/);
    await client.request('textDocument/completion', at);
    assert.deepEqual(await client.request('completionItem/resolve', owner), owner);
  });

  it('mends what is misspelt, and only in manifests', async () => {
    await client.start();
    client.open(uri, service.replace('type: service', 'type: servce'));
    const place = (of: string): object => ({
      textDocument: { uri: of },
      range: { start: { line: 5, character: 9 }, end: { line: 5, character: 9 } },
      context: { diagnostics: [] },
    });
    const actions = await client.request<{ title: string; kind: string; edit: object }[]>(
      'textDocument/codeAction',
      place(uri),
    );
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        ...['service', 'website', 'worker', 'job', 'cronjob'].map((type) => `Change to “${type}”`),
        'Disable schema/wrong-value for this line',
      ],
    );
    assert.match(JSON.stringify(actions[0]?.edit), /"newText":"service"/);
    const foreign = 'file:///nowhere/values.yaml';
    client.open(foreign, 'kind: Servise\n', 'yaml');
    assert.deepEqual(await client.request('textDocument/codeAction', place(foreign)), []);
  });

  it('has nothing to say about foreign YAML', async () => {
    await client.start();
    const foreign = 'file:///nowhere/values.yaml';
    client.open(foreign, 'a: [\nb: 1\n', 'yaml');
    const place = { textDocument: { uri: foreign }, position: { line: 0, character: 0 } };
    assert.equal(await client.request('textDocument/hover', place), null);
    assert.deepEqual(await client.request('textDocument/completion', place), []);
    client.open(uri, service.replace('kind', 'kin'));
    await client.diagnostics(uri, 1);
    const published = client.notifications.filter(
      ({ method }) => method === 'textDocument/publishDiagnostics',
    );
    assert.equal(published.length, 1);
  });

  it('finds, resolves and checks the services of the workspace, and tells when they change', async () => {
    const manifest = await write('basket/platform.yaml', service);
    await write('basket/score.yaml', score);
    await write('node_modules/x/platform.yaml', service);
    const orders = await write(
      'orders/score.yaml',
      score.replace('basket', 'orders').replace('image', 'imge'),
    );
    await client.start({}, [pathToFileURL(folder).href]);
    const services = await client.request<WorkspaceService[]>('goldenPath/workspaceServices', {});
    assert.deepEqual(
      services.map(({ name, kind }) => `${name} ${kind}`),
      ['basket Service', 'orders Workload'],
    );
    const resolved = await client.request<ResolvedService>('goldenPath/resolveService', { uri: manifest });
    assert.deepEqual((resolved.manifest['spec'] as Record<string, unknown>)['workload'], {
      containers: { main: { image: '.' } },
    });
    assert.equal(await client.request('goldenPath/resolveService', { uri: `${uri}x` }), null);
    const validation = await client.request<WorkspaceValidation>('goldenPath/validateWorkspace', {});
    assert.deepEqual(validation, { files: 3, findings: [{ uri: orders, errors: 1, warnings: 0 }] });
    assert.equal((await client.diagnostics(orders)).diagnostics.length, 1);

    const added = await write('added/platform.yaml', service.replace('name: basket', 'name: added'));
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: added, type: 1 }] });
    await client.notified('goldenPath/servicesChanged');
    const more = await client.request<WorkspaceService[]>('goldenPath/workspaceServices', {});
    assert.deepEqual(
      more.map(({ name }) => name),
      ['added', 'basket', 'orders'],
    );
  });

  it('looks into a folder that was made, since nobody tells of the files in it', async () => {
    const named = (name: string): string => service.replace('name: basket', `name: ${name}`);
    await write('basket/platform.yaml', service);
    await client.start({}, [pathToFileURL(folder).href]);
    await client.request('goldenPath/workspaceServices', {});
    await write('made/deep/platform.yaml', named('deep'));
    await write('made/node_modules/x/platform.yaml', named('fetched'));
    await write('made/notes', 'text');
    const made = ['made', 'made/notes', 'made/gone'].map((name) => ({
      uri: pathToFileURL(path.join(folder, name)).href,
      type: 1,
    }));
    client.notify('workspace/didChangeWatchedFiles', { changes: made });
    await client.notified('goldenPath/servicesChanged');
    const names = await client.request<WorkspaceService[]>('goldenPath/workspaceServices', {});
    assert.deepEqual(
      names.map(({ name }) => name),
      ['basket', 'deep'],
    );
  });

  it('sees open documents before files on disk', async () => {
    const manifest = await write('platform.yaml', service);
    await client.start({}, [pathToFileURL(folder).href]);
    client.open(manifest, service);
    client.open(pathToFileURL(path.join(folder, 'score.yaml')).href, score, 'yaml');
    const resolved = await client.request<ResolvedService>('goldenPath/resolveService', { uri: manifest });
    assert.deepEqual(resolved.errors, []);
  });

  it('honours cancellation', async () => {
    await client.start();
    client.open(uri, service);
    const sent = client.send('textDocument/hover', {
      textDocument: { uri },
      position: { line: 5, character: 3 },
    });
    client.notify('$/cancelRequest', { id: sent.id });
    const { error, result } = await sent.answer;
    assert.ok(error?.code === -32800 || result !== undefined);
  });

  it('survives hostile documents', async () => {
    await client.start();
    client.open(uri, `${service}x: ${'['.repeat(100_000)}`);
    assert.deepEqual(
      (await client.diagnostics(uri, 1)).diagnostics.map(({ code }) => code),
      ['document/too-deep'],
    );
  });

  it('ends with its client', async () => {
    await client.start();
    const exited = once(client.process, 'exit');
    client.process.stdin?.end();
    await exited;
    assert.notEqual(client.process.exitCode, null);
  });

  it('ends when the process that started it is gone', async () => {
    const parent = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const orphan = new RawClient();
    const exited = once(orphan.process, 'exit');
    await orphan.request('initialize', { processId: parent.pid, rootUri: null, capabilities: {} });
    parent.kill('SIGKILL');
    await exited;
  });

  it('says at once that a file is large', async () => {
    await client.start();
    client.open(uri, `${service}${'# a line\n'.repeat(200_000)}`);
    const first = await client.diagnostics(uri, 1);
    assert.deepEqual(
      first.diagnostics.map(({ code }) => code),
      ['document/too-large'],
    );
  });

  it('serves Node IPC, and ends when the channel closes', async () => {
    const child = fork(serverPath, ['--node-ipc'], { silent: true });
    const answer = once(child, 'message');
    child.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    assert.match(JSON.stringify(await answer), /hoverProvider/);
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
  });
});
