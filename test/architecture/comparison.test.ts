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
  it('links each ✔ about other extensions for platforms to its test', () => {
    const text = readText('docs/comparison.md');
    const part = text.slice(
      text.indexOf('## Beside other extensions for platforms'),
      text.indexOf('## How fast'),
    );
    const rows = part.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| |'));
    assert.ok(rows.length > 60, `${rows.length} rows`);
    const unproved = rows.filter((row) => {
      const [, , ours = '', ...rest] = row.split(/(?<!\\)\|/);
      return (
        ours.trim().startsWith('✔') &&
        linksOf(rest.at(-2) ?? '').every((link) => !link.startsWith('../test/'))
      );
    });
    assert.deepEqual(unproved, []);
  });

  it('sees links that lead nowhere', () => {
    assert.deepEqual(linksOf('[a](b.md) [c](https://x) [d](#e) `[f](g)`'), ['b.md']);
  });
});
