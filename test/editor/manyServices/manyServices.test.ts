import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { askDriver } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';
import { serveBigPlatform, type BigPlatform } from './bigPlatform.js';

const services = 10_000;
const changes = 1_000;

describe('a platform of 10,000 services', () => {
  let loaded: App;
  let platform: BigPlatform;

  before(async () => {
    loaded = await app();
    platform = await serveBigPlatform(services);
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    await vscode.commands.executeCommand('goldenPath.disconnect');
    platform.close();
  });

  const listed = (): readonly string[] => platform.requests.filter((path) => path.includes('/services?'));

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
    const start = performance.now();
    await vscode.commands.executeCommand('goldenPath.connect');
    await eventually(
      'all services',
      () => known > 0,
      30_000,
      () => platform.requests.length,
    );
    const firstRow = await painted;
    listening.dispose();
    views.services.item = item;
    await print(
      `10,000 services read in ${ms(known - start)}, first row ${ms(firstRow - known)} after, ${listed().length} page requests`,
    );
    assert.match(servicesShown(loaded).at(-1) ?? '', /more/i);
    // One read of 50 pages, and one more at most: the stream of changes may open while the first is under way.
    assert.ok(listed().length <= (2 * services) / 200, `${listed().length} requests`);
  }).timeout(60_000);

  it('shows them by environment and state without going through them again', async () => {
    const { environments } = loaded.views;
    await vscode.commands.executeCommand('goldenPath.environments.focus');
    const start = performance.now();
    const rows = environments.roots().map((root) => String(environments.item(root).description));
    await print(`4 environments of 10,000 services drawn in ${ms(performance.now() - start)}`);
    assert.deepEqual(
      rows.slice(0, 3),
      Array.from({ length: 3 }, () => '10000 Healthy'),
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
    await eventually('quiet', () => loaded.session.connection?.live.snapshot.status === 'live');
    const before = platform.requests.length;
    const idle = performance.eventLoopUtilization();
    platform.degrade(changes);
    await eventually(
      'all changes',
      () => {
        const { services: known } = loaded.session.connection!.live.snapshot;
        return (
          [...known.values()].filter((one) => one.environments?.[0]?.health === 'Degraded').length === changes
        );
      },
      30_000,
    );
    await eventually('the rows', () => servicesShown(loaded).some((row) => row.includes('Degraded')));
    const { active } = performance.eventLoopUtilization(idle);
    listening.dispose();
    assert.ok(!drawn.includes(undefined), 'the whole tree was drawn again');
    assert.ok(drawn.flat().length <= 2 * 200, `${drawn.flat().length} rows were drawn again`);
    assert.deepEqual(view.selection, [third]);
    const requests = platform.requests.slice(before);
    await print(
      `1,000 changes: at most ${ms(active)} of host time (the test and its platform are in it), ${requests.length} requests`,
    );
    assert.ok(requests.length <= changes / 100 + 5, requests.join('\n'));
    assert.ok(
      requests.every((path) => path.includes('names=')),
      requests.join('\n'),
    );
  }).timeout(60_000);
});

const ms = (time: number): string => `${Math.round(time)} ms`;

function print(line: string): Promise<string> {
  return askDriver('/output', `    ${line}`);
}
