import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasRecording } from './recording.js';
import { startRecorder } from './recorder.js';
import { startReplay } from './replay.js';

export interface RunningBackstage {
  readonly url: string;
  /** May do everything; with `-catalog` or `-scaffolder` behind it, only that plugin. */
  readonly token: string;
  /** Texts of this machine in its answers, and what stands for them in a recording. */
  readonly masks: readonly (readonly [text: string, mask: string])[];
  stop(): Promise<void>;
}

/** What catalog/all.yaml and what it names hold, its own location and that of the configuration included. */
const seeded = 16;
const startMs = 90_000;

const token = 'backstage-test-token-0123456789';

export interface BackstageOptions {
  /** Made components in the catalogue, besides the seed. */
  readonly components?: number;
  /** Whose files the backend may read. */
  readonly host?: string;
  /** Name of the recording that stands for a backend where none is installed. */
  readonly recording?: string;
  /** Brings a real backend to where the suite begins; it is not recorded. */
  readonly prepare?: (backend: Pick<RunningBackstage, 'url' | 'token'>) => Promise<void>;
  /** Files of configuration after app-config.yaml, and their variables. */
  readonly configuration?: { readonly files: readonly string[]; readonly env: NodeJS.ProcessEnv };
  /** Entities that these files bring, besides the seed. */
  readonly entities?: number;
  /** Texts of servers behind the backend, and what stands for them in a recording. */
  readonly masks?: RunningBackstage['masks'];
  /** The recording answers, whatever is installed. */
  readonly isReplayed?: boolean;
}

/** Whether `npm run test:backstage` put the packages in place, or what they answered is recorded; else suites are skipped. */
export function isBackstageThere(recording?: string): boolean {
  return isReal() || (recording !== undefined && hasRecording(recording));
}

function isReal(): boolean {
  return process.env['GOLDEN_PATH_BACKSTAGE'] !== undefined;
}

/** A Backstage backend on loopback with the seed in its catalogue, or the recording of one. */
export async function startBackstage(options: BackstageOptions = {}): Promise<RunningBackstage> {
  const { recording } = options;
  if (isReal() && options.isReplayed !== true) {
    const running = await startReal(options);
    await options.prepare?.(running);
    const isWanted = recording !== undefined && process.env['GOLDEN_PATH_BACKSTAGE_RECORD'] !== undefined;
    return isWanted ? recorded(running, recording) : running;
  }
  const replay = await startReplay(recording ?? '', token);
  return { ...replay, token, masks: [] };
}

async function recorded(running: RunningBackstage, name: string): Promise<RunningBackstage> {
  const recorder = await startRecorder({ upstream: running.url, token, masks: running.masks });
  let stopping: Promise<void> | undefined;
  return {
    ...running,
    url: recorder.url,
    stop: () =>
      (stopping ??= (async () => {
        await recorder.stop(name);
        await running.stop();
      })()),
  };
}

async function startReal({
  components = 0,
  host = 'example.test',
  entities = 0,
  masks: own = [],
  configuration = { files: ['app-config.sign-in.yaml'], env: {} },
}: BackstageOptions): Promise<RunningBackstage> {
  const home = process.env['GOLDEN_PATH_BACKSTAGE'] ?? '';
  const seed = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'test/integration/backstage/backend');
  const state = mkdtempSync(path.join(os.tmpdir(), 'golden-path-backstage-'));
  const port = await freePort();
  const files = ['app-config.yaml', ...configuration.files];
  const configs = files.flatMap((file) => ['--config', path.resolve(seed, file)]);
  const args = [path.join(seed, 'main.mjs'), ...configs];
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
      ...configuration.env,
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
  const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
  const masks = [
    ...own,
    [url, '{backend}'],
    [state, '{state}'],
    [home, '{packages}'],
    [root.replace(/\/$/, ''), '{root}'],
  ] as const;
  const deadline = Date.now() + startMs + components * 5;
  for (;;) {
    const count = await entityCount(get);
    if (count >= seeded + components + entities) return { url, token, masks, stop };
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
