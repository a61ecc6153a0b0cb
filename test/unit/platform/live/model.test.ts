import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { LiveState } from '../../../../src/model/live.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { FakePlatform, service } from '../fakePlatform.js';
import { poll, quick } from './until.js';

/** What is true: health by service, the names of environments, state by operation, status by incident. */
interface Truth {
  readonly services: Map<string, string>;
  readonly environments: Set<string>;
  readonly operations: Map<string, string>;
  readonly incidents: Map<string, string>;
}

class World {
  readonly fake = new FakePlatform();
  /** How long the machine slept in all. */
  slept = 0;
  readonly state: LiveState;
  /** Events on their way, in any order. */
  readonly held: (() => void)[] = [];

  constructor() {
    this.fake.numbered = true;
    this.fake.offered = ['operations', 'incidents'];
    this.fake.pageSize = 4;
    const clock = { now: () => Date.now() + this.slept };
    const timing = { ...quick, reconnectMs: 0, reconcileMs: 25, wakeTickMs: 20, wakeRestMs: 1 };
    this.state = createLiveState(this.fake.platform, { clock, timing });
  }

  /** Applies what is true to the platform; whether and when that is told is another matter. */
  settle({ services, environments, operations, incidents }: Truth): void {
    for (const name of this.fake.services.keys()) if (!services.has(name)) this.fake.services.delete(name);
    for (const [name, health] of services) this.fake.services.set(name, service(name, health));
    this.fake.environments.clear();
    for (const name of environments) {
      this.fake.environments.set(name, { name, type: 'test', production: false });
    }
    this.fake.operations.clear();
    for (const [id, state] of operations) this.fake.operations.set(id, operation(id, state));
    this.fake.incidents.clear();
    const isOver = (status: string): number => (status === 'Resolved' ? 1 : 0);
    for (const [id, status] of [...incidents].sort(([, one], [, other]) => isOver(one) - isOver(other))) {
      this.fake.incidents.set(id, { id, title: id, status });
    }
  }

  isTrue({ services, environments, operations, incidents }: Truth): boolean {
    const { snapshot } = this.state;
    const sorted = (lines: Iterable<string>): string => [...lines].sort().join();
    const seen = [...snapshot.services].map(
      ([name, each]) => `${name} ${each.environments?.[0]?.health ?? ''}`,
    );
    return (
      snapshot.status === 'live' &&
      sorted(seen) === sorted([...services].map(([name, health]) => `${name} ${health}`)) &&
      sorted(snapshot.environments.keys()) === sorted(environments) &&
      sorted([...snapshot.operations].map(([id, { state }]) => `${id} ${state}`)) ===
        sorted([...operations].map(([id, state]) => `${id} ${state}`)) &&
      sorted([...(snapshot.incidents ?? [])].map(([id, { status }]) => `${id} ${status}`)) ===
        sorted([...incidents].flatMap(([id, status]) => (status === 'Resolved' ? [] : `${id} ${status}`)))
    );
  }
}

function operation(id: string, state: string): Operation {
  const createdAt = `2026-03-0${'abcd'.indexOf(id) + 1}T12:00:00Z`;
  return { id, kind: 'Deployment', state, done: state === 'Succeeded', createdAt };
}

/** How the news of a change travels. */
type Fate = 'told' | 'twice' | 'late' | 'lost' | 'unsaid';

class Step implements fc.AsyncCommand<Truth, World> {
  readonly #name: string;
  readonly #run: (truth: Truth, world: World) => Promise<void> | void;
  readonly #turns: number;

  /** After the step the event loop turns so many times: what is under way gets ahead a little, or far. */
  constructor(name: string, run: (truth: Truth, world: World) => Promise<void> | void, turns = 0) {
    this.#name = name;
    this.#run = run;
    this.#turns = turns;
  }

