import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isolated, isolatedParts } from '../../../src/base/bidi.js';
import { t } from '../../../src/base/l10n.js';
import { plainText } from '../../../src/base/plainText.js';
import { dataTable } from '../../../src/webview/charts/table.js';
import { el, findAll } from '../../../src/webview/charts/view.js';

const hebrew = 'שירות (EU)';
const kept = `\u2068${hebrew}\u2069`;

describe('texts that are written from right to left', () => {
  it('keep their direction to themselves; others stay as they are', () => {
    assert.equal(isolated(hebrew), kept);
    assert.equal(isolated('خدمة'), '\u2068خدمة\u2069');
    for (const plain of ['', 'orders', 'ja: 注文', '1 Healthy', 'Größe 🛒']) {
      assert.equal(isolated(plain), plain);
    }
    assert.equal(isolatedParts(`SEV2 · ${hebrew} · 1h`), `SEV2 · ${kept} · 1h`);
    assert.equal(isolatedParts('SEV2 · production'), 'SEV2 · production');
  });

  it('leave the words of a sentence in order', () => {
    assert.equal(t('{0} in {1}, {2}', hebrew, 'production', 3), `${kept} in production, 3`);
    assert.equal(t('{0} {1}', 1, 'Healthy'), '1 Healthy');
  });

  it('stand so in pages, also as the header of a row', () => {
    assert.deepEqual(el('p', {}, hebrew, ' · ', 'orders').children, [kept, ' · ', 'orders']);
    const table = dataTable({ caption: 'c', columns: [{ label: 'Name' }], rows: [{ cells: [hebrew] }] });
    assert.deepEqual(findAll(table, ({ tag }) => tag === 'th').at(-1)?.children, [kept]);
  });

  it('are nothing but themselves and two marks, which no terminal gets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.ok([text, `\u2068${text}\u2069`].includes(isolated(text)));
        assert.equal(plainText(isolated(text)), plainText(text));
      }),
    );
  });
});
