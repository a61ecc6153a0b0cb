import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import { LiveDashboard, type DashboardSource } from '../../../../src/editor/dashboards/dashboard.js';
import { offers, readPart } from '../../../../src/editor/dashboards/readPart.js';
import { pictureOf, ServiceFacts } from '../../../../src/editor/dashboards/serviceFacts.js';
import { standingOf } from '../../../../src/editor/dashboards/standing.js';
import { isSpan, keyOf, subjectOf, type Subject } from '../../../../src/editor/dashboards/subject.js';
import type { LiveState } from '../../../../src/model/live.js';
import type { DashboardModel } from '../../../../src/webview/dashboards/model.js';
import { Emitter } from '../../../../src/base/events.js';
import { running, service, snapshot } from '../pictures.js';

const info = (...names: readonly string[]) => ({
  name: 'acme',
  contractVersion: '1.0',
  capabilities: Object.fromEntries(names.map((name) => [name, { level: 'Read' as const }])),
});

describe('a section of a dashboard', () => {
  const known = { state: 'ready', value: 1 } as const;
  const fails = (code: ConstructorParameters<typeof PlatformError>[0]) => () =>
    Promise.reject(new PlatformError(code, 'No.'));

  it('is read, or said not to be offered', async () => {
    assert.deepEqual(await readPart({ state: 'loading' }, () => Promise.resolve(2)), {
      state: 'ready',
      value: 2,
    });
    assert.deepEqual(await readPart({ state: 'loading' }, undefined), { state: 'absent' });
    assert.deepEqual(await readPart({ state: 'loading' }, fails('not-implemented')), { state: 'absent' });
  });

  it('keeps what was known through an outage, but not through a refusal', async () => {
    const kept = await readPart(known, fails('timeout'));
    assert.equal(kept.state === 'ready' && kept.value, 1);
    assert.match(kept.state === 'ready' ? (kept.stale ?? '') : '', /could not be read again: No\./);
    assert.deepEqual(await readPart(known, fails('forbidden')), { state: 'failed', message: 'No.' });
    assert.deepEqual(await readPart({ state: 'loading' }, fails('timeout')), {
      state: 'failed',
      message: 'No.',
    });
  });

  it('never shows the person what only a programmer reads', async () => {
    const part = await readPart({ state: 'loading' }, () => Promise.reject(new TypeError('x is undefined')));
    assert.match(part.state === 'failed' ? part.message : '', /did not expect/);
  });

  it('is asked for only where it is offered', () => {
    assert.equal(offers({ info: info('slos') }, 'slos'), true);
    assert.equal(offers({ info: info('slos') }, 'incidents'), false);
    assert.equal(offers({}, 'incidents'), true);
  });
});

describe('the facts of a service', () => {
  const live = (...names: readonly string[]): LiveState =>
    ({ snapshot: snapshot([service('a')], { info: info(...names) }) }) as unknown as LiveState;

  it('come section by section; one that is refused holds up no other', async () => {
    const platform = {
      listDeployments: () => Promise.resolve({ items: [] }),
      measures: {
        slos: () => Promise.reject(new PlatformError('forbidden', 'Not yours.')),
        dora: () => Promise.resolve({ environment: 'production', from: '', to: '', deployments: 0 }),
        scorecards: () => Promise.resolve([]),
      },
    } as unknown as Platform;
    const facts = new ServiceFacts({ platform, live: live('slos', 'metrics.dora') }, 'a');
    let changes = 0;
    await facts.read(new AbortController().signal, () => changes++);
    assert.equal(changes, 6);
    const states = Object.fromEntries(Object.entries(facts.sections).map(([key, part]) => [key, part.state]));
    assert.deepEqual(states, {
      slos: 'failed',
      incidents: 'absent',
      deployments: 'ready',
      runs: 'absent',
      dora: 'ready',
      scorecards: 'absent',
    });
  });

  it('leave out places that were made for another service', () => {
    const places = ['staging', 'pr-1', 'pr-2'].map((name) => ({
      name,
      type: name === 'staging' ? 'staging' : 'ephemeral',
      production: false,
      ...(name !== 'staging' && { ephemeral: { service: name === 'pr-1' ? 'a' : 'b' } }),
    }));
    const environments = new Map(places.map((each) => [each.name, each]));
    const shown = pictureOf(snapshot([service('a')], { environments }), 'a');
    assert.deepEqual(
      shown.environments.map(({ name }) => name),
      ['staging', 'pr-1'],
    );
  });

  it('tell what it needs and what needs it, by names of either kind', () => {
    const { neighbours } = pictureOf(
      snapshot([
        { ...service('a'), dependsOn: ['component:default/b', 'resource:default/db'] },
        service('b', running('production', 'Degraded'), running('staging', 'Healthy')),
        { ...service('c', running('production', 'Healthy')), dependsOn: ['a'] },
      ]),
      'a',
    );
    assert.deepEqual(neighbours, [
      { name: 'b', reference: 'component:default/b', direction: 'needs', health: 'Degraded' },
      { name: 'db', reference: 'resource:default/db', direction: 'needs' },
      { name: 'c', direction: 'neededBy', health: 'Healthy' },
    ]);
  });
});