  taking(turns: number): Step {
    return new Step(this.#name, this.#run, turns);
  }

  check(): boolean {
    return true;
  }

  async run(truth: Truth, world: World): Promise<void> {
    await this.#run(truth, world);
    for (let turn = 0; turn < this.#turns; turn++) await pause();
  }

  toString(): string {
    return `${this.#name} (${this.#turns})`;
  }
}

function tell({ fake, held }: World, fate: Fate, type: string, subject: string): void {
  const say = (): void => fake.emit(type, subject);
  if (fate === 'told' || fate === 'twice') say();
  if (fate === 'twice' || fate === 'late') held.push(say);
  if (fate === 'lost') fake.lose();
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const named = fc.constantFrom('a', 'b', 'c', 'd');
const fates = fc.constantFrom<Fate>('told', 'twice', 'late', 'lost', 'unsaid');
const steps: fc.Arbitrary<Step>[] = [
  fc.tuple(named, fc.constantFrom('Healthy', 'Degraded', 'Missing'), fates).map(
    ([name, health, fate]) =>
      new Step(`${name} is ${health}, ${fate}`, (truth, world) => {
        truth.services.set(name, health);
        world.settle(truth);
        tell(world, fate, 'platform.service.changed', name);
      }),
  ),
  fc.tuple(named, fates).map(
    ([name, fate]) =>
      new Step(`${name} goes, ${fate}`, (truth, world) => {
        truth.services.delete(name);
        world.settle(truth);
        tell(world, fate, 'platform.service.changed', name);
      }),
  ),
  fc.tuple(named, fates).map(
    ([name, fate]) =>
      new Step(`environment ${name}, ${fate}`, (truth, world) => {
        if (!truth.environments.delete(name)) truth.environments.add(name);
        world.settle(truth);
        tell(world, fate, 'platform.environment.changed', name);
      }),
  ),
  fc.tuple(named, fc.constantFrom('Running', 'Blocked', 'Succeeded', undefined), fates).map(
    ([id, state, fate]) =>
      new Step(`operation ${id} is ${state ?? 'gone'}, ${fate}`, (truth, world) => {
        if (state === undefined) truth.operations.delete(id);
        else truth.operations.set(id, state);
        world.settle(truth);
        tell(world, fate, 'platform.operation.changed', id);
      }),
  ),
  fc.tuple(named, fc.constantFrom('Triggered', 'Acknowledged', 'Resolved', undefined), fates).map(
    ([id, status, fate]) =>
      new Step(`incident ${id} is ${status ?? 'gone'}, ${fate}`, (truth, world) => {
        if (status === undefined) truth.incidents.delete(id);
        else truth.incidents.set(id, status);
        world.settle(truth);
        tell(world, fate, 'platform.incident.changed', id);
      }),
  ),
  fc.nat(5).map(
    (index) =>
      new Step('late news arrive', (_truth, { held }) => {
        // Out of order: the last may come first.
        for (const say of held.splice(index).reverse()) say();
      }),
  ),
  fc.constant(new Step('the stream breaks', (_truth, { fake }) => fake.breakStreams())),
  fc.constant(
    new Step('the platform restarts without its history', async (truth, { fake, held }) => {
      held.length = 0;
      truth.operations.clear();
      fake.fault = new PlatformError('unreachable', 'Gone.');
      fake.restart();
      await pause();
      fake.fault = undefined;
    }),
  ),
  fc.constant(
    new Step('the platform forgets what it told', (_truth, { fake }) => fake.emit('platform.catalog.reset')),
  ),
  fc.constant(
    new Step('the machine sleeps', (_truth, world) => {
      world.slept += 8 * 3_600_000;
    }),
  ),
  fc.constant(new Step('time passes', pause)),
  fc.constant(
    new Step('someone refreshes', (_truth, { state }) => {
      state.refresh().catch(() => undefined);
    }),
  ),
];

const turns = fc.oneof(fc.constant(0), fc.nat(5), fc.nat(40));
const timed = steps.map((step) => fc.tuple(step, turns).map(([each, count]) => each.taking(count)));

describe('the live picture as a model', () => {
  it('ends at the truth after any interleaving of changes, loss, repetition, restarts and sleep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(timed, { maxCommands: 40, size: '+1' }), async (commands) => {
        const truth: Truth = {
          services: new Map([['a', 'Healthy']]),
          environments: new Set(['a']),
          operations: new Map(),
          incidents: new Map([['a', 'Triggered']]),
        };
        const world = new World();
        try {
          world.settle(truth);
          await poll(() => world.isTrue(truth));
          await fc.asyncModelRun(() => ({ model: truth, real: world }), commands);
          await poll(() => world.isTrue(truth));
          await pause();
          assert.ok(world.isTrue(truth), 'and stays there');
          assert.equal(world.fake.openStreams <= 1, true, 'with one stream at most');
        } finally {
          world.state.dispose();
        }
      }),
      { numRuns: 80 },
    );
  }).timeout(20_000);
});
