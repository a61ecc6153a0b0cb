import assert from 'node:assert/strict';
import { readText } from '../support/architecture/sources.js';

/** Links of a Markdown text to files beside it, without those to the web and within the page. */
function linksOf(text: string): readonly string[] {
  const prose = text.replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^([a-z]+:|#)/i.test(target));
}

describe('the comparison with others', () => {
  it('links each ✔ to its test', () => {
    const text = readText('docs/comparison.md');
    const tables = text.slice(0, text.indexOf('## How fast'));
    const rows = tables.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| |'));
    assert.ok(rows.length > 100, `${rows.length} rows`);
    const unproved = rows.filter((row) => {
      const [, , ours = '', ...rest] = row.split(/(?<!\\)\|/);
      return (
        ours.trim().startsWith('✔') &&
        linksOf(rest.at(-2) ?? '').every((link) => !link.startsWith('../test/'))
      );
    });
    assert.deepEqual(unproved, []);
  });

  it('counts what the manifest counts', () => {
    const { contributes } = JSON.parse(readText('package.json')) as {
      readonly contributes: {
        readonly viewsWelcome: readonly unknown[];
        readonly configuration: { readonly properties: object };
      };
    };
    const text = readText('docs/comparison.md');
    const said = (row: string): number =>
      Number(text.slice(text.indexOf(`| ${row} |`) + row.length + 4).split('|')[0]);
    assert.equal(said('Welcome views (count)'), contributes.viewsWelcome.length);
    assert.equal(said('Number of settings'), Object.keys(contributes.configuration.properties).length);
  });

  it('sees links that lead nowhere', () => {
    assert.deepEqual(linksOf('[a](b.md) [c](https://x) [d](#e) `[f](g)`'), ['b.md']);
  });
});
