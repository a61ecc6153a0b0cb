import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFromPage, readSubject, readToPage, toWire } from '../../../src/base/pageMessages.js';

describe('messages between the extension and its pages', () => {
  const subject = { page: 'form', key: 'template node' };

  it('arrive as they were sent', () => {
    const show = { kind: 'show', model: { a: [1] }, subject, translations: { Yes: 'Ja' } } as const;
    for (const message of [
      show,
      { kind: 'answer', id: 1, value: null },
      { kind: 'refusal', id: 2, message: 'No.' },
    ] as const) {
      assert.deepEqual(readToPage(JSON.parse(JSON.stringify(toWire(message)))), message);
    }
    for (const message of [
      { kind: 'ready' },
      { kind: 'ask', id: 1, name: 'check', value: { b: 2 } },
      { kind: 'tell', name: 'draft', value: 'x' },
    ] as const) {
      assert.deepEqual(readFromPage(JSON.parse(JSON.stringify(toWire(message)))), message);
    }
  });

  it('of another protocol, or of none, are passed over', () => {
    for (const data of [
      undefined,
      null,
      'ready',
      { kind: 'ready' },
      { kind: 'ready', protocol: 2 },
      { kind: 'ask', protocol: 1, name: 'check' },
      { kind: 'tell', protocol: 1 },
      { kind: 'run', protocol: 1 },
    ]) {
      assert.equal(readFromPage(data), undefined);
    }
    assert.equal(readToPage({ kind: 'show', protocol: 1, model: 1 }), undefined);
    assert.equal(readToPage({ kind: 'answer', protocol: 1, id: 'a' }), undefined);
    assert.equal(readToPage({ kind: 'refusal', protocol: 1, id: 1 }), undefined);
  });

  it('never make reading fail', () => {
    fc.assert(
      fc.property(fc.anything(), fc.boolean(), (data, isOurs) => {
        const message: unknown = isOurs && typeof data === 'object' ? { ...data, protocol: 1 } : data;
        readFromPage(message);
        readToPage(message);
        readSubject(message);
      }),
    );
  });

  it('carry translations that are texts only', () => {
    const read = readToPage({ protocol: 1, kind: 'show', subject, translations: { a: 'b', c: 1 } });
    assert.deepEqual(read, { kind: 'show', model: undefined, subject, translations: { a: 'b' } });
  });
});
