import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentsIn, leafStatus, type StatusSources } from '../../../src/local/catalog/catalog.js';
import { describeService } from '../../../src/local/catalog/describeService.js';
import { labelSelector } from '../../../src/local/catalog/labelSelector.js';
import { filterServices, outlinesOf } from '../../../src/local/catalog/serviceFilter.js';
import { at } from '../../../src/local/manifest/json.js';
import { withDeployment, withService } from '../../../src/local/store/changes.js';
import { derived } from '../../../src/local/store/derived.js';
import { emptyState, type LocalState, type ServiceRecord } from '../../../src/local/store/state.js';

describe('labelSelector', () => {
  const labels = { tier: 'gold', 'example.com/zone': 'eu-1', empty: '' };

  it('reads the grammar of Kubernetes', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['tier=gold', true],
      ['tier==gold', true],
      ['tier!=gold', false],
      ['other!=gold', true],
      ['tier in (silver, gold)', true],
      ['tier notin (silver, gold)', false],
      ['other notin (gold)', true],
      ['example.com/zone', true],
      ['!tier', false],
      ['!other', true],
      ['empty=', true],
      ['tier=gold,example.com/zone in (eu-1,eu-2),!other', true],
      ['tier=gold,other', false],
      ['toString', false],
      ['', true],
    ];
    for (const [selector, fits] of cases) assert.equal(labelSelector(selector)(labels), fits, selector);
  });

  it('refuses what it cannot read', () => {
    for (const selector of ['a=b=c', 'a in b', '=x', 'a in (b', 'a > 1', '!a=b']) {
      assert.throws(() => labelSelector(selector), /Cannot read/, selector);
    }
  });
});

describe('derived', () => {
  it('works something out once for each part', () => {
    let count = 0;
    const sizes = derived((list: readonly number[]) => ({ count: ++count, size: list.length }));
    const one = [1, 2];
    assert.equal(sizes(one), sizes(one));
    assert.equal(sizes([...one]).count, 2);
  });
});

describe('filters of services', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta'] as const;
  const environments = ['development', 'staging', 'production'] as const;
  const healths = ['Healthy', 'Degraded', 'Missing', 'Progressing'] as const;

  /** A platform of which everything can change at any time. */
  class Changing {
    state: LocalState = emptyState;
    readonly health = new Map<string, (typeof healths)[number]>();
    readonly running = new Map<string, string>();

    get sources(): StatusSources {
      const key = (place: { service: string; environment: string }): string =>
        `${place.service}/${place.environment}`;
      return {
        state: this.state,
        runtime: {
          report: (place) => {
            const health = this.health.get(key(place));
            return health && { health };
          },
        },
        delivery: {
          inProgress: (place) => this.running.get(key(place)),
          busy: new Set([...this.running.keys()].map((at) => at.split('/')[0] ?? '')),
        },
      };
    }

    /** The same, worked out anew and in the plainest way. */
    plain(query: URLSearchParams): readonly string[] {
      const [environment, health, q] = ['environment', 'health', 'q'].map((name) => query.get(name));
      const fits = (record: ServiceRecord): boolean => {
        const { title = '', description = '', owner = '' } = describeService(record);
        const words = [record.name, title, description, owner].filter(Boolean).join(' ').toLowerCase();
        if (q && !words.includes(q.toLowerCase())) return false;
        if (!environment && !health) return true;
        return environmentsIn(this.state).some(({ name }) => {
          const isOff = at(record.manifest, 'spec', 'environments', name, 'deploy') === 'Disabled';
          const { current, report } = leafStatus({ service: record.name, environment: name }, this.sources);
          const isThere = !environment || (name === environment && current !== undefined);
          return !isOff && isThere && (!health || report.health === health);
        });
      };
      return this.state.services.filter(fits).map(({ name }) => name);
    }
  }

  const place = fc.record({
    service: fc.constantFrom(...names),
    environment: fc.constantFrom(...environments),
  });
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('service' as const),
      name: fc.constantFrom(...names),
      title: fc.constantFrom('Red', 'Green'),
      off: fc.option(fc.constantFrom(...environments)),
    }),
    fc.record({
      kind: fc.constant('deployment' as const),
      place,
      id: fc.constantFrom('one', 'two'),
      state: fc.constantFrom('Deployed', 'Failed', 'Superseded', 'Progressing'),
    }),
    fc.record({ kind: fc.constant('health' as const), place, health: fc.constantFrom(...healths) }),
    fc.record({ kind: fc.constant('operation' as const), place, runs: fc.boolean() }),
    fc.record({ kind: fc.constant('forgotten' as const) }),
  );

  it('say what is true after every change', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const platform = new Changing();
        for (const item of changes) {
          apply(platform, item);
          for (const query of queries) {
            const asked = new URLSearchParams(query);
            const found = filterServices(asked, platform.sources).map(({ name }) => name);
            assert.deepEqual(found, platform.plain(asked), query);
          }
          const outlines = outlinesOf(platform.state.services, platform.sources);
          for (const { service, leaves } of outlines) {
            for (const { environment, health } of leaves) {
              const { report } = leafStatus({ service: service.name, environment }, platform.sources);
              assert.equal(health, report.health);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  const queries = [
    ...environments.map((name) => `environment=${name}`),
    ...healths.map((name) => `health=${name}`),
    'environment=staging&health=Healthy',
    'environment=staging&health=Missing&q=red',
    'q=green',
    'q=alpha',
  ];

  function apply(platform: Changing, item: typeof change extends fc.Arbitrary<infer T> ? T : never): void {
    const key = 'place' in item ? `${item.place.service}/${item.place.environment}` : '';
    const { state } = platform;
    if (item.kind === 'service') {
      const off = item.off === null ? {} : { environments: { [item.off]: { deploy: 'Disabled' } } };
      const manifest = { metadata: { name: item.name, title: item.title }, spec: off };
      platform.state = withService(state, { name: item.name, manifest, updatedAt: '' });
    } else if (item.kind === 'deployment') {
      platform.state = withDeployment(state, {
        ...item.place,
        id: `${item.id}-${key}`,
        kind: 'Deploy',
        state: item.state,
        releaseId: 'rel_1',
        createdAt: '',
        config: '',
      });
    } else if (item.kind === 'health') platform.health.set(key, item.health);
    else if (item.kind === 'forgotten') platform.state = { ...state, deployments: [] };
    else if (item.runs) platform.running.set(key, 'op_1');
    else platform.running.delete(key);
  }
});
