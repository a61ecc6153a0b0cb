import assert from 'node:assert/strict';
import fc from 'fast-check';
import { burnChart, burnTone, placeBurn } from '../../../../src/webview/charts/burn.js';
import { columnChart, placeColumns } from '../../../../src/webview/charts/columns.js';
import { figure } from '../../../../src/webview/charts/figure.js';
import { place, ticks, wholeTicks } from '../../../../src/webview/charts/scale.js';
import { footLabel } from '../../../../src/webview/charts/footLabel.js';
import { hatching } from '../../../../src/webview/charts/series.js';
import { placeShares, shareBar } from '../../../../src/webview/charts/shares.js';
import { dataTable } from '../../../../src/webview/charts/table.js';
import { placeTrend, trendChart } from '../../../../src/webview/charts/trend.js';
import { el, findAll, textOf } from '../../../../src/webview/charts/view.js';

const format = (value: number): string => String(value);

describe('scales of charts', () => {
  it('step evenly in round numbers', () => {
    assert.deepEqual(ticks(7), [0, 2, 4, 6, 8]);
    assert.deepEqual(ticks(0.3), [0, 0.1, 0.2, 0.3]);
    assert.deepEqual(ticks(0), [0, 1]);
    assert.deepEqual(wholeTicks(1), [0, 1]);
    assert.deepEqual(wholeTicks(3), [0, 1, 2, 3]);
  });

  it('reach every value with few ticks', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (most) => {
        const scale = ticks(most);
        assert.ok((scale.at(-1) ?? 0) >= most * (1 - 1e-6));
        assert.ok(scale.length <= 6, `${scale.length} ticks up to ${most}`);
        assert.equal(scale[0], 0);
      }),
    );
  });

  it('keep what is outside at the edge', () => {
    assert.equal(place(5, 0, 10, 100, 200), 150);
    assert.equal(place(-5, 0, 10, 100, 200), 100);
    assert.equal(place(50, 0, 10, 200, 100), 100);
    assert.equal(place(1, 1, 1, 3, 9), 3);
  });
});

describe('columns', () => {
  const column = (...values: number[]) => ({
    label: 'w',
    parts: values.map((value) => ({ value, tone: 'plain' as const })),
  });

  it('stand on the ground, parts on top of each other, none outside the picture', () => {
    const { boxes } = placeColumns({ columns: [column(3, 1), column(0, 0), column(8, 0)] });
    const [first, second] = boxes;
    assert.ok(first && second);
    assert.equal(first.y, second.y + second.height, 'the second part stands on the first');
    assert.equal(first.y + first.height, 138, 'the first part stands on the ground');
    assert.ok(first.height > second.height * 2.9 && first.height < second.height * 3.1);
    assert.equal(boxes[2]?.height, 0);
    for (const { x, width } of boxes) assert.ok(x >= 34 && x + width <= 474);
  });

  it('name only as many columns as there is room for', () => {
    const drawn = columnChart({ columns: Array.from({ length: 53 }, () => column(1)), format });
    const names = findAll(drawn, ({ tag, children }) => tag === 'text' && children[0] === 'w');
    assert.ok(names.length <= 6, `${names.length} names`);
    assert.equal(findAll(drawn, ({ tag }) => tag === 'rect').length, 53);
  });

  it('draw nothing of nothing', () => {
    assert.equal(findAll(columnChart({ columns: [], format }), ({ tag }) => tag === 'rect').length, 0);
  });
});

describe('shares', () => {
  it('fill the bar, each by its part', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 8 }), (values) => {
        const placed = placeShares(values.map((value) => ({ value, tone: 'plain' as const })));
        const sum = placed.reduce((total, { width }) => total + width, 0);
        const whole = values.some((value) => value > 0) ? 240 : 0;
        assert.ok(Math.abs(sum - whole) < 1e-3);
      }),
    );
  });

  it('are hidden from screen readers, which read the words beside them', () => {
    assert.equal(shareBar([{ value: 1, tone: 'good' }]).attributes['aria-hidden'], 'true');
  });
});

