import assert from 'node:assert/strict';
import { RawClient } from './rawClient.js';

const uri = 'file:///nowhere/a.platform.yaml';
const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: service
  environments:
    st
  workload:
    containers: { main: { image: . } }
`;
const sound = service.replace('    st\n', '    staging: {}\n');

const asking = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: service
  template:
    ref: template:default/node
    version: 2.0.0
    values:
      language: ts
  secrets:
    TOKEN:
      key: basket/old
  workload:
    containers: { main: { image: . } }
    resources:
      cache:
        type: redis
        params:
          si
`;

interface Item {
  readonly label: string;
  readonly labelDetails?: { readonly description?: string };
}

describe('the language server beside a platform', function () {
  this.timeout(30_000);
  let client: RawClient;

  beforeEach(() => {
    client = new RawClient();
    client.answering['goldenPath/catalog'] = (params) => {
      const { kind } = params as { kind: string };
      const facts = { type: 'staging', production: false };
      return kind === 'environment'
        ? { entries: [{ name: 'staging', facts }], isComplete: true, fetchedAt: Date.now(), isLive: true }
        : null;
    };
  });
  afterEach(() => client.stop());

  it('completes the names that the client tells, and asks no client that knows none', async () => {
    await client.start({ catalog: true });
    client.open(uri, service);
    const at = { textDocument: { uri }, position: { line: 7, character: 6 } };
    const items = await client.request<Item[]>('textDocument/completion', at);
    assert.deepEqual(
      items.map(({ label, labelDetails }) => [label, labelDetails?.description]),
      [['staging', 'live']],
    );
    const other = new RawClient();
    try {
      await other.start();
      other.open(uri, service);
      await other.request('textDocument/completion', at);
      assert.equal(
        other.notifications.find(({ method }) => method === 'goldenPath/catalog'),
        undefined,
      );
    } finally {
      await other.stop();
    }
  });

  it('completes and explains what resource types, templates and secrets of the platform ask for', async () => {
    const size = { enum: ['s', 'm'], description: 'How much it keeps.' };
    const language = { enum: ['ts', 'js'], description: 'What it is written in.' };
    const told: Readonly<Record<string, object>> = {
      resourceType: { name: 'redis', facts: { params: { properties: { size } } } },
      template: { name: 'node', facts: { version: '2.1.0', params: { properties: { language } } } },
      secretKey: { name: 'basket/token' },
    };
    client.answering['goldenPath/catalog'] = (params) => {
      const entry = told[(params as { kind: string }).kind];
      return entry ? { entries: [entry], isComplete: true, fetchedAt: Date.now(), isLive: true } : null;
    };
    await client.start({ catalog: true });
    const text = asking;
    client.open(uri, text);
    const at = (words: string, offset: number): object => {
      const lines = text.slice(0, text.indexOf(words) + offset).split('\n');
      return {
        textDocument: { uri },
        position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
      };
    };
    const labels = async (words: string, offset = words.length): Promise<readonly string[]> =>
      (await client.request<Item[]>('textDocument/completion', at(words, offset))).map(({ label }) => label);
    assert.deepEqual(await labels('          si'), ['size']);
    assert.deepEqual(await labels('language: '), ['ts', 'js']);
    assert.deepEqual(await labels('version: '), ['2.1.0']);
    assert.deepEqual(await labels('key: '), ['basket/token']);
    const hover = await client.request<{ contents: { value: string } }>(
      'textDocument/hover',
      at('language: ', 3),
    );
    assert.match(
      hover.contents.value,
      /What it is written in\.[\s\S]*Told by `template:default\/node` · live/,
    );
  });

  it('tells in the hover what the platform knows', async () => {
    await client.start({ catalog: true });
    client.open(uri, sound);
    const at = { textDocument: { uri }, position: { line: 7, character: 6 } };
    const { contents } = await client.request<{ contents: { value: string } }>('textDocument/hover', at);
    assert.match(contents.value, /What differs in this environment[\s\S]*---[\s\S]*Type: staging/);
  });

  it("adds the platform's findings when a manifest is saved, and takes them back when it is edited", async () => {
    client.answering['goldenPath/validateManifest'] = () => [
      { pointer: '/spec/type', detail: 'Only workers fit.', code: 'quota', severity: 'Error' },
    ];
    await client.start({ catalog: true });
    client.open(uri, sound);
    assert.deepEqual((await client.diagnostics(uri, 1)).diagnostics, []);
    client.notify('textDocument/didSave', { textDocument: { uri } });
    const told = await client.notified<{ version: number; diagnostics: { code: string }[] }>(
      'textDocument/publishDiagnostics',
      ({ diagnostics }) => diagnostics.length > 0,
    );
    assert.deepEqual(
      told.diagnostics.map(({ code }) => code),
      ['platform/check'],
    );
    const start = { line: 10, character: 0 };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start, end: start }, text: '# edited\n' }],
    });
    assert.deepEqual((await client.diagnostics(uri, 2)).diagnostics, []);
  });

  it('tells on save what only the platform can decide of a scorecard, and applies its remedy', async () => {
    const checks = [{ name: 'fresh', title: 'Tier', remediation: { fix: { spec: { tier: 'high' } } } }];
    client.answering['goldenPath/catalog'] = (params) =>
      (params as { kind: string }).kind === 'scorecard'
        ? { entries: [{ name: 'ready', facts: { checks } }], isComplete: true, fetchedAt: 1, isLive: true }
        : null;
    const code = 'scorecard/ready.fresh';
    client.answering['goldenPath/validateManifest'] = () => [
      { pointer: '/spec/tier', detail: 'It is important.', code, severity: 'Info' },
    ];
    await client.start({ catalog: true });
    client.open(uri, sound);
    client.notify('textDocument/didSave', { textDocument: { uri } });
    const { diagnostics } = await client.notified<{
      diagnostics: readonly { code: string; range: object }[];
    }>('textDocument/publishDiagnostics', (told) => told.diagnostics.some((one) => one.code === code));
    const told = diagnostics.find((one) => one.code === code);
    const actions = await client.request<{ title: string; edit?: object }[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: told?.range,
      context: { diagnostics: [told] },
    });
    const remedy = actions.find(({ title }) => title === 'Apply the remedy of “Tier”');
    assert.match(JSON.stringify(remedy?.edit ?? actions), /tier: high/);
  });

  it('takes the severities of the settings, and takes new ones at once', async () => {
    await client.start({ settings: { rules: { 'schema/wrong-value': 'warning' } } });
    client.open(uri, sound.replace('type: service', 'type: servise'));
    const severity = async (wanted: number): Promise<void> => {
      await client.notified<{ diagnostics: { severity: number }[] }>(
        'textDocument/publishDiagnostics',
        ({ diagnostics }) => diagnostics[0]?.severity === wanted,
      );
    };
    await severity(2);
    client.notify('workspace/didChangeConfiguration', {
      settings: { goldenPath: { rules: { 'schema/wrong-value': 'hint' } } },
    });
    await severity(4);
  });

  it('goes to the document of an entity that the client tells, and asks no client that has none', async () => {
    const entity = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: till }
spec: { type: service, lifecycle: production, owner: basket }
`;
    const asked: unknown[] = [];
    client.answering['goldenPath/entity'] = (params) => {
      asked.push(params);
      return (params as { ref: string }).ref === 'group:default/basket' ? 'entity:/basket' : null;
    };
    await client.start({ entities: true });
    const place = {
      textDocument: { uri: 'file:///nowhere/catalog-info.yaml' },
      position: { line: 3, character: entity.split('\n')[3]!.indexOf('basket') + 1 },
    };
    client.open(place.textDocument.uri, entity);
    const found = await client.request<{ uri: string }[]>('textDocument/definition', place);
    assert.deepEqual(
      found.map(({ uri: at }) => at),
      ['entity:/basket'],
    );
    assert.deepEqual(asked, [{ ref: 'group:default/basket' }]);
    const documents = await client.request<{ ref: string }[]>('goldenPath/catalogDocuments', {
      uri: place.textDocument.uri,
    });
    assert.deepEqual(
      documents.map(({ ref }) => ref),
      ['component:default/till'],
    );
    const other = new RawClient();
    try {
      await other.start();
      other.open(place.textDocument.uri, entity);
      assert.deepEqual(await other.request('textDocument/definition', place), []);
      assert.equal(
        other.notifications.find(({ method }) => method === 'goldenPath/entity'),
        undefined,
      );
    } finally {
      await other.stop();
    }
  });
});
