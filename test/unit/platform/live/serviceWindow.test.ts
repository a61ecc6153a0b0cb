import assert from 'node:assert/strict';
import type { Platform, ServiceQuery } from '../../../../src/model/platform.js';
import { ServiceWindow } from '../../../../src/platform/live/serviceWindow.js';

describe('the window on a long catalogue', () => {
  const names = Array.from({ length: 25 }, (_, index) => `s-${String(index).padStart(2, '0')}`);
  const asked: ServiceQuery[] = [];
  const platform = {
    listServices: (query: ServiceQuery) => {
      asked.push(query);
      const fitting = names.filter((name) => name.includes(query.q ?? ''));
      const from = Number(query.pageToken ?? 0);
      const to = from + (query.pageSize ?? 1);
      const items = fitting.slice(from, to).map((name) => ({ name }));
      return Promise.resolve({ items, ...(to < fitting.length && { nextPageToken: String(to) }) });
    },
  } as unknown as Platform;
  const read = async (window: ServiceWindow): Promise<[number, boolean]> => {
    asked.splice(0);
    const { services, hasMore } = await window.read(platform, new AbortController().signal);
    return [services.size, hasMore];
  };

  it('reads no more than is shown, and more when asked', async () => {
    const window = new ServiceWindow(10);
    assert.deepEqual(await read(window), [10, true]);
    assert.equal(asked.length, 1);
    assert.equal(window.want({ more: true }), true);
    assert.deepEqual(await read(window), [20, true]);
    window.want({ more: true });
    assert.deepEqual(await read(window), [25, false]);
  });

  it('lets the platform find services, and begins anew with others', async () => {
    const window = new ServiceWindow(10);
    window.want({ more: true });
    assert.equal(window.want({ q: 's-1' }), true);
    assert.equal(window.want({ q: 's-1' }), false);
    assert.deepEqual(await read(window), [10, false]);
    assert.equal(asked[0]?.q, 's-1');
    window.want({});
    assert.deepEqual(await read(window), [10, true]);
  });

  it('is all of a platform that sets no bound', async () => {
    const window = new ServiceWindow();
    assert.equal(window.want({ more: true }), false);
    assert.deepEqual(await read(window), [25, false]);
  });
});