describe('burn rates', () => {
  it('are judged against what the budget bears', () => {
    assert.deepEqual([0, 1, 1.1, 6, 14.4].map(burnTone), ['good', 'good', 'warn', 'bad', 'bad']);
  });

  it('show the line at 1 even when all are far below', () => {
    const { one, scale } = placeBurn([{ label: '1h', rate: 0.1 }]);
    assert.ok((scale.at(-1) ?? 0) > 1);
    assert.ok(one > 44 && one < 280);
  });

  it('have no number that the line at 1 runs through', () => {
    const rates = [0, 0.9, 15].map((rate) => ({ label: '1h', rate }));
    const { one } = placeBurn(rates);
    const drawn = burnChart({ rates, format: (value) => `${value}×` });
    const numbers = findAll(drawn, ({ tag, attributes }) => tag === 'text' && attributes['class'] === 'tick');
    assert.equal(numbers.length, 3);
    for (const { attributes } of numbers) assert.ok(Number(attributes['x']) >= one, attributes['x']);
  });

  it('tell every rate in words', () => {
    const drawn = burnChart({ rates: [{ label: '1h', rate: 14.4 }], format });
    assert.match(textOf(drawn), /1h.*14\.4/);
  });
});

describe('a trend', () => {
  it('breaks where nothing is known, and never falls to zero', () => {
    const points = [4, 5, undefined, 3, undefined].map((value) => ({ label: 'w', value }));
    const { dots, lines } = placeTrend({ points, from: 1, to: 5 });
    assert.equal(dots.length, 3);
    assert.equal(lines.length, 1);
    assert.ok(dots.every(({ y }) => y <= 108));
    assert.equal(
      findAll(trendChart({ points, from: 1, to: 5, ticks: [1, 5], format }), ({ tag }) => tag === 'circle')
        .length,
      3,
    );
  });
});

describe('labels at the foot', () => {
  it('stay inside the picture', () => {
    const picture = { left: 34, width: 480, height: 130 };
    const at = (x: number): readonly [string | undefined, number] => {
      const { attributes } = footLabel('Nov 15', x, picture);
      return [attributes['class'], Number(attributes['x'])];
    };
    assert.deepEqual(
      [at(60), at(240)],
      [
        ['tick middle', 60],
        ['tick middle', 240],
      ],
    );
    assert.deepEqual(
      [at(5), at(470)],
      [
        ['tick', 34],
        ['tick end', 479],
      ],
    );
  });
});

describe('tones', () => {
  it('differ by lines too, which stay inside their box', () => {
    const ends = [
      ...hatching({ x: 10, y: 20, width: 30, height: 8 }, 4).matchAll(/(\d+(?:\.\d+)?) (\d+(?:\.\d+)?)/g),
    ];
    assert.ok(ends.length > 4);
    for (const [, x, y] of ends) {
      assert.ok(Number(x) >= 10 && Number(x) <= 40);
      assert.ok(Number(y) >= 20 && Number(y) <= 28);
    }
  });
});

describe('a figure', () => {
  it('says in words and in a table what it shows', () => {
    const shown = figure({
      caption: 'Deployments per week',
      summary: '6 deployments in 2 weeks, 1 failed.',
      chart: el('svg', { viewBox: '0 0 1 1' }),
      table: {
        caption: 'Deployments per week',
        columns: [{ label: 'Week' }, { label: 'Deployments', numeric: true }],
        rows: [{ cells: ['14 Nov', '6'] }],
      },
    });
    const [picture] = findAll(shown, ({ tag }) => tag === 'svg');
    assert.equal(picture?.attributes['role'], 'img');
    assert.equal(picture.attributes['aria-label'], '6 deployments in 2 weeks, 1 failed.');
    const [opener] = findAll(shown, ({ tag }) => tag === 'summary');
    assert.equal(opener?.attributes['aria-label'], 'As a table: Deployments per week');
    assert.match(textOf(shown), /As a table.*Week Deployments 14 Nov 6/);
    assert.equal(
      findAll(shown, ({ tag, attributes }) => tag === 'th' && attributes['scope'] === 'row').length,
      1,
    );
  });

  it('has each cell say the words of its column, for where a row stands below its name', () => {
    const columns = [{ label: 'Week' }, { label: 'Deployments', numeric: true }];
    const table = dataTable({ caption: 'Weeks', columns, rows: [{ cells: ['14 Nov', '6'] }] });
    const labels = findAll(table, ({ tag }) => tag === 'td').map(
      ({ attributes }) => attributes['data-label'],
    );
    assert.deepEqual(labels, ['Deployments']);
  });
});

describe('views', () => {
  it('take text as text and leave out what is nothing', () => {
    const view = el('p', { hidden: false, id: undefined, open: true, 'data-n': 3 }, '<b>', undefined, [
      false,
      ['x'],
    ]);
    assert.deepEqual(view.attributes, { open: '', 'data-n': '3' });
    assert.deepEqual(view.children, ['<b>', 'x']);
  });
});
