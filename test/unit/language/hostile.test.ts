import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completions, diagnose, fixture, header, manifest, serviceWith, smallService } from './support.js';

const start = `${header}kind: Service\n`;

function bomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level <= levels; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return `${start}${lines.join('\n')}\n`;
}

const hostile: readonly [string, string, string][] = [
  ['an alias bomb', bomb(8), 'document/alias-expansion'],
  ['an alias of itself', `${start}a: &a [*a]\n`, 'document/alias-expansion'],
  [
    '20,000 aliases',
    `${start}a: &a [1, 2, 3, 4, 5, 6]\nb:\n${'  - *a\n'.repeat(20_000)}`,
    'document/alias-expansion',
  ],
  ['500 brackets', `${start}a: ${'['.repeat(500)}${']'.repeat(500)}`, 'document/too-deep'],
  ['100,000 open brackets', `${start}a: ${'['.repeat(100_000)}`, 'document/too-deep'],
  [
    '500 levels',
    start + Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    'document/too-deep',
  ],
  ['500 dashes', `${start}a:\n${'- '.repeat(500)}x`, 'document/too-deep'],
  ['a file over 2 MB', `${start}# ${'x'.repeat(2 * 1024 * 1024)}`, 'document/too-large'],
];

describe('hostile manifests', () => {
  for (const [name, text, code] of hostile) {
    it(`get one clear diagnostic: ${name}`, async () => {
      const found = await diagnose(text);
      assert.deepEqual(
        found.map((one) => one.code),
        [code],
      );
    });
  }

  it('may have 20,000 keys in one map', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `    K${index}: v\n`).join('');
    const labels = smallService.replace('  name: basket\n', `  name: basket\n  labels:\n${keys}`);
    assert.deepEqual(await diagnose(labels), []);
  });

  it('keep prototype names as keys', async () => {
    const found = await diagnose(smallService.replace('spec:', '__proto__: {}\nconstructor: {}\nspec:'));
    assert.deepEqual(
      found.map(({ code }) => code),
      ['schema/unknown-property', 'schema/unknown-property'],
    );
    const none = await diagnose(`${header}kind: Service\n__proto__: { metadata: { name: a1 }, spec: {} }\n`);
    assert.equal(none.filter(({ code }) => code === 'schema/missing-property').length, 2);
  });

  it('never throw, whatever is typed', async function () {
    this.timeout(20_000);
    const service = serviceWith();
    const good = [fixture('service.yaml'), fixture('platform.yaml'), smallService];
    const piece = fc.oneof(
      fc.constantFrom(
        ':',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '&a',
        '*a',
        '<<: *a',
        '"',
        "'",
        '|',
        '>',
        '#',
        '\t',
        '\n',
        '\r',
        '\r\n',
        '---\n',
        '...\n',
        '? ',
        '!t ',
        '%YAML 1.2\n',
        '${resources.x.y}',
        '\uFEFF',
        '🛒',
        '\0',
      ),
      fc.string({ maxLength: 8 }),
    );
    const edited = fc
      .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(), fc.nat(12), piece), { maxLength: 6 }))
      .map(([text, edits]) =>
        edits.reduce((now, [at, cut, add]) => {
          const where = at % (now.length + 1);
          return now.slice(0, where) + add + now.slice(where + cut);
        }, text),
      );
    const text = fc.oneof(
      { arbitrary: edited, weight: 4 },
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), async (content, at) => {
        const document = manifest(content);
        for (const { range } of await service.diagnostics(document)) {
          assert.ok(document.offsetAt(range.start) <= document.offsetAt(range.end));
        }
        const position = document.positionAt(at % (content.length + 1));
        service.hover(document, position);
        service.complete(document, position, { snippets: true });
        service.symbols(document);
        service.services(document);
        await service.resolveService(document, ['file:///w']);
      }),
      { numRuns: 100 },
    );
  });

  it('still complete below a broken line', () => {
    assert.ok(completions(`${start}metadata: {{{[[[\nspec:\n  |`).length > 0);
  });
});
