import assert from 'node:assert/strict';
import type { LiveStatus } from '../../../../src/model/live.js';
import type { Me } from '../../../../src/model/me.js';
import type { Connection } from '../../../../src/editor/session/connection.js';
import { Persons } from '../../../../src/editor/session/persons.js';
import { snapshot } from '../pictures.js';

function connection(getMe: () => Promise<Me>, status: LiveStatus = 'live') {
  let asked = 0;
  const platform = { getMe: () => ((asked += 1), getMe()) };
  const made = { platform, live: { snapshot: snapshot([], { status }) } } as unknown as Connection;
  return { made, asked: () => asked };
}

describe('who the person is', () => {
  it('is asked once, and told when it is known', async () => {
    const persons = new Persons();
    const { made, asked } = connection(() =>
      Promise.resolve({ user: { id: 'user:default/ada' }, groups: ['group:default/shop'] }),
    );
    const told = new Promise((resolve) => persons.onDidChange(() => resolve(undefined)));
    assert.equal(persons.of(made), undefined);
    persons.of(made);
    await told;
    assert.deepEqual([...(persons.of(made)?.references ?? [])], ['user:default/ada', 'group:default/shop']);
    assert.equal(asked(), 1);
  });

  it('is not asked of a platform that does not answer, and no fault where it is not told', async () => {
    const persons = new Persons();
    const away = connection(() => Promise.reject(new Error('away')), 'stale');
    assert.equal(persons.of(away.made), undefined);
    assert.equal(away.asked(), 0);
    const silent = connection(() => Promise.reject(new Error('not implemented')));
    persons.of(silent.made);
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(persons.of(silent.made), undefined);
    assert.equal(silent.asked(), 1);
  });
});
