import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultDataDir } from '../../../src/local/life/dataDir.js';
import { Leases } from '../../../src/local/life/leases.js';
import { baseEnvironment } from '../../../src/local/runtime/childEnvironment.js';
import { LineReader, maxLineLength } from '../../../src/local/runtime/lineReader.js';
import { RestartBudget } from '../../../src/local/runtime/restartBudget.js';

describe('baseEnvironment', () => {
  it('lets through what a program needs and nothing else', () => {
    const own = {
      PATH: '/bin',
      Path: 'C:',
      LC_ALL: 'C',
      GITHUB_TOKEN: 'x',
      NODE_OPTIONS: 'x',
      VSCODE_PID: '1',
      npm_config_registry: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
    };
    assert.deepEqual(baseEnvironment(own), { PATH: '/bin', Path: 'C:', LC_ALL: 'C' });
  });
});

describe('LineReader', () => {
  const read = (chunks: readonly Buffer[]): readonly string[] => {
    const lines: string[] = [];
    const reader = new LineReader((line) => lines.push(line));
    for (const chunk of chunks) reader.push(chunk);
    reader.end();
    return lines;
  };

  it('gives the same lines however the output is cut', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 7 }), (lines, size) => {
        const bytes = Buffer.from(lines.map((item) => `${item}\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        assert.deepEqual(read(chunks), lines);
      }),
    );
  });

  it('keeps a bounded part of a line without end, and the last line without a break', () => {
    const endless = Array.from({ length: 100 }, () => Buffer.alloc(1_000, 'x'));
    assert.deepEqual(
      read(endless).map((line) => line.length),
      [maxLineLength],
    );
    assert.deepEqual(read([Buffer.from('a\r\nb')]), ['a', 'b']);
  });
});

describe('RestartBudget', () => {
  it('gives five restarts in three minutes, with growing waits', () => {
    let now = 0;
    const budget = new RestartBudget(() => now);
    const waits = [1, 2, 3, 4, 5].map(() => (assert.ok(budget.take()), budget.nextDelayMs()));
    assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000]);
    assert.equal(budget.take(), false);
    now = 3 * 60_000;
    assert.equal(budget.take(), true);
    assert.equal(budget.nextDelayMs(), 500);
  });
});

describe('Leases', () => {
  it('expire a while after the last sign of the last holder', () => {
    let now = 0;
    const leases = new Leases({ ttlMs: 15, graceMs: 25, now: () => now });
    const expiredAt = (time: number): boolean => ((now = time), leases.isExpired);
    assert.equal(expiredAt(24), false);
    leases.renew('a');
    leases.renew('b');
    assert.equal(expiredAt(38), false);
    leases.renew('b');
    assert.equal(expiredAt(52), false);
    leases.end('b');
    assert.equal(expiredAt(76), false);
    assert.equal(expiredAt(77), true);
    leases.keep();
    assert.equal(leases.isExpired, false);
  });

  it('count a holder that died until its lease runs out', () => {
    let now = 0;
    const leases = new Leases({ ttlMs: 15, graceMs: 5, now: () => now });
    leases.renew('a');
    now = 14;
    assert.equal(leases.isExpired, false);
    now = 15;
    assert.equal(leases.isExpired, true);
  });
});

describe('defaultDataDir', () => {
  it('is the folder each system has for it, unless named', () => {
    assert.equal(defaultDataDir({}, 'linux', '/home/a'), '/home/a/.local/share/golden-path');
    assert.equal(defaultDataDir({ XDG_DATA_HOME: '/x' }, 'linux', '/home/a'), '/x/golden-path');
    assert.equal(
      defaultDataDir({}, 'darwin', '/Users/a'),
      '/Users/a/Library/Application Support/golden-path',
    );
    assert.equal(defaultDataDir({ GOLDEN_PATH_DATA: '/y' }, 'darwin', '/Users/a'), '/y');
  });
});
