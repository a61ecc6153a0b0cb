import assert from 'node:assert/strict';
import { readText } from '../support/architecture/sources.js';
import { holds, type ContextKeys } from '../support/architecture/whenClause.js';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

/** Rows as their `contextValue` says, each at its fullest. */
const rows: readonly (readonly [view: string, viewItem: string])[] = [
  ['activity', 'operation;blocked;approvable;undecided;cancelable;ofService;mine;prod'],
  ['activity', 'operation;blocked;undecided;cancelable;ofService'],
  ['activity', 'operation;blocked;cancelable;ofService'],
  ['activity', 'operation;running;cancelable;ofService;mine'],
  ['activity', 'operation;failed;ofService'],
  ['activity', 'incident;triggered;acknowledgeable;resolvable;ofService;prod'],
  ['activity', 'platform;remote;unauthenticated'],
  ['services', 'service;deployable;unpinned'],
  ['services', 'service;catalogued;pinned'],
  ['services', 'deployment;deployable;deployed;reachable;promotable'],
  ['services', 'deployment;deployable;deployed;reachable;unhealthy;suggests-rollback'],
  [
    'services',
    'deployment;deployable;deployed;reachable;unhealthy;operating;waiting;asks-promote;promotable',
  ],
  ['services', 'detail;incidents'],
  ['services', 'past;restorable'],
  ['environments', 'deployment;deployable;deployed;reachable;promotable'],
  ['environments', 'environment'],
];

describe('the menus of rows', () => {
  const { contributes } = JSON.parse(readText('package.json')) as {
    readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuEntry[]>> };
  };
  const entries = contributes.menus['view/item/context'] ?? [];
  const offered = (view: string, viewItem: string, isInline: boolean): readonly string[] => {
    const keys: ContextKeys = { view: `goldenPath.${view}`, viewItem };
    return entries
      .filter(({ group = '', when }) => group.startsWith('inline') === isInline && holds(when, keys))
      .map(({ command }) => command);
  };

  for (const [view, viewItem] of rows) {
    it(`offer each thing once, and at most three beside the row: ${view}, ${viewItem}`, () => {
      const inline = offered(view, viewItem, true);
      const menu = offered(view, viewItem, false);
      assert.deepEqual(inline, [...new Set(inline)]);
      assert.deepEqual(menu, [...new Set(menu)]);
      assert.ok(inline.length <= 3, inline.join());
      assert.ok(inline.length + menu.length > 0);
    });
  }

  it('leave nothing to many rows at once but pins', () => {
    const many: ContextKeys = { listMultiSelection: true };
    const left = rows.flatMap(([view, viewItem]) =>
      entries
        .filter(({ when }) => holds(when, { ...many, view: `goldenPath.${view}`, viewItem }))
        .map(({ command }) => command),
    );
    assert.deepEqual([...new Set(left)].sort(), ['goldenPath.pinService', 'goldenPath.unpinService']);
  });
});
