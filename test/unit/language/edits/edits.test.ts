import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMap } from 'yaml';
import type { Path } from '../../../../src/language/documents/lookup.js';
import { parseYaml, type YamlDocument } from '../../../../src/language/documents/yamlDocument.js';
import { addKey } from '../../../../src/language/edits/addKey.js';
import { changed, type Change } from '../../../../src/language/edits/change.js';
import { toBlock, toFlow } from '../../../../src/language/edits/collectionStyle.js';
import { holderAt, holderOver, rootHolder } from '../../../../src/language/edits/holder.js';
import { removeEntry } from '../../../../src/language/edits/removeEntry.js';
import {
  quote,
  renameKey,
  replaceValue,
  unwrapList,
  wrapInList,
} from '../../../../src/language/edits/replaceValue.js';
import { sortKeys } from '../../../../src/language/edits/sortKeys.js';
import { yamlTexts, type MadeText } from './yamlTexts.js';

type Container = Record<string | number, unknown>;

function documentOf(text: string): YamlDocument {
  const [document] = parseYaml(text) ?? [];
  assert.ok(document);
  assert.deepEqual(
    document.tree.errors.map(({ message }) => message),
    [],
    text,
  );
  return document;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Container)[part], value);
}

/** A copy of a value with another value at a path; without it where `put` gives none. */
function withValue(value: unknown, path: Path, put: (old: unknown) => unknown): unknown {
  const copy = structuredClone(value);
  const last = path.at(-1);
  if (last === undefined) return put(copy);
  const holder = at(copy, path.slice(0, -1)) as Container;
  holder[last] = put(holder[last]);
  return copy;
}

function without(value: unknown, path: Path): unknown {
  const copy = structuredClone(value);
  const holder = at(copy, path.slice(0, -1));
  const last = path.at(-1) ?? '';
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder as object, last);
  return copy;
}

function after(text: string, edit: Change | readonly Change[]): { text: string; value: unknown } {
  const done = changed(text, [edit].flat());
  return { text: done, value: documentOf(done).value };
}

function isBelow(path: Path, above: Path): boolean {
  return above.every((part, index) => part === path[index]);
}

/** Every comment that is not of the part of the text that was taken out. */
function assertComments(made: MadeText, done: string, gone?: Path): void {
  for (const [words, path] of made.comments) {
    if (gone && isBelow(path, gone)) continue;
    assert.ok(done.includes(words), `${words} is lost:\n${made.text}\n----\n${done}`);
  }
  assert.equal(done.includes('\r\n'), made.text.includes('\r\n') && done.includes('\n'));
  assert.equal(done.startsWith('\uFEFF'), made.text.startsWith('\uFEFF'));
}

const places = yamlTexts.chain((made) =>
  fc.record({ made: fc.constant(made), path: fc.constantFrom(...made.paths) }),
);
const runs = { numRuns: Number(process.env['RUNS'] ?? 150) };

