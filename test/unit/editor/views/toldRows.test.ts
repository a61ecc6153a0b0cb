import assert from 'node:assert/strict';
import { shortAge } from '../../../../src/editor/views/age.js';
import { ToldRows } from '../../../../src/editor/views/toldRows.js';

describe('rows that were told', () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const age = (seconds: number): string => shortAge('2026-01-01T00:00:00Z', start + seconds * 1000);

  it('are outdated once when their age is another', () => {
    const rows = new ToldRows<{ name: string }>();
    const [ageing, lasting] = [{ name: 'ageing' }, { name: 'lasting' }];
    const after = (seconds: number) => (row: object) => (row === ageing ? age(seconds) : 'Healthy');
    rows.tell(ageing, age(10));
    rows.tell(lasting, 'Healthy');
    assert.deepEqual(rows.outdated(after(50)), []);
    assert.deepEqual(rows.outdated(after(70)), [ageing]);
    assert.deepEqual(rows.outdated(after(130)), [], 'nobody drew it again');
    rows.tell(ageing, age(130));
    assert.deepEqual(rows.outdated(after(150)), []);
    assert.deepEqual(rows.outdated(after(190)), [ageing]);
  });

  it('are news unless there were none, and are none still', () => {
    const rows = new ToldRows<object>();
    assert.equal(
      rows.isStillEmpty(() => []),
      false,
      'the editor does not know yet',
    );
    rows.tellRoots([]);
    assert.equal(
      rows.isStillEmpty(() => []),
      true,
    );
    assert.equal(
      rows.isStillEmpty(() => [{}]),
      false,
    );
    rows.tellRoots([{}]);
    assert.equal(
      rows.isStillEmpty(() => []),
      false,
      'what is gone is told',
    );
  });

  it('are forgotten when all are drawn again', () => {
    const rows = new ToldRows<object>();
    rows.tell({}, age(0));
    rows.clear();
    assert.deepEqual(
      rows.outdated(() => age(100)),
      [],
    );
  });
});