describe('how the platform stands', () => {
  it('has a word and a sentence for each state', () => {
    const at = (status: 'live' | 'loading' | 'stale' | 'unauthenticated' | 'failed', slow = false) =>
      standingOf(snapshot([], { status }), 'Acme', slow);
    assert.deepEqual(at('live'), { state: 'live' });
    assert.equal(at('live', true).state, 'slow');
    assert.equal(at('loading').state, 'loading');
    assert.match(at('stale').message ?? '', /Acme: Not reachable/);
    assert.match(at('unauthenticated').message ?? '', /Sign in to Acme/);
    assert.equal(at('failed').state, 'failed');
    const error = new PlatformError('forbidden', 'Ask the team.');
    assert.deepEqual(standingOf(snapshot([], { status: 'failed', error }), 'Acme', false), {
      state: 'forbidden',
      message: 'Ask the team.',
    });
  });
});

describe('the subject of a dashboard', () => {
  it('comes back from its key, and from nothing else', () => {
    const subjects: readonly Subject[] = [
      { kind: 'service', platform: 'http://x/v1', service: 'a' },
      { kind: 'path', platform: 'http://x/v1', by: 'owner', name: 'group:default/a', days: 90 },
    ];
    for (const subject of subjects) assert.deepEqual(subjectOf(keyOf(subject)), subject);
    for (const key of ['', '{}', '[1,2,3]', '["path","x","other","y"]', '["service","x"]']) {
      assert.equal(subjectOf(key), undefined, key);
    }
    assert.deepEqual([30, 90, 365, 1, '30', undefined].map(isSpan), [true, true, true, false, false, false]);
  });
});

describe('a dashboard in sight', () => {
  it('reads at first and when its service changes, and stops when it goes out of sight', async () => {
    const changes = new Emitter<{ all: boolean; services: ReadonlySet<string> }>();
    const signals: AbortSignal[] = [];
    let updates = 0;
    const source: DashboardSource = {
      read: (signal) => {
        signals.push(signal);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        });
      },
      model: () => ({}) as DashboardModel,
      concerns: (services) => services.has('a'),
    };
    const log = { error: () => assert.fail('an abort is no fault') } as never;
    const dashboard = new LiveDashboard(source, log);
    const watching = dashboard.watch({ onDidChangeLive: changes.event } as never, () => updates++);
    assert.equal(signals.length, 1);
    changes.fire({ all: false, services: new Set(['b']) });
    assert.equal(updates, 0);
    changes.fire({ all: false, services: new Set(['a']) });
    assert.equal(updates, 1, 'the picture is shown at once');
    watching.dispose();
    assert.equal(signals[0]?.aborted, true);
    changes.fire({ all: true, services: new Set() });
    await Promise.resolve();
    assert.equal(updates, 1);
  });
});
