import assert from 'node:assert/strict';
import { arrange, groupKey } from '../../../../src/editor/views/arranged.js';
import { plainArrangement } from '../../../../src/editor/views/arrangement.js';
import { changedServiceRows } from '../../../../src/editor/views/changes.js';
import { NodeStore, paged, pageSize } from '../../../../src/editor/views/nodes.js';
import type { Picture } from '../../../../src/editor/views/picture.js';
import { picture, running, service } from '../pictures.js';

const change = (...services: string[]) => ({
  all: false,
  services: new Set(services),
  environments: new Set<string>(),
  operations: new Set<string>(),
  incidents: new Set<string>(),
});
const plain = (shown: Picture) => arrange(shown, plainArrangement);
const byHealth = (shown: Picture) => arrange(shown, { ...plainArrangement, grouping: 'health' });

describe('what is drawn again after a change', () => {
  it('is the changed rows alone', () => {
    const nodes = new NodeStore();
    const known = plain(picture([service('a'), service('b')]));
    const row = nodes.service('a');
    assert.deepEqual(changedServiceRows(change('a', 'b'), nodes, known, known), [row]);
  });

  it('is everything when a service came, went, or nobody knows', () => {
    const nodes = new NodeStore();
    const known = plain(picture([service('a')]));
    assert.equal(
      changedServiceRows(change('b'), nodes, known, plain(picture([service('a'), service('b')]))),
      undefined,
    );
    assert.equal(changedServiceRows(change('a'), nodes, known, plain(picture([]))), undefined);
    assert.equal(changedServiceRows({ ...change(), all: true }, nodes, known, known), undefined);
  });

  it('is nothing for services that scope or filter leave out', () => {
    const nodes = new NodeStore();
    const shown = picture([service('a'), service('b')]);
    const filtered = arrange(shown, { ...plainArrangement, filter: 'a' });
    nodes.service('b');
    assert.deepEqual(changedServiceRows(change('b'), nodes, filtered, filtered), []);
  });

  it('is the groups that a service left and joined', () => {
    const nodes = new NodeStore();
    const other = [service('b', running('staging', 'Healthy')), service('c', running('staging', 'Degraded'))];
    const before = byHealth(picture([service('a', running('staging', 'Healthy')), ...other]));
    const after = byHealth(picture([service('a', running('staging', 'Degraded')), ...other]));
    assert.deepEqual(changedServiceRows(change('a'), nodes, before, after), [
      nodes.group(groupKey('health', 'Healthy')),
      nodes.group(groupKey('health', 'Degraded')),
    ]);
    const alone = byHealth(picture([service('a', running('staging', 'Missing')), ...other]));
    assert.equal(changedServiceRows(change('a'), nodes, before, alone), undefined, 'a group came');
  });

  it('is no more than what is shown, of 1,000 changes among 10,000 services', () => {
    const nodes = new NodeStore();
    const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const all = (health: string) =>
      picture(names.map((name, at) => service(name, running('staging', at < 1_000 ? health : 'Healthy'))));
    paged(names, (name) => nodes.service(name), '', pageSize);
    const rows = changedServiceRows(
      change(...names.slice(0, 1_000)),
      nodes,
      plain(all('Healthy')),
      plain(all('Degraded')),
    );
    assert.equal(rows?.length, pageSize);
    const grouped = changedServiceRows(
      change(...names.slice(0, 1_000)),
      nodes,
      arrange(all('Healthy'), { ...plainArrangement, grouping: 'environment' }),
      arrange(all('Degraded'), { ...plainArrangement, grouping: 'environment' }),
    );
    assert.deepEqual(grouped, [nodes.group(groupKey('environment', 'staging'))]);
  });
});
