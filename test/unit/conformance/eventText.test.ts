import fc from 'fast-check';
import assert from 'node:assert/strict';
import { eventsIn } from '../../../src/conformance/eventText.js';

describe('eventsIn', () => {
  it('reads id, name and data, and passes over comments', () => {
    const text = ': connected\n\nid: 1\nevent: log\ndata: {"a":1}\n\n: ping\n\ndata:two\ndata: lines\n\n';
    assert.deepEqual(eventsIn(text), [{ id: '1', event: 'log', data: '{"a":1}' }, { data: 'two\nlines' }]);
  });

  it('takes any end of line, and leaves out what is not finished', () => {
    assert.deepEqual(eventsIn('id: 1\r\ndata: x\r\n\r\nid: 2\r\ndata: y\r\n'), [{ id: '1', data: 'x' }]);
    assert.deepEqual(eventsIn('data: x\r\rdata: y'), [{ data: 'x' }]);
    assert.deepEqual(eventsIn(''), []);
  });

  it('gives back what was written', () => {
    const word = fc.stringMatching(/^[a-z0-9{}":, ]{1,12}$/);
    const event = fc.record({ id: word, event: word, data: word }, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const text = events.map((each) => `id: ${each.id}\nevent: ${each.event}\ndata: ${each.data}\n\n`);
        assert.deepEqual(eventsIn(text.join(': ping\n\n')), events);
      }),
    );
  });
});
