import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/editor/session/connection.js';
import {
  absenceWord,
  partsMessage,
  platformRow,
  platformTooltip,
  tellers,
  type PlatformPicture,
} from '../../../../src/editor/views/platformRow.js';
import { NodeStore, targetOf } from '../../../../src/editor/views/nodes.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LiveSnapshot } from '../../../../src/model/live.js';
import type { Platform } from '../../../../src/model/platform.js';
import { service, snapshot } from '../pictures.js';

function shown(
  url: string,
  more: Partial<LiveSnapshot> = {},
  names: readonly string[] = [],
  isChosen = false,
): PlatformPicture {
  const live = { ...snapshot(names.map((name) => service(name))), ...more };
  const connection = { kind: 'remote', url, platform: {}, live: { snapshot: live } } as unknown as Connection;
  const known = live.status === 'live' || names.length > 0;
  return { url, connection, isChosen, ...(known && { picture: { live, workspace: new Set() } }) };
}

const a = 'https://a.example/v1';
const b = 'https://b.example/v1';

describe('the row of a platform', () => {
  it('says how the platform is, whatever the others do', () => {
    const words = (more: Partial<LiveSnapshot>, names: readonly string[] = []): string =>
      platformRow(shown(a, more, names), true).description;
    assert.equal(words({ status: 'live', asOf: 1 }, ['hello']), '1 service');
    assert.equal(words({ status: 'live', asOf: 1 }, ['hello', 'till']), '2 services');
    assert.equal(words({ status: 'stale', asOf: 1 }, ['hello']), 'not reachable, last known');
    assert.equal(words({ status: 'stale', environments: new Map() }), 'not reachable');
    assert.equal(words({ status: 'loading', environments: new Map() }), 'connecting');
    assert.equal(words({ status: 'failed' }), 'not a platform');
  });

  it('offers to sign in where a part asks for it, and does so by a click only where nothing else is seen', () => {
    const known = shown(a, { status: 'live', asOf: 1 }, ['till']);
    const rowWith = (state: string) => {
      const part = { name: 'argocd', type: 'argocd', title: 'Argo CD', url: a, state };
      const platform = { parts: () => [part] } as unknown as Platform;
      return platformRow({ ...known, connection: { ...known.connection, platform } }, true);
    };
    assert.deepEqual(rowWith('SignedOut').tags, ['platform', 'remote', 'partly-unauthenticated']);
    // What the menu of a row goes by.
    assert.match(rowWith('SignedOut').tags.join(';'), /\bunauthenticated\b/);
    assert.deepEqual(rowWith('Unreachable').tags, ['platform', 'remote']);
  });

  it('names the parts that are away, and tells of each when pointed at', () => {
    const part = (name: string, title: string, more: object): object => ({
      name,
      type: name,
      title,
      url: `https://${name}.example`,
      state: 'Ok',
      ...more,
    });
    const sentence = 'Nothing answers at argocd.example.';
    const parts = [
      part('catalog', 'Backstage', {}),
      part('argocd', 'Argo CD', { state: 'Unreachable', sentence }),
    ];
    const known = shown('golden-path://Acme/', { status: 'live', asOf: 1 }, ['till']);
    const platform = { parts: () => parts } as unknown as Platform;
    const picture = { ...known, connection: { ...known.connection, platform } };
    assert.equal(platformRow(picture, true).description, 'without Argo CD');
    assert.deepEqual(platformTooltip(picture).lines, [
      ['Backstage', 'connected · catalog.example'],
      ['Argo CD', sentence],
    ]);
    assert.equal(partsMessage(picture.connection), `Without Argo CD: ${sentence}`);
    assert.equal(partsMessage(known.connection), undefined);
  });

  it('says of a part that is away only a word above the views that it tells', () => {
    const away = (type: string, title: string, status: LiveSnapshot['status'] = 'live') => {
      const parts = [{ name: type, type, title, url: 'https://x.example', state: 'Unreachable' }];
      const { connection } = shown('golden-path://Acme/', { status, asOf: 1 }, ['till']);
      const platform = { parts: () => parts } as unknown as Platform;
      const words = (['environments', 'activity'] as const).map((view) =>
        absenceWord({ ...connection, platform }, tellers[view]),
      );
      return words;
    };
    assert.deepEqual(away('argocd', 'Argo CD'), ['Without Argo CD.', 'Without Argo CD.']);
    assert.deepEqual(away('backstage', 'Backstage'), [undefined, 'Without Backstage.']);
    assert.deepEqual(away('prometheus', 'Prometheus'), [undefined, undefined]);
    assert.deepEqual(away('argocd', 'Argo CD', 'stale'), ['Last known.', 'Last known.']);
  });

  it('is not unfolded where nothing hangs below it, unless that may come any moment', () => {
    const children = (more: Partial<LiveSnapshot>, hasRows: boolean): string =>
      platformRow(shown(a, more), hasRows).children;
    assert.equal(children({ status: 'stale', environments: new Map() }, false), 'none');
    const error = new PlatformError('forbidden', 'Not for you.');
    assert.equal(children({ status: 'failed', error }, false), 'none');
    assert.equal(children({ status: 'unauthenticated' }, true), 'expanded');
    assert.equal(children({ status: 'live', asOf: 1 }, true), 'expanded');
    assert.equal(children({ status: 'loading', environments: new Map() }, false), 'expanded');
  });

  it('can be told to sign in, and to be the chosen one', () => {
    const row = platformRow(shown(a, { status: 'unauthenticated' }, [], true), true);
    assert.deepEqual(row.tags, ['platform', 'remote', 'unauthenticated']);
    assert.equal(row.description, 'sign-in needed · chosen');
    assert.equal(row.spoken, 'Platform a.example, sign-in needed · chosen');
  });

  it('tells address and last fault when pointed at', () => {
    const error = new PlatformError('unreachable', 'Nobody there.');
    assert.deepEqual(platformTooltip(shown(a, { error })).lines, [
      ['Address', a],
      ['Last fault', 'Nobody there.'],
    ]);
  });
});

describe('the rows of several platforms', () => {
  it('have names of their own, and name their platform as a target', () => {
    const rows = [new NodeStore(a), new NodeStore(b), new NodeStore()].map((store) => store.service('till'));
    assert.equal(new Set(rows.map(({ id }) => id)).size, 3);
    assert.deepEqual(rows.map(targetOf), [
      { platform: a, service: 'till' },
      { platform: b, service: 'till' },
      { service: 'till' },
    ]);
  });
});
