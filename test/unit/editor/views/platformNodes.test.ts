import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/editor/session/connection.js';
import { bareRow } from '../../../../src/editor/views/commonRows.js';
import { targetOf } from '../../../../src/editor/views/nodes.js';
import { PlatformNodes } from '../../../../src/editor/views/platformNodes.js';
import type { LiveSnapshot } from '../../../../src/model/live.js';
import { snapshot } from '../pictures.js';

const [a, b] = ['https://a.example/v1', 'https://b.example/v1'] as const;

function below(status: LiveSnapshot['status']) {
  const connection = (url: string) =>
    ({
      kind: 'remote',
      url,
      platform: {},
      live: { snapshot: snapshot([], { status }) },
    }) as unknown as Connection;
  const rows = new PlatformNodes(() =>
    [a, b].map((url) => ({ url, connection: connection(url), isChosen: false })),
  );
  return rows.unknown(rows.platform(b).row);
}

describe('below the row of a platform of which nothing is known', () => {
  it('is the button to sign in there where somebody must', () => {
    const [button, ...others] = below('unauthenticated');
    assert.ok(button);
    assert.deepEqual(others, []);
    assert.deepEqual(targetOf(button), { platform: b });
    assert.equal(bareRow(button).label, 'Sign In…');
    assert.equal(bareRow(button).children, 'none');
  });

  it('is nothing while nobody can do anything about it here', () => {
    for (const status of ['loading', 'stale', 'failed'] as const) assert.deepEqual(below(status), []);
  });
});
