import assert from 'node:assert/strict';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { manifest, serviceWith, smallService } from './support.js';

const symbols = (text: string): DocumentSymbol[] => serviceWith().symbols(manifest(text));

/** Names with their details, nested by indentation. */
function outline(all: readonly DocumentSymbol[], depth = 0): string[] {
  return all.flatMap(({ name, detail, children = [] }) => [
    `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` = ${detail}`}`,
    ...outline(children, depth + 1),
  ]);
}

describe('the outline', () => {
  it('names keys with their values, and list items by what tells them apart', () => {
    const text =
      'a: 1\nb:\n  - name: one\n  - id: two\n    action: x\n  - c: 3\n  - text\n  - [1]\nd: &x |\n  first\n  second\ne: *x\n';
    assert.deepEqual(outline(symbols(text)), [
      'a = 1',
      'b',
      '  one',
      '    name = one',
      '  two = id',
      '    id = two',
      '    action = x',
      '  [2]',
      '    c = 3',
      '  [4]',
      'd = first',
      'e = *x',
    ]);
  });

  it('names documents by kind and name, and one without either by its dashes', () => {
    const names = symbols(`${smallService}---\na: 1\n---\n- name: x\n`).map(({ name }) => name);
    assert.deepEqual(names, ['Service basket', '---', '---']);
  });

  it('keeps every selection inside its symbol, and every symbol inside its parent', () => {
    const check = (all: readonly DocumentSymbol[], from: number, to: number): void => {
      for (const { range, selectionRange, children = [] } of all) {
        assert.ok(range.start.line >= from && range.end.line <= to);
        assert.ok(selectionRange.start.line >= range.start.line && selectionRange.end.line <= range.end.line);
        check(children, range.start.line, range.end.line);
      }
    };
    check(symbols(`${smallService}---\n${smallService}`), 0, 100);
  });

  it('stops at 5,000 symbols, however they are spread', () => {
    const count = (all: readonly DocumentSymbol[]): number =>
      all.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);
    assert.equal(count(symbols(Array.from({ length: 5100 }, (_, at) => `k${at}: 1\n`).join(''))), 5000);
    assert.equal(count(symbols('a: 1\n---\n'.repeat(2600))), 5000);
    assert.ok(count(symbols(`a: ${'[{b: '.repeat(90)}1${'}]'.repeat(90)}\n`)) <= 5000);
  });

  it('survives what is broken, empty, or an alias of itself', () => {
    for (const text of ['', 'a', '[', 'a: &a [*a]\n', '? [a]\n: b\n', ': x\n', '---\n---\n', 'a: *none\n']) {
      assert.ok(Array.isArray(symbols(text)), text);
    }
  });
});
