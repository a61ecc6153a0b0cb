import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { applyDelta, deltaOf } from '../../../src/local/store/delta.js';
import { withIdempotency, withOperation, withService } from '../../../src/local/store/changes.js';
import { emptyState, type LocalState } from '../../../src/local/store/state.js';
import { Store } from '../../../src/local/store/store.js';
import type { Operation } from '../../../src/model/delivery.js';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('the change from one value to the next', () => {
  it('leads from any value to any other', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (before, after) => {
        const delta = deltaOf(before, after);
        const now = delta ? applyDelta(json(before), json(delta) as typeof delta) : before;
        assert.deepEqual(json(now), json(after));
      }),
    );
  });

  it('leads from any list of the same items to any other', () => {
    const items = Array.from({ length: 6 }, (_, id) => ({ id, inner: { list: [id] } }));
    const list = fc.array(
      fc.oneof(
        fc.constantFrom(...items),
        fc.constantFrom(...items).map((item) => ({ ...item, more: 1 })),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(list, list, (before, after) => {
        const delta = deltaOf(before, after);
        assert.deepEqual(json(delta ? applyDelta(before, delta) : before), json(after));
      }),
    );
  });

  it('is small where little changed in much', () => {
    const before = Array.from({ length: 1_000 }, (_, id) => ({
      id,
      log: Array.from({ length: 20 }, () => 'a line of a log'),
    }));
    const after = before
      .slice(1)
      .map((item) => (item.id === 500 ? { ...item, log: [...item.log, 'x'] } : item));
    const size = JSON.stringify(deltaOf(before, [...after, { id: 1_000, log: [] }])).length;
    assert.ok(size < 150, `${size} characters`);
  });

  it('refuses what it was not made from', () => {
    const delta = deltaOf([1, 2, 3], [2, 3]);
    assert.ok(delta);
    assert.throws(() => applyDelta([1], delta), RangeError);
    assert.throws(() => applyDelta({}, delta), RangeError);
    const other = deltaOf({ a: 1 }, { a: 2 });
    assert.ok(other);
    assert.throws(() => applyDelta([], other), RangeError);
  });
});

describe('the journal of the state', () => {
  let folder: string;
  let errors: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-store-'));
    errors = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (): string => path.join(folder, 'state.json');
  const journal = (): string => path.join(folder, 'state.journal');
  const open = (): Store =>
    new Store(file(), { error: (text) => errors.push(text), info() {}, warn() {}, debug() {} });
  const service = (index: number): Parameters<typeof withService>[1] => ({
    name: `service-${index % 7}`,
    manifest: { spec: { tier: String(index) } },
    updatedAt: String(index),
  });
  const operation = (index: number): Operation => ({
    id: `op_${index % 5}`,
    kind: 'Deployment',
    state: 'Running',
    done: index % 2 === 0,
    createdAt: String(index),
  });
  const change =
    (index: number) =>
    (state: LocalState): LocalState => {
      const event = {
        id: String(index),
        type: 'log',
        time: String(index),
        message: `line ${index}`,
      } as const;
      const told = withOperation(withService(state, service(index)), operation(index), [event]);
      return withIdempotency(told, { key: String(index), digest: '', result: `op_${index}` }, index);
    };
  /** Changes one after another, each on the disk when it is done; the state after each, and the journal's size then. */
  const grow = (store: Store, count: number): { state: LocalState; size: number }[] =>
    Array.from({ length: count }, (_, index) => {
      store.transaction(() => store.update(change(index)));
      return { state: store.state, size: statSync(journal(), { throwIfNoEntry: false })?.size ?? 0 };
    });

  it('has what was written, wherever it was cut off', () => {
    const store = open();
    store.flush();
    const steps = grow(store, 25);
    const whole = readFileSync(journal());
    const ends = [0, ...steps.map(({ size }) => size)];
    const cuts = ends.flatMap((end) => [-2, -1, 0, 1, 2, 40].map((by) => end + by));
    for (const size of cuts.filter((cut) => cut >= 0 && cut <= whole.length)) {
      writeFileSync(journal(), whole);
      truncateSync(journal(), size);
      const found = open().state;
      // A line without its end may count: it was written, only nobody was told.
      const last = steps.findLastIndex((step) => step.size - 1 <= size);
      assert.deepEqual(found, json(last < 0 ? emptyState : steps[last]?.state), `cut off at ${size}`);
    }
    assert.deepEqual(errors, []);
  });

  it('goes on after a cut: what was read is taken into a snapshot first', () => {
    grow(open(), 10);
    truncateSync(journal(), statSync(journal()).size - 3);
    const store = open();
    const { state } = store;
    store.transaction(() => store.update(change(11)));
    assert.equal(statSync(journal()).size, 0);
    assert.deepEqual(open().state, json(change(11)(state)));
  });

  it('does not count lines of an earlier snapshot', () => {
    const store = open();
    store.flush();
    grow(store, 5);
    const old = readFileSync(journal());
    store.close();
    // Killed after the snapshot was written, before the journal was emptied.
    writeFileSync(journal(), old);
    assert.deepEqual(open().state, json(store.state));
    assert.deepEqual(errors, []);
  });

  it('keeps a journal that is damaged in its middle, and what came before', () => {
    const store = open();
    store.flush();
    const [first] = grow(store, 5);
    const lines = readFileSync(journal(), 'utf8').split('\n');
    writeFileSync(journal(), [lines[0], lines[1]?.slice(0, 30), ...lines.slice(2)].join('\n'));
    assert.deepEqual(open().state, json(first?.state));
    assert.match(errors.join(), /journal of the local platform is damaged/);
    assert.ok(readdirSync(folder).some((name) => name.startsWith('state.journal.corrupt-')));
  });

  it('becomes a snapshot when it has grown', () => {
    const store = open();
    store.flush();
    const many = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(60_000));
    for (const text of many) {
      store.transaction(() =>
        store.update((state) => withService(state, { ...service(1), updatedAt: text })),
      );
    }
    assert.ok(statSync(journal()).size < 1_300_000);
    assert.ok(statSync(file()).size > 60_000);
    assert.deepEqual(open().state, json(store.state));
  });

  it('undoes what could not be written, and writes what came before it', () => {
    const store = open();
    store.flush();
    store.update(change(1));
    const { state } = store;
    assert.throws(() =>
      store.transaction(() => {
        store.update(change(2));
        throw new Error('refused');
      }),
    );
    assert.equal(store.state, state);
    store.flush();
    assert.deepEqual(open().state, json(state));
  });

  it('reads the state of an older platform, which has no journal', () => {
    writeFileSync(file(), JSON.stringify({ schemaVersion: 2, services: [service(1)], releases: [] }));
    const store = open();
    assert.deepEqual(store.state.services, [service(1)]);
    store.transaction(() => store.update(change(2)));
    assert.deepEqual(open().state, json(store.state));
  });
});
