import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applicationOf, type Application } from '../../../../src/platform/argocd/application.js';
import { Applications } from '../../../../src/platform/argocd/applications.js';
import { draft } from './fakeArgo.js';

const entries = [
  { service: 'default/alpha', annotations: { 'argocd/app-name': 'alpha-dev,zeta' } },
  { service: 'beta', annotations: { 'argocd/app-selector': 'svc=b' } },
  { service: 'gamma' },
];

const application = fc
  .record({
    name: fc.constantFrom('alpha-dev', 'alpha-prod', 'beta', 'beta-dev', 'gamma', 'gamma-qa', 'zeta'),
    namespace: fc.constantFrom('argocd', 'team'),
    health: fc.constantFrom('Healthy', 'Degraded'),
    labels: fc.dictionary(
      fc.constantFrom('svc', 'env', 'app.kubernetes.io/part-of'),
      fc.constantFrom('b', 'gamma', 'dev'),
      {
        noNullPrototype: true,
      },
    ),
  })
  .map((wanted) => applicationOf(draft(wanted), true)!);

type Change = { readonly kind: 'set' | 'delete'; readonly app: Application };
const change: fc.Arbitrary<Change> = fc.record({ kind: fc.constantFrom('set', 'delete'), app: application });

/** Everything that can be asked, in one value. */
function picture(index: Applications): unknown {
  const names = [...new Set([...index.services(), ...entries.map(({ service }) => service)])].sort();
  return {
    services: index.services(),
    environments: [...index.environments()].sort(),
    of: names.map((name) => [
      name,
      index.of(name).map(({ app, environment, by }) => [app.key, environment, by, app.health]),
    ]),
  };
}

describe('the index of Applications', () => {
  it('is after any changes what a fresh list would make it, and tells of every service that looks different', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), fc.boolean(), (changes, isBound) => {
        const index = new Applications({});
        if (isBound) index.bind(entries);
        const truth = new Map<string, Application>();
        for (const { kind, app } of changes) {
          const before = new Map(index.services().map((name) => [name, JSON.stringify(index.of(name))]));
          const told = kind === 'set' ? index.set(app) : index.delete(app.key);
          if (kind === 'set') truth.set(app.key, app);
          else truth.delete(app.key);
          for (const name of new Set([...before.keys(), ...index.services()])) {
            const isOther = (before.get(name) ?? '[]') !== JSON.stringify(index.of(name));
            assert.ok(!isOther || told.includes(name), `nothing told of ${name}`);
          }
        }
        const fresh = new Applications({});
        if (isBound) fresh.bind(entries);
        fresh.replace([...truth.values()], new Set());
        assert.deepEqual(picture(index), picture(fresh));
        assert.deepEqual(index.replace([...truth.values()], new Set()), []);
      }),
    );
  });

  it('leaves alone what changed while a list was under way', () => {
    const index = new Applications({});
    const old = applicationOf(draft({ name: 'a', health: 'Healthy' }), true)!;
    const now = applicationOf(draft({ name: 'a', health: 'Degraded' }), true)!;
    const born = applicationOf(draft({ name: 'b' }), true)!;
    index.set(now);
    index.set(born);
    assert.deepEqual(index.replace([old], new Set(['argocd/a', 'argocd/b'])), []);
    assert.equal(index.get('argocd/a')?.health, 'Degraded');
    assert.deepEqual(index.replace([old], new Set()), ['b', 'a']);
    assert.deepEqual(index.services(), ['a']);
  });

  it('keeps the same set of environments as long as there are no others', () => {
    const index = new Applications({});
    index.set(applicationOf(draft({ name: 'a-dev' }), true)!);
    const before = index.environments();
    index.set(applicationOf(draft({ name: 'a-dev', health: 'Degraded' }), true)!);
    index.set(applicationOf(draft({ name: 'b-dev' }), true)!);
    assert.equal(index.environments(), before);
    index.set(applicationOf(draft({ name: 'b-prod' }), true)!);
    assert.deepEqual([...index.environments()].sort(), ['dev', 'prod']);
  });
});
