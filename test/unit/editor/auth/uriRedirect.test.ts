import assert from 'node:assert/strict';
import { isAbort } from '../../../../src/base/abort.js';
import { Emitter } from '../../../../src/base/events.js';
import { forgetKept } from '../../../../src/editor/auth/keptData.js';
import { uriRedirect } from '../../../../src/editor/auth/uriRedirect.js';

const uri = 'vscode://golden-path.golden-path/signed-in';

describe("coming back through the editor's own address", () => {
  it('takes the return that was asked for, once', async () => {
    const arrivals = new Emitter<string>();
    const waiting = uriRedirect(uri, arrivals.event).returned('mine', new AbortController().signal);
    arrivals.fire('code=stolen&state=foreign');
    arrivals.fire('code=none');
    arrivals.fire('code=good&state=mine');
    arrivals.fire('code=replayed&state=mine');
    assert.equal((await waiting).href, `${uri}?code=good&state=mine`);
  });

  it('ends when the person gives up', async () => {
    const abort = new AbortController();
    const waiting = uriRedirect(uri, new Emitter<string>().event).returned('mine', abort.signal);
    abort.abort();
    await assert.rejects(waiting, isAbort);
  });
});

describe('what is kept of a platform', () => {
  it('is forgotten for the origin of who signs out, and for no other', async () => {
    const kept = new Map<string, unknown>(
      [
        'https://a.example/v1',
        'https://a.example/x/v1',
        'https://a.example.evil/v1',
        'https://b.example/v1',
      ].map((url) => [`goldenPath.schemas ${url}`, []]),
    );
    const store = {
      keys: () => [...kept.keys()],
      update: (key: string) => {
        kept.delete(key);
        return Promise.resolve();
      },
    };
    await forgetKept(store, 'https://a.example');
    assert.deepEqual(
      [...kept.keys()],
      ['goldenPath.schemas https://a.example.evil/v1', 'goldenPath.schemas https://b.example/v1'],
    );
  });
});
