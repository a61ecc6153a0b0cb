import assert from 'node:assert/strict';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';
import { startBigPlatform, type BigPlatform } from './bigPlatform.js';

const services = 10_000;
const changes = 1_000;

describe('a platform of 10,000 services', () => {
  let loaded: App;
  let platform: BigPlatform;

  before(async () => {
    loaded = await app();
    platform = await startBigPlatform(services);
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    await vscode.commands.executeCommand('goldenPath.disconnect');
    platform.close();
  });

  it('is read page by page, and shown', async () => {
    loaded.prompts = new ScriptedPrompts({ 'connect.url': platform.url, 'connect.token': 'token' });
    const { views } = loaded;
    const item = views.services.item.bind(views.services);
    const painted = new Promise<number>((resolve) => {
      views.services.item = (node) => {
        if (node.kind === 'service') resolve(performance.now());
        return item(node);
      };
    });
    let known = 0;
    const listening = loaded.session.onDidChangeLive(() => {
      if (known === 0 && loaded.session.connection?.live.snapshot.services.size === services) {
        known = performance.now();
      }
    });
    const held = holdUps();
    const start = performance.now();
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually('all services', () => known > 0, 30_000);
    const firstRow = await painted;
    listening.dispose();
    views.services.item = item;
    await quiet(loaded);
    const { p99, max, busy } = held.stop();
    const listed = (await platform.requests()).filter((path) => path.includes('/services?'));
    await print(
      `10,000 services read in ${ms(known - start)} (host ${ms(busy)}; loop p99 ${ms(p99)}, max ${ms(max)}), ` +
        `first row ${ms(firstRow - known)} after, ${listed.length} page requests`,
    );
    assert.match(servicesShown(loaded).at(-1) ?? '', /more/i);
    // One read of 50 pages, and one more at most: the stream of changes may open while the first is under way.
    assert.ok(listed.length <= (2 * services) / 200, `${listed.length} requests`);
    assert.ok(max <= patienceMs, `held up for ${ms(max)}`);
  }).timeout(60_000);

  it('shows them by environment and state without going through them again', async () => {
    const { environments } = loaded.views;
    await vscode.commands.executeCommand('goldenPath.environments.focus');
    const start = performance.now();
    const rows = environments.roots().map((root) => String(environments.item(root).description));
    await print(`4 environments of 10,000 services drawn in ${ms(performance.now() - start)}`);
    assert.deepEqual(
      rows.slice(0, 3),
      Array.from({ length: 3 }, () => '10,000 Healthy'),
    );
    const [first] = environments.roots();
    const [healthy] = environments.known(first!);
    assert.equal(environments.known(healthy!).length, 201, 'a page, and the row that loads the next');
  });

  it('takes 1,000 changes with a request per hundred, and keeps what is selected', async () => {
    const [, , third] = loaded.views.services.roots();
    const { view } = loaded.trees.services;
    await view.reveal(third!, { select: true, focus: false, expand: true });
    const drawn: unknown[] = [];
    const listening = loaded.trees.services.onDidChangeTreeData((rows) => drawn.push(rows));
    await quiet(loaded);
    const before = (await platform.requests()).length;
    /** Host time of the same waiting where nothing changes: the request that tells nothing, the looks, the measuring. */
    const ownTime = async (whileMs: number, look: () => boolean): Promise<number> => {
      const [held, start] = [holdUps(), performance.now()];
      await platform.degrade(0);
      await eventually('as long', () => look() && performance.now() - start >= whileMs, 60_000);
      return held.stop().busy;
    };
    const isDegraded = (index: number): boolean => {
      const { services: known } = loaded.session.connection!.live.snapshot;
      const name = `service-${String(index).padStart(5, '0')}`;
      return known.get(name)?.environments?.[0]?.health === 'Degraded';
    };
    // The picture of the first read is written to disk two seconds after it; what comes then waits a minute.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const held = holdUps();
    const start = performance.now();
    await platform.degrade(changes);
    await eventually('all changes', () => isDegraded(changes - 1), 30_000);
    await quiet(loaded);
    const { p99, max, busy } = held.stop();
    const own = await ownTime(performance.now() - start, () => isDegraded(changes - 1));
    await eventually('the rows', () => servicesShown(loaded).some((row) => row.includes('Degraded')));
    listening.dispose();
    assert.ok(Array.from({ length: changes }, (_, index) => index).every(isDegraded));
    assert.ok(!drawn.includes(undefined), 'the whole tree was drawn again');
    assert.ok(drawn.flat().length <= 2 * 200, `${drawn.flat().length} rows were drawn again`);
    assert.deepEqual(view.selection, [third]);
    const requests = await platform.requests(before);
    await print(
      `1,000 changes: ${ms(busy - own)} of host time (beside ${ms(own)} that the test itself waits for them with), ` +
        `loop p99 ${ms(p99)}, max ${ms(max)}, ${requests.length} requests, ${drawn.flat().length} rows drawn again`,
    );
    assert.ok(requests.length <= changes / 100 + 5, requests.join('\n'));
    assert.ok(
      requests.every((path) => path.includes('names=')),
      requests.join('\n'),
    );
    assert.ok(max <= patienceMs, `held up for ${ms(max)}`);
  }).timeout(60_000);
});

/** The budget is 200 ms; a machine that is shared makes a test of it fail for nothing. */
const patienceMs = 600;

/** Measures how long the host was busy, and what else waited for it, until stopped. All in ms. */
function holdUps(): { stop(): { readonly p99: number; readonly max: number; readonly busy: number } } {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  const before = hostTime();
  loop.enable();
  return {
    stop: () => {
      loop.disable();
      return { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6, busy: hostTime() - before };
    },
  };
}

/** What the host's thread has worked so far, ms, whoever else wants the machine; of the whole process before Node 24. */
function hostTime(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  const { user, system } = threadCpuUsage?.call(process) ?? process.cpuUsage();
  return (user + system) / 1000;
}

/** Until nothing was told for a while: what follows a change is over. */
async function quiet({ session }: App): Promise<void> {
  let last = performance.now();
  const listening = session.onDidChangeLive(() => (last = performance.now()));
  await eventually(
    'quiet',
    () => session.connection?.live.snapshot.status === 'live' && performance.now() - last > 600,
  );
  listening.dispose();
}

const ms = (time: number): string => `${Math.round(time)} ms`;

function print(line: string): Promise<string> {
  return askDriver('/output', `    ${line}`);
}
