import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { canonicalUri } from '../../../src/server/canonicalUri.js';

/** As VS Code writes it: all but letters, digits and a few marks escaped. */
function asClientsWrite(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}

describe('the one spelling of a URI', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..');

  it('is the same however a client escapes a path', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const path = `/${names.join('/')}`;
        const ours = canonicalUri(pathToFileURL(path).href);
        assert.equal(canonicalUri(asClientsWrite(path)), ours);
        assert.equal(canonicalUri(ours), ours);
      }),
    );
  });

  it('is as Node writes it for what people name files', () => {
    for (const path of ['/a b/ä.yaml', '/a/%41#1?.yaml', '/a+b/(c).yaml', '/emoji-🚀.yml']) {
      assert.equal(canonicalUri(asClientsWrite(path)), pathToFileURL(path).href.replaceAll('?', '%3F'));
    }
    assert.equal(canonicalUri('file:///c%3A/w/a.yaml'), 'file:///c:/w/a.yaml');
    assert.equal(canonicalUri('file://server/share/a.yaml'), 'file://server/share/a.yaml');
  });

  it('leaves alone what is no file and what is no URI', () => {
    for (const uri of ['vscode-vfs://github/o/r/a%20b.yaml', 'untitled:Untitled-1', 'file:///%E0%A4', '']) {
      assert.equal(canonicalUri(uri), uri);
    }
  });
});
