import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  accountOfToken,
  formatAccounts,
  isEnding,
  parseAccounts,
  type Account,
} from '../../../../src/platform/auth/account.js';
import { Accounts } from '../../../../src/platform/auth/accounts.js';
import { processLocks } from '../../../../src/platform/auth/locks.js';
import { UserError } from '../../../../src/model/errors.js';
import { renewed } from '../../../../src/platform/auth/tokens.js';

const account: Account = {
  id: 'https://a.example#alice',
  origin: 'https://a.example',
  label: 'alice@example.com',
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresAt: 1_000_000,
  issuer: 'https://id.example',
  clientId: 'golden-path',
};

describe('a stored account', () => {
  it('comes back as it was kept', () => {
    assert.deepEqual(parseAccounts(formatAccounts([account])), [account]);
  });

  it('is none where the store is damaged, of a newer version or anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.deepEqual(parseAccounts(text), []);
      }),
    );
    assert.deepEqual(parseAccounts(JSON.stringify({ schemaVersion: 2, accounts: [account] })), []);
    const broken = [account, { ...account, accessToken: 7 }, null, { ...account, refreshToken: {} }];
    assert.deepEqual(parseAccounts(JSON.stringify({ schemaVersion: 1, accounts: broken })), [account]);
  });

  it('of a newer version is not overwritten', async () => {
    const newer = JSON.stringify({ schemaVersion: 2, people: [] });
    let stored: string | undefined = newer;
    const slot = {
      read: () => Promise.resolve(stored),
      write: (text: string | undefined) => {
        stored = text;
        return Promise.resolve();
      },
    };
    const accounts = new Accounts(slot, processLocks());
    assert.deepEqual(await accounts.all(), []);
    await assert.rejects(
      accounts.put(account),
      (error) => error instanceof UserError && error.code === 'sign-in.store',
    );
    assert.equal(stored, newer);
    stored = 'damaged';
    await accounts.put(account);
    assert.deepEqual(await accounts.all(), [account]);
    await Promise.all([accounts.put({ ...account, id: 'b' }), accounts.put({ ...account, id: 'c' })]);
    assert.deepEqual((await accounts.all()).map(({ id }) => id).sort(), [account.id, 'b', 'c'].sort());
  });

  it('is about to end a minute before it does, and never where nobody said when', () => {
    assert.equal(isEnding(account, 939_999), false);
    assert.equal(isEnding(account, 940_000), true);
    const endless = renewed(account, { accessToken: 'access' });
    assert.equal(isEnding(endless, Number.MAX_SAFE_INTEGER), false);
  });

  it('of a pasted token is known by a fingerprint that does not give it away', async () => {
    const pasted = await accountOfToken('https://a.example', 'very-secret', 'Token');
    assert.match(pasted.label, /^Token [0-9a-f]{8}$/);
    assert.ok(!`${pasted.id}${pasted.label}`.includes('secret'));
    const again = await accountOfToken('https://a.example', 'very-secret', 'Token');
    assert.equal(again.id, pasted.id);
  });

  it('keeps its refresh token where the server sends no new one, and forgets an old end', () => {
    const fresh = renewed(account, { accessToken: 'second' });
    assert.equal(fresh.refreshToken, 'refresh');
    assert.equal(fresh.accessToken, 'second');
    assert.equal(fresh.expiresAt, undefined);
    assert.equal(renewed(account, { accessToken: 'x', refreshToken: 'rotated' }).refreshToken, 'rotated');
  });
});