describe('edits of a YAML text', () => {
  it('find every place by its path and by its offset', () => {
    fc.assert(
      fc.property(places, ({ made, path }) => {
        const document = documentOf(made.text);
        assert.deepEqual(document.value, made.value);
        const holder = holderAt(document, path);
        assert.ok(holder);
        const start = holder.node?.range?.[0];
        const hasOwnText = holder.node?.range && holder.node.range[1] > start!;
        if (hasOwnText) assert.ok(isBelow(holderOver(document, start!).path, path));
      }),
      runs,
    );
  });

  it('add a key to any map', () => {
    const value = fc.constantFrom<unknown>('x', '', 'yes', 12, true, null, ['a'], { a: { b: 'c: d' } }, [
      { a: 1, b: [] },
    ]);
    fc.assert(
      fc.property(places, value, ({ made, path }, added) => {
        const document = documentOf(made.text);
        for (const where of [path, []]) {
          const old = at(made.value, where);
          const holder = holderAt(document, where);
          const edit = holder && addKey(document, holder, { key: 'new', value: added });
          const canTake = old === null || (typeof old === 'object' && !Array.isArray(old));
          if (!edit) {
            assert.ok(!canTake || old === null || Object.keys(old).length === 0, made.text);
            continue;
          }
          assert.ok(canTake);
          const done = after(made.text, edit);
          const wanted = withValue(made.value, where, (map) => ({ ...(map as object), new: added }));
          assert.deepEqual(done.value, wanted, `${made.text}\n----\n${done.text}`);
          assertComments(made, done.text);
        }
      }),
      runs,
    );
  });

  it('remove any pair or item with its comments and no others', () => {
    fc.assert(
      fc.property(places, ({ made, path }) => {
        const document = documentOf(made.text);
        const holder = holderAt(document, path);
        const edit = holder && removeEntry(document, holder);
        if (!edit) return;
        const done = after(made.text, edit);
        assert.deepEqual(
          done.value,
          without(made.value, path),
          `${path.join('/')}\n${made.text}\n----\n${done.text}`,
        );
        assertComments(made, done.text, path);
      }),
      runs,
    );
  });

  it('replace any value', () => {
    fc.assert(
      fc.property(
        places,
        fc.constantFrom<unknown>('x', '', '12', 12, ['a'], { a: 1 }),
        ({ made, path }, put) => {
          const document = documentOf(made.text);
          const holder = holderAt(document, path);
          const edit = holder && replaceValue(document, holder, put);
          if (!edit) return;
          const done = after(made.text, edit);
          assert.deepEqual(
            done.value,
            withValue(made.value, path, () => put),
            `${made.text}\n----\n${done.text}`,
          );
        },
      ),
      runs,
    );
  });

  it('rename any key', () => {
    fc.assert(
      fc.property(
        places,
        fc.constantFrom('fresh', 'with: colon', "it's", '12', ''),
        ({ made, path }, name) => {
          const document = documentOf(made.text);
          const holder = holderAt(document, path);
          const edit = holder && renameKey(document, holder, name);
          if (!edit) {
            assert.equal(typeof path.at(-1), 'number');
            return;
          }
          const done = after(made.text, edit);
          const wanted = withValue(made.value, path.slice(0, -1), (map) =>
            Object.fromEntries(
              Object.entries(map as object).map(([key, own]) => [
                key === path.at(-1) ? name : key,
                own as unknown,
              ]),
            ),
          );
          assert.deepEqual(done.value, wanted);
          assertComments(made, done.text);
        },
      ),
      runs,
    );
  });

  it('put quotes around a value, and a list around it and off again', () => {
    fc.assert(
      fc.property(places, ({ made, path }) => {
        const document = documentOf(made.text);
        const holder = holderAt(document, path)!;
        const quoted = quote(document, holder);
        if (quoted) {
          const text = typeof at(made.value, path) === 'string' ? at(made.value, path) : undefined;
          const now = at(after(made.text, quoted).value, path);
          assert.equal(typeof now, 'string');
          if (text !== undefined) assert.equal(now, text);
        }
        const wrapped = wrapInList(document, holder);
        if (!wrapped) return;
        const done = after(made.text, wrapped);
        assert.deepEqual(
          done.value,
          withValue(made.value, path, (old) => [old]),
          `${made.text}\n----\n${done.text}`,
        );
        const again = documentOf(done.text);
        const off = unwrapList(again, holderAt(again, path)!);
        if (!off) return;
        assert.deepEqual(
          after(done.text, off).value,
          made.value,
          `${done.text}\n----\n${changed(done.text, [off])}`,
        );
      }),
      runs,
    );
  });

  it('sort the keys of any map, comments moving along', () => {
    const rank = (name: string): number => -name.charCodeAt(0);
    fc.assert(
      fc.property(places, ({ made, path }) => {
        const document = documentOf(made.text);
        for (const where of [path, []]) {
          const holder = holderAt(document, where) ?? rootHolder(document);
          if (!isMap(holder.node)) continue;
          const edit = sortKeys(document, holder.node, rank);
          assert.ok(typeof edit !== 'string', 'It was refused.');
          const done = after(made.text, edit);
          assert.deepEqual(done.value, made.value, `${made.text}\n----\n${done.text}`);
          const names = Object.keys(at(done.value, where) as object);
          assert.deepEqual(
            names,
            [...names].sort((a, b) => rank(a) - rank(b)),
          );
          assertComments(made, done.text);
          const again = documentOf(done.text);
          assert.deepEqual(
            sortKeys(again, (holderAt(again, where) ?? rootHolder(again)).node as never, rank),
            [],
          );
        }
      }),
      runs,
    );
  });

  it('turn a collection from block to flow style and back', () => {
    fc.assert(
      fc.property(places, ({ made, path }) => {
        const document = documentOf(made.text);
        const holder = holderAt(document, path)!;
        for (const turn of [toFlow, toBlock]) {
          const edit = turn(document, holder);
          if (!edit) continue;
          const done = after(made.text, edit);
          assert.deepEqual(done.value, made.value, `${made.text}\n----\n${done.text}`);
          assertComments(made, done.text);
        }
      }),
      runs,
    );
  });
});
