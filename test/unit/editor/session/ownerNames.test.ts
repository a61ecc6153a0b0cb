import assert from 'node:assert/strict';
import type { Owner } from '../../../../src/model/catalog.js';
import type { Page, PageQuery } from '../../../../src/model/platform.js';
import { actorName, ownerName, shortReference } from '../../../../src/model/reference.js';
import type { Connection } from '../../../../src/editor/session/connection.js';
import { OwnerNames } from '../../../../src/editor/session/ownerNames.js';
import { snapshot } from '../pictures.js';

const info = { name: 'a', contractVersion: '0.2.0', capabilities: { owners: { level: 'Read' } } };

function connection(listOwners: (query: PageQuery) => Promise<Page<Owner>>, more: object = { info }) {
  let asked = 0;
  const platform = { listOwners: (query: PageQuery) => ((asked += 1), listOwners(query)) };
  const made = { platform, live: { snapshot: snapshot([], more) } } as unknown as Connection;
  return { made, asked: () => asked };
}

const page = (ref: string, more: Partial<Owner>, next?: string): Page<Owner> => ({
  items: [{ ref, ...more }],
  ...(next !== undefined && { nextPageToken: next }),
});

describe('what owners are called', () => {
  it('is what the catalogue says, asked once, page by page', async () => {
    const names = new OwnerNames();
    const { made, asked } = connection(({ pageToken }) =>
      Promise.resolve(
        pageToken === undefined
          ? page('group:default/shop', { displayName: 'Shop Team' }, '2')
          : page('group:default/mail', { title: 'Post' }),
      ),
    );
    let told = 0;
    names.onDidChange(() => (told += 1));
    assert.equal(names.of(made).size, 0);
    const titles = await names.read(made);
    assert.equal(names.of(made), titles);
    assert.deepEqual([asked(), told], [2, 1]);
    assert.equal(ownerName('group:default/shop', titles), 'Shop Team');
    assert.equal(ownerName('group:default/mail', titles), 'Post');
    assert.equal(ownerName('group:other/x', titles), 'other/x');
  });

  it('is read no further than a thousand, and not round and round', async () => {
    let next = 0;
    const long = connection(() => Promise.resolve(page(`group:default/${++next}`, {}, String(next))));
    await new OwnerNames().read(long.made);
    assert.equal(long.asked(), 5);
    const round = connection(() => Promise.resolve(page('group:default/a', {}, 'again')));
    await new OwnerNames().read(round.made);
    assert.equal(round.asked(), 2);
  });

  it('is not asked of a platform that does not answer or tells of no owners; a refusal is no fault', async () => {
    const names = new OwnerNames();
    for (const more of [{ info, status: 'stale' }, {}, { info: { ...info, capabilities: {} } }]) {
      const { made, asked } = connection(() => assert.fail('asked'), more);
      assert.equal((await names.read(made)).size, 0);
      assert.equal(asked(), 0);
    }
    const refused = connection(() => Promise.reject(new Error('no')));
    assert.equal((await names.read(refused.made)).size, 0);
    names.of(refused.made);
    assert.equal(refused.asked(), 1);
  });
});

describe('a reference', () => {
  it('is said by its name', () => {
    assert.equal(shortReference('group:default/shop'), 'shop');
    assert.equal(shortReference('system:shop'), 'shop');
    assert.equal(shortReference('shop'), 'shop');
    assert.equal(actorName({ id: 'user:default/ada' }), 'ada');
    assert.equal(actorName({ id: 'user:default/ada', displayName: 'Ada' }), 'Ada');
    assert.equal(actorName(undefined), undefined);
  });
});
