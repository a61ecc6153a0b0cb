import assert from 'node:assert/strict';
import { plainArrangement, type Arrangement } from '../../../../src/editor/views/arrangement.js';
import { Arranger } from '../../../../src/editor/views/arranger.js';
import type { Picture } from '../../../../src/editor/views/picture.js';
import { picture, running, service } from '../pictures.js';

const workspace: ReadonlySet<string> = new Set();
const shown = (...states: readonly (readonly [name: string, health: string])[]): Picture => ({
  ...picture(states.map(([name, health]) => service(name, running('staging', health)))),
  workspace,
});
const healthy = shown(['orders', 'Healthy'], ['mail', 'Healthy']);
const degraded = shown(['orders', 'Degraded'], ['mail', 'Healthy']);

describe('services put in their places', () => {
  const placesAfter = (arrangement: Arrangement, next: Picture): readonly [unknown, unknown] => {
    const arranger = new Arranger(() => arrangement);
    return [arranger.of(healthy), arranger.of(next)];
  };

  it('stay there when a state changes: nothing is arranged again', () => {
    const [before, after] = placesAfter(plainArrangement, degraded);
    assert.equal(after, before);
  });

  it('are not looked through where it is known that none came or went', () => {
    const roster = {};
    const counted = (given: Picture): Picture => ({ ...given, live: { ...given.live, roster } });
    const arranger = new Arranger(() => plainArrangement);
    const before = arranger.of(counted(healthy));
    const unread = new Map(degraded.live.services);
    unread.keys = () => assert.fail('looked through');
    unread.has = () => assert.fail('looked through');
    assert.equal(arranger.of(counted({ ...degraded, live: { ...degraded.live, services: unread } })), before);
  });

  it('are arranged again when a service comes, goes or is renamed', () => {
    for (const next of [
      shown(['orders', 'Healthy']),
      shown(['orders', 'Healthy'], ['mail', 'Healthy'], ['new', 'Healthy']),
      shown(['orders', 'Healthy'], ['post', 'Healthy']),
      { ...healthy, workspace: new Set(['here']) },
    ]) {
      const { places } = new Arranger(() => plainArrangement).of(next);
      const [before, after] = placesAfter(plainArrangement, next);
      assert.notEqual(after, before);
      assert.deepEqual((after as { places: unknown }).places, places);
    }
  });

  it('are arranged again where their places depend on their states', () => {
    for (const change of [
      { grouping: 'health' },
      { filter: 'health:degraded' },
      { scope: 'mine' },
    ] as const) {
      const [before, after] = placesAfter({ ...plainArrangement, ...change }, degraded);
      assert.notEqual(after, before);
    }
  });
});
