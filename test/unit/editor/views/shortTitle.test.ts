import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/model/catalog.js';
import { environmentRow } from '../../../../src/editor/views/environmentRows.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { rowOf } from '../../../../src/editor/views/rows.js';
import { shortTitle } from '../../../../src/editor/views/shortTitle.js';
import { tooltipOf } from '../../../../src/editor/views/tooltips.js';
import { picture, running, service } from '../pictures.js';

const long = 'preview-pull-request-1234-of-the-checkout-team';
const now = Date.parse('2026-11-21T12:30:00Z');

function known(...names: readonly string[]): ReadonlyMap<string, Environment> {
  return new Map(names.map((name, order) => [name, { name, type: 'custom', production: false, order }]));
}

describe('a long name of an environment', () => {
  it('loses its middle in a row, so that health and version stay in sight; the whole is told and spoken', () => {
    const shown = picture([service('hello', running(long, 'Degraded', '1.4.2'))]);
    const whole = { ...shown, live: { ...shown.live, environments: known('staging', long) } };
    const node = new NodeStore().deployment('hello', long, 'service');
    const row = rowOf(node, whole, now);
    assert.equal(row.label, 'preview-…1234…');
    assert.match(row.description, /^Degraded · 1\.4\.2/);
    assert.ok(row.spoken.startsWith(`hello in ${long}, Degraded`), row.spoken);
    assert.equal(tooltipOf(node, whole)?.title, `hello in ${long}`);
    const environment = environmentRow(long, whole, now);
    assert.equal(environment.label, row.label);
    assert.ok(environment.spoken.startsWith(`Environment ${long}, `), environment.spoken);
  });

  it('keeps the number that tells it apart, and whole words where there are some', () => {
    const shortened = (name: string) => shortTitle(name, known(name));
    assert.equal(shortened('preview-pull-request-1235-of-the-checkout-team'), 'preview-…1235…');
    assert.equal(shortened('Europe production for customers of the shop'), 'Europe … the shop');
    assert.equal(shortened('a'.repeat(40)), `${'a'.repeat(9)}…${'a'.repeat(9)}`);
    for (const name of ['production', 'production-eu-central-1']) assert.equal(shortened(name), name);
  });

  it('stays whole where another would read the same', () => {
    const other = long.replace('checkout', 'search');
    assert.equal(shortTitle(long, known(long, other)), long);
    assert.equal(shortTitle(other, known(long, other)), other);
  });

  it('says the word production where that was in the middle', () => {
    const name = 'clients-in-production-network-of-europe';
    const live = { ...picture([]).live, environments: known(name) };
    const environments = new Map([[name, { name, type: 'production', production: true, order: 1 }]]);
    const row = environmentRow(name, { live: { ...live, environments }, workspace: new Set() }, now);
    assert.match(row.description, /^production · /);
  });
});
