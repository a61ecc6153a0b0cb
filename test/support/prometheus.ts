import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const startMs = 60_000;

/** Where a Prometheus and its tool are. */
export interface PrometheusBinaries {
  readonly prometheus: string;
  readonly promtool: string;
}

export interface PrometheusSetup {
  /** Rule files by name, in YAML. */
  readonly rules?: Readonly<Record<string, string>>;
  /** What is scraped, `host:port` with the labels of its series; every second. */
  readonly targets?: readonly {
    readonly address: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  /** Samples from before it started, in OpenMetrics. */
  readonly history?: string;
  /** User and bcrypt hash that it asks for. */
  readonly user?: { readonly name: string; readonly passwordHash: string };
  readonly arguments?: readonly string[];
}

export interface RunningPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Prometheus as Debian has it: the one in the PATH, else the package's files in the cache folder, brought once and
 * without being root. `undefined` where neither can be had.
 */
export async function findPrometheus(): Promise<PrometheusBinaries | undefined> {
  if (['prometheus', 'promtool'].every((name) => spawnSync(name, ['--version']).status === 0)) {
    return { prometheus: 'prometheus', promtool: 'promtool' };
  }
  const home = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'golden-path');
  const brought = path.join(home, 'prometheus-debian');
  if (!existsSync(brought)) await bring(home, brought).catch(() => undefined);
  // Another run may have brought it meanwhile.
  if (!existsSync(brought)) return undefined;
  const bin = path.join(brought, 'usr', 'bin');
  return { prometheus: path.join(bin, 'prometheus'), promtool: path.join(bin, 'promtool') };
}

/** Downloads and unpacks beside the goal, so that it is there whole or not at all. */
async function bring(home: string, goal: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(path.join(home, 'bringing-'));
  try {
    await run('apt-get', ['download', 'prometheus'], { cwd: work, timeout: 120_000 });
    const [deb = ''] = readdirSync(work).filter((file) => file.endsWith('.deb'));
    const files = path.join(work, 'files');
    await run('dpkg', ['-x', path.join(work, deb), files]);
    if (!existsSync(goal)) renameSync(files, goal);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A Prometheus on loopback with data of its own; it is ready. */
export async function startPrometheus(
  { prometheus, promtool }: PrometheusBinaries,
  setup: PrometheusSetup = {},
): Promise<RunningPrometheus> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'prometheus-'));
  const data = path.join(home, 'data');
  writeFiles(home, setup);
  if (setup.history !== undefined) {
    const history = path.join(home, 'history.txt');
    writeFileSync(history, setup.history);
    await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', history, data], {
      maxBuffer: 64 * 1024 * 1024,
    });
  }
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(
    prometheus,
    [
      `--config.file=${path.join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=90d',
      `--web.listen-address=${address}`,
      '--log.level=error',
      ...(setup.user ? [`--web.config.file=${path.join(home, 'web.yml')}`] : []),
      ...(setup.arguments ?? []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(server, 'exit');
  const url = `http://${address}`;
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ready(url, () => server.exitCode !== null);
    return { url, stop };
  } catch (error) {
    await stop();
    throw new Error(`Prometheus did not start: ${said}`, { cause: error });
  }
}

function writeFiles(home: string, { rules = {}, targets = [], user }: PrometheusSetup): void {
  for (const [name, text] of Object.entries(rules)) writeFileSync(path.join(home, name), text);
  const scraped = targets.map(({ address, labels }) => ({ targets: [address], labels }));
  // JSON is YAML.
  const configuration = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: Object.keys(rules).map((name) => path.join(home, name)),
    scrape_configs: [{ job_name: 'targets', honor_labels: true, static_configs: scraped }],
  };
  writeFileSync(path.join(home, 'prometheus.yml'), JSON.stringify(configuration));
  if (user) {
    const web = { basic_auth_users: { [user.name]: user.passwordHash } };
    writeFileSync(path.join(home, 'web.yml'), JSON.stringify(web));
  }
}

async function ready(url: string, hasEnded: () => boolean): Promise<void> {
  const end = Date.now() + startMs;
  for (;;) {
    const status = await fetch(`${url}/-/ready`).then(
      (response) => response.status,
      () => 0,
    );
    // One that asks who is there answers.
    if (status === 200 || status === 401) return;
    if (hasEnded() || Date.now() > end) throw new Error(`Not ready: ${status}`);
    await wait(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
