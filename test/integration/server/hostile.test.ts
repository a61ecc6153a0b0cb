import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient } from './rawClient.js';

const header = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\n';
const uri = 'file:///nowhere/a.platform.yaml';

/** No text may keep the server busy for longer, in seconds of its own work: others may work on this machine. */
const mostSeconds = 2;
/** Far above what the server needs for any of these texts, in MB. */
const mostMegabytes = 700;

function aliasBomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
  );
  return `${header}a0: &a0 [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`;
}

const texts: Readonly<Record<string, string>> = {
  'an alias bomb': aliasBomb(),
  'an alias of itself': `${header}a: &a [*a]\n`,
  '20,000 aliases': `${header}a: &a [1, 2, 3, 4, 5, 6]\nb:\n${'  - *a\n'.repeat(20_000)}`,
  '20,000 keys in one map': header + Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join(''),
  '10,000 errors': `${header}spec:\n${'  - [\n'.repeat(10_000)}`,
  '10,000 wrong values': `${header}spec:\n  dependsOn:\n${'    - 1\n'.repeat(10_000)}`,
  'an open bracket above 20,000 lines': `${header}a: [\n${'  b: c\n'.repeat(20_000)}`,
  'an open quote above 20,000 lines': `${header}a: "\n${'  b: c\n'.repeat(20_000)}`,
  '500 levels': `${header}a: ${'['.repeat(500)}${']'.repeat(500)}`,
  '100,000 open brackets': `${header}a: ${'['.repeat(100_000)}`,
  '5 MB': `${header}${'x: y\n'.repeat(1_000_000)}`,
};

const schemas: Readonly<Record<string, { readonly schema: string; readonly value: string }>> = {
  'a pattern without end': {
    schema: JSON.stringify({ properties: { a: { type: 'string', pattern: '^(a+)+$' } } }),
    value: `${'a'.repeat(40)}!`,
  },
  'a reference to itself': { schema: JSON.stringify({ $ref: '#' }), value: 'x' },
  'references in a circle': {
    schema: JSON.stringify({
      $ref: '#/$defs/a',
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    }),
    value: 'x',
  },
  '10 MB of schema': {
    schema: JSON.stringify({ description: 'x'.repeat(10 * 1024 * 1024) }),
    value: 'x',
  },
};

describe('the language server under hostile input', function () {
  this.timeout(30_000);
  let client: RawClient;

  beforeEach(async () => {
    client = new RawClient();
    await client.start();
  });
  afterEach(() => client.process.kill());

  /** Asks everything an editor asks when a document is opened and edited. */
  async function use(document: string, text: string, languageId?: string): Promise<readonly string[]> {
    client.open(document, text, languageId);
    const { diagnostics } = await client.diagnostics(document, 1);
    const textDocument = { uri: document };
    const position = { line: 3, character: 4 };
    const at = { textDocument, position };
    await Promise.all([
      client.request('textDocument/hover', at),
      client.request('textDocument/completion', at),
      client.request('textDocument/definition', at),
      client.request('textDocument/documentSymbol', { textDocument }),
      client.request('textDocument/foldingRange', { textDocument }),
      client.request('textDocument/semanticTokens/full', { textDocument }),
      client.request('textDocument/codeAction', {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [] },
      }),
    ]);
    return diagnostics.map(({ code }) => code);
  }

  async function assertFine(act: () => Promise<unknown>): Promise<void> {
    const before = secondsOf(client);
    await act();
    const seconds = secondsOf(client) - before;
    assert.ok(seconds <= mostSeconds, `It worked for ${seconds} s.`);
    const megabytes = megabytesOf(client);
    assert.ok(megabytes <= mostMegabytes, `It holds ${megabytes} MB.`);
  }

  for (const [name, text] of Object.entries(texts)) {
    it(`answers: ${name}`, async () => {
      await assertFine(async () => {
        const codes = await use(uri, text);
        assert.ok(codes.length > 0 && codes.length <= 201, `${codes.length} diagnostics`);
      });
      const good = 'file:///nowhere/good.platform.yaml';
      assert.ok((await use(good, `${header}metadata:\n  name: 1\n`)).includes('schema/wrong-type'));
    });
  }

  for (const [name, { schema, value }] of Object.entries(schemas)) {
    it(`refuses or bounds a schema: ${name}`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'golden-path-hostile-'));
      try {
        await writeFile(path.join(folder, 'bad.json'), schema);
        const document = pathToFileURL(path.join(folder, 'a.platform.yaml')).href;
        await assertFine(async () => {
          const codes = await use(
            document,
            `# yaml-language-server: $schema=./bad.json\na: ${value}\n`,
            'yaml',
          );
          assert.ok(codes.length > 0, 'Nothing was said.');
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it('holds no more memory after a hundred edits of a bomb', async () => {
    await use(uri, aliasBomb());
    const edit = async (version: number): Promise<void> => {
      const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range, text: `# ${version}\n` }],
      });
      await client.diagnostics(uri, version);
    };
    for (let version = 2; version <= 50; version++) await edit(version);
    const before = megabytesOf(client);
    for (let version = 51; version <= 150; version++) await edit(version);
    assert.ok(megabytesOf(client) - before < 60, `It grew from ${before} to ${megabytesOf(client)} MB.`);
  });
});

/** Processor time of the server so far, in seconds; where the system does not tell, the time that has passed. */
function secondsOf({ process: { pid } }: RawClient): number {
  const stat = procFile(pid, 'stat');
  if (stat === undefined) return performance.now() / 1000;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function megabytesOf({ process: { pid } }: RawClient): number {
  return Number(/VmRSS:\s+(\d+)/.exec(procFile(pid, 'status') ?? '')?.[1] ?? 0) / 1024;
}

function procFile(pid: number | undefined, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
