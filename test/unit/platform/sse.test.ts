import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PlatformError } from '../../../src/model/errors.js';
import { SseParser, type SseEvent } from '../../../src/platform/http/sse.js';

function parseAll(...chunks: readonly string[]): SseEvent[] {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

/** Any cut of a text into pieces. */
function pieces(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

describe('SseParser', () => {
  it('reads id, event, data and retry, and passes over comments and unknown fields', () => {
    const parser = new SseParser();
    const text = ': ping\nid: 7\nevent: step\nretry: 250\nwhat: ever\ndata: one\ndata:two\ndata:  three\n\n';
    assert.deepEqual(parser.push(text), [{ id: '7', event: 'step', data: 'one\ntwo\n three' }]);
    assert.equal(parser.retryMs, 250);
  });

  it('keeps the id over events, but neither event nor data', () => {
    assert.deepEqual(parseAll('id: 1\nevent: a\ndata: x\n\n', 'data: y\n\nid\ndata: z\n\n'), [
      { id: '1', event: 'a', data: 'x' },
      { id: '1', event: 'message', data: 'y' },
      { id: '', event: 'message', data: 'z' },
    ]);
  });

  it('gives nothing for an event without data or without an end', () => {
    assert.deepEqual(parseAll('event: a\n\n', 'data: never ended\n'), []);
  });

  it('takes an id with a NUL for none', () => {
    assert.equal(parseAll('id: 1\nid: 2\0\ndata: x\n\n')[0]?.id, '1');
  });

  it('refuses an event without end before it fills the memory', () => {
    for (const text of [`data: ${'x'.repeat(200)}`, 'data: x\n'.repeat(40), `id: ${'x'.repeat(200)}`]) {
      const parser = new SseParser(100);
      assert.throws(
        () => parser.push(text),
        (error) => PlatformError.is(error, 'too-large'),
      );
    }
    const parser = new SseParser(100);
    for (let count = 0; count < 100; count++) parser.push('data: 1234567890\n\n: a comment that is long\n');
  });

  it('reads the same however the text is cut', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        ':',
        ': ping',
        'data',
        'data:',
        'data: {"a":1}',
        'id: 5',
        'event: done',
        'retry: 9',
      ),
      fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
    );
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 30 })
      .map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 12 }), (whole, cuts) => {
        assert.deepEqual(parseAll(...pieces(whole, cuts)), parseAll(whole));
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same at every single cut and character by character', () => {
    const text = ': hi\r\nid: 1\r\nevent: step\r\ndata: a\r\n\r\nid: 2\rdata: b\r\rdata: c\ndata: d\n\n';
    const expected = parseAll(text);
    assert.equal(expected.length, 3);
    for (let cut = 0; cut <= text.length; cut++) {
      assert.deepEqual(parseAll(text.slice(0, cut), text.slice(cut)), expected, `cut at ${cut}`);
    }
    assert.deepEqual(parseAll(...text.split('')), expected);
  });

  it('gives back what a server writes', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const event = fc.record({ id: word, event: word, data: fc.json() }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(event), fc.constantFrom('\n', '\r', '\r\n'), (events, end) => {
        const text = events
          .map(({ id, event: name, data }) =>
            [`id: ${id}`, `event: ${name}`, `data: ${data}`, '', ''].join(end),
          )
          .join('');
        assert.deepEqual(parseAll(text), events);
      }),
    );
  });
});
