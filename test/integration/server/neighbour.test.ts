import assert from 'node:assert/strict';
import { RawClient, type Published } from './rawClient.js';

const twoFaults = `apiVersion: score.dev/v1b1
metadata:
  name: orders
containers:
  main:
    image: .
    comand: [node]
    image: twice:1
`;
const syntaxOnly = { syntax: true, outline: true, formatting: true, modelines: true };
const uri = 'file:///nowhere/score.yaml';

describe('another YAML server in the same editor', function () {
  this.timeout(30_000);
  let client: RawClient;

  beforeEach(() => (client = new RawClient()));
  afterEach(() => client.stop());

  const codes = async (of: string, version: number): Promise<string[]> =>
    (await client.diagnostics(of, version)).diagnostics.map(({ code }) => code);
  const symbols = (): Promise<unknown[]> =>
    client.request<unknown[]>('textDocument/documentSymbol', { textDocument: { uri } });

  it('keeps the faults of YAML itself and the outline, for documents whose language is yaml', async () => {
    await client.start({ neighbour: syntaxOnly });
    client.open(uri, twoFaults, 'yaml');
    assert.deepEqual(await codes(uri, 1), ['schema/unknown-property']);
    assert.deepEqual(await symbols(), []);
    const own = 'file:///nowhere/own.platform.yaml';
    client.open(own, twoFaults);
    assert.deepEqual(await codes(own, 1), ['schema/unknown-property', 'yaml/duplicate-key']);
  });

  it('formats them, and ours formats manifests by name where there is no other', async () => {
    const dynamicRegistration = true;
    const selectors: string[] = [];
    client.answering['client/registerCapability'] = (params) => {
      const { registrations } = params as {
        registrations: { method: string; registerOptions: { documentSelector: object } }[];
      };
      for (const { method, registerOptions } of registrations) {
        if (method !== 'textDocument/formatting') continue;
        selectors.push(JSON.stringify(registerOptions.documentSelector));
      }
      return null;
    };
    const features = ['formatting', 'rangeFormatting', 'onTypeFormatting'];
    const result = await client.start({ neighbour: syntaxOnly }, [], {
      textDocument: Object.fromEntries(features.map((name) => [name, { dynamicRegistration }])),
    });
    assert.doesNotMatch(JSON.stringify(result), /documentFormattingProvider/);
    const registered = async (selector: object): Promise<void> => {
      while (selectors.at(-1) !== JSON.stringify(selector)) {
        await client.request('textDocument/documentSymbol', { textDocument: { uri } });
      }
    };
    const own = { language: 'platform-manifest' };
    await registered([own]);
    client.open(uri, twoFaults, 'yaml');
    client.open('file:///nowhere/plain.yaml', 'name: nobody\n', 'yaml');
    await codes(uri, 1);
    const options = { tabSize: 2, insertSpaces: true };
    assert.deepEqual(await client.request('textDocument/formatting', { textDocument: { uri }, options }), []);
    assert.equal(selectors.length, 1);
    client.notify('goldenPath/neighbourChanged', {});
    await registered([own, { language: 'yaml', pattern: '**/score.yaml' }]);
  });

  it('comes and goes', async () => {
    await client.start();
    client.open(uri, twoFaults, 'yaml');
    assert.equal((await codes(uri, 1)).length, 2);
    assert.notDeepEqual(await symbols(), []);
    client.notify('goldenPath/neighbourChanged', syntaxOnly);
    const fewer = ({ diagnostics }: Published): boolean => diagnostics.length === 1;
    await client.notified<Published>('textDocument/publishDiagnostics', fewer);
    const known = client.notifications.length;
    client.notify('goldenPath/neighbourChanged', {});
    await client.notified<Published>(
      'textDocument/publishDiagnostics',
      (params) => params.diagnostics.length === 2 && client.notifications.length > known,
    );
  });

  it('has the schema of documents that name their own, also for completion and hover', async () => {
    await client.start({ neighbour: syntaxOnly });
    const modeline = '# yaml-language-server: $schema=./mine.json\n';
    client.open(uri, modeline + twoFaults, 'yaml');
    const at = { textDocument: { uri }, position: { line: 4, character: 2 } };
    assert.equal(await client.request('textDocument/hover', at), null);
    assert.deepEqual(
      await client.request('textDocument/completion', { ...at, position: { line: 3, character: 14 } }),
      [],
    );
    const other = 'file:///nowhere/other.score.yaml';
    client.open(other, twoFaults, 'yaml');
    assert.equal((await codes(other, 1)).length, 1);
    assert.equal(
      client.notifications.some(
        ({ method, params }) =>
          method === 'textDocument/publishDiagnostics' &&
          (params as Published).uri === uri &&
          (params as Published).diagnostics.length > 0,
      ),
      false,
    );
  });
});
