import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface RunningBackstage {
  readonly url: string;
  /** May do everything; with `-catalog` or `-scaffolder` behind it, only that plugin. */
  readonly token: string;
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** What catalog/all.yaml and what it names hold, its own location and that of the configuration included. */
const seeded = 15;
const startMs = 90_000;

/** Where `npm run test:backstage` put the packages; without it the suites are skipped. */
export function isBackstageThere(): boolean {
  return process.env['GOLDEN_PATH_BACKSTAGE'] !== undefined;
}

/** A Backstage backend on loopback with the seed in its catalogue, and so many made components besides. It may read files of `host`. */
export async function startBackstage(components = 0, host = 'example.test'): Promise<RunningBackstage> {
  const home = process.env['GOLDEN_PATH_BACKSTAGE'] ?? '';
  const seed = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'test/integration/backstage/backend');
  const state = mkdtempSync(path.join(os.tmpdir(), 'golden-path-backstage-'));
  const port = await freePort();
  const token = 'backstage-test-token-0123456789';
  const args = [path.join(seed, 'main.mjs'), '--config', path.join(seed, 'app-config.yaml')];
  const child = spawn(process.env['GOLDEN_PATH_BACKSTAGE_NODE'] ?? process.execPath, args, {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: state,
      NODE_ENV: 'development',
      BACKSTAGE_HOME: home,
      BACKSTAGE_SEED: seed,
      BACKSTAGE_STATE: state,
      BACKSTAGE_PORT: String(port),
      BACKSTAGE_TOKEN: token,
      BACKSTAGE_READS: host,
      BACKSTAGE_SESSION: 'session-of-tests',
      BACKSTAGE_COMPONENTS: String(components),
    },
  });
  let output = '';
  const collect = (chunk: unknown): void => void (output = (output + String(chunk)).slice(-8_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const get = async (route: string): Promise<unknown> => {
    const answer = await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`GET ${route} answers ${answer.status}`);
    return answer.json();
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(state, { recursive: true, force: true });
  };
  const deadline = Date.now() + startMs + components * 5;
  for (;;) {
    const count = await entityCount(get);
    if (count >= seeded + components) return { url, token, get, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Backstage did not start, or has only ${count} entities:\n${output}`);
    }
    await wait(250);
  }
}

async function entityCount(get: (route: string) => Promise<unknown>): Promise<number> {
  try {
    const { totalItems } = (await get('/api/catalog/entities/by-query?limit=0')) as { totalItems: number };
    return totalItems;
  } catch {
    return -1;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
