import assert from 'node:assert/strict';
import type { Connection } from 'vscode-languageserver';
import type { CatalogAnswer } from '../../../src/language/ports.js';
import { ClientCatalog } from '../../../src/server/clientCatalog.js';

describe('names that the client tells', () => {
  const owners = { kind: 'owner', limit: 10 } as const;
  const realNow = performance.now.bind(performance);
  let now: number;
  let questions: ((answer: CatalogAnswer | null) => void)[];
  let changes: number;
  let catalog: ClientCatalog;
  beforeEach(() => {
    now = 0;
    performance.now = () => now;
    questions = [];
    changes = 0;
    const connection = {
      sendRequest: () => new Promise<CatalogAnswer | null>((resolve) => questions.push(resolve)),
    };
    catalog = new ClientCatalog(connection as unknown as Connection, () => changes++);
  });
  afterEach(() => (performance.now = realNow));

  function answer(name: string, fetchedAt = 1): CatalogAnswer {
    return { entries: [{ name }], isComplete: true, fetchedAt, isLive: true };
  }

  /** What they are taken for now; the first question waits for its answer. */
  async function names(): Promise<readonly string[] | undefined> {
    return (await catalog.query(owners))?.entries.map((entry) => entry.name);
  }

  async function first(): Promise<void> {
    const asked = names();
    questions[0]?.(answer('payments'));
    assert.deepEqual(await asked, ['payments']);
  }

  /** All that an answer sets off. */
  const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('are asked for once, however often they are looked up', async () => {
    await first();
    for (let look = 0; look < 10; look++) await names();
    assert.equal(questions.length, 1);
  });

  it('hold while they are asked for again, and whoever looked hears of a change', async () => {
    await first();
    now = 6000;
    assert.deepEqual(await names(), ['payments']);
    assert.deepEqual(await names(), ['payments']);
    assert.equal(questions.length, 2);
    questions[1]?.(answer('checkout'));
    await aMoment();
    assert.equal(changes, 1);
    assert.deepEqual(await names(), ['checkout']);
  });

  it('that are the same are no change, whenever they were read', async () => {
    await first();
    now = 6000;
    await names();
    questions[1]?.(answer('payments', 2));
    await aMoment();
    assert.equal(changes, 0);
    assert.equal((await catalog.query(owners))?.fetchedAt, 2);
  });

  it('are waited for when they are old, or known to have changed', async () => {
    await first();
    for (const forgets of [false, true]) {
      if (forgets) catalog.forget();
      else now = 120_000;
      const asked = names();
      const isOpen = await Promise.race([asked.then(() => false), aMoment().then(() => true)]);
      assert.ok(isOpen);
      questions.at(-1)?.(answer('checkout'));
      assert.deepEqual(await asked, ['checkout']);
    }
    assert.deepEqual([questions.length, changes], [3, 0]);
  });

  it('that come after they were forgotten are no news', async () => {
    await first();
    now = 6000;
    await names();
    catalog.forget();
    questions[1]?.(answer('checkout'));
    await aMoment();
    assert.equal(changes, 0);
  });
});
