import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, languageId } from '../../../src/language/languageService.js';
import { besideNeighbour, NeighbourState } from '../../../src/server/neighbour.js';

const text =
  'apiVersion: score.dev/v1b1\nmetadata:\n  name: one\n  name: two\ncontainers: { main: { image: ., imgae: . } }\n';
const score = TextDocument.create('file:///w/score.yaml', 'yaml', 1, text);
const own = TextDocument.create('file:///w/own.yaml', languageId, 1, text);
const everything = { syntax: true, outline: true, formatting: true, modelines: true };

describe('what is left to another YAML server', () => {
  const whole = createLanguageService({ files: { readText: () => Promise.resolve(undefined) } });
  const codes = async (source: TextDocument, neighbour: unknown, isOpen = true): Promise<unknown[]> => {
    const service = besideNeighbour(whole, () => isOpen, new NeighbourState(neighbour));
    return (await service.diagnostics(source)).map(({ code }) => code);
  };

  it('is what it says that it does, and nothing it does not say', async () => {
    assert.deepEqual(await codes(score, everything), ['schema/unknown-property']);
    for (const said of [undefined, {}, { syntax: 'yes' }, 'all', { ...everything, syntax: false }]) {
      assert.deepEqual(await codes(score, said), ['yaml/duplicate-key', 'schema/unknown-property']);
    }
  });

  it('is nothing of our own language, nor of files that are not open: it never sees those', async () => {
    assert.equal((await codes(own, everything)).length, 2);
    assert.equal((await codes(score, everything, false)).length, 2);
  });

  it('is the schema of a document that names one, and only there', () => {
    const state = new NeighbourState(everything);
    const service = besideNeighbour(whole, () => true, state);
    const named = (comment: string): TextDocument =>
      TextDocument.create('file:///w/named.yaml', 'yaml', 1, `${comment}\n${text}`);
    const at = { line: 1, character: 2 };
    assert.equal(service.hover(named('# yaml-language-server: $schema=./a.json'), at), undefined);
    assert.ok(service.hover(named('# yaml-language-server: $schemas'), at));
    assert.ok(service.hover(named('# see $schema=./a.json'), at));
    state.set({});
    assert.ok(service.hover(named('# yaml-language-server: $schema=./a.json'), at));
  });
});
