import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { Service, ServiceEnvironment } from '../../../src/model/catalog.js';
import type { Deployment, Operation, Plan, Release } from '../../../src/model/delivery.js';
import type { LogLine, Page } from '../../../src/model/platform.js';
import { delay } from '../../../src/base/abort.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();
export const cliPath = path.join(root, 'out', 'test', 'support', 'platformMain.mjs');

/** Bundles the `platform` command as a program, once per run, beside links to the files that it is shipped with. */
export async function buildCli(): Promise<void> {
  for (const name of ['media', 'schemas']) {
    const link = path.join(root, 'out', 'test', name);
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(path.join(root, name), link);
  }
  await build({
    entryPoints: [path.join(root, 'test', 'support', 'platformMain.ts')],
    outfile: cliPath,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
  });
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Started {
  readonly url: string;
  readonly tokenFile: string;
  readonly pid: number;
}

/** A folder of its own, the platforms started on it, and what must be dead in the end. */
export class Bed {
  #folder: string | undefined;
  readonly #children: ChildProcess[] = [];
  #platform: (Started & { token: string; process: ChildProcess }) | undefined;
  stderr = '';

  /** Made at first use: a suite that is filtered out leaves nothing behind. */
  get folder(): string {
    this.#folder ??= realpathSync(mkdtempSync(path.join(os.tmpdir(), 'golden-path-local-')));
    return this.#folder;
  }

  get dataDir(): string {
    return path.join(this.folder, 'data');
  }

  get platform(): Started & { token: string; process: ChildProcess } {
    assert.ok(this.#platform, 'no platform was started');
    return this.#platform;
  }

  /** Starts `platform start` in the foreground and waits for its line. */
  async start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Started> {
    const child = this.spawn(['start', '--data', this.dataDir, '--format', 'json', ...args], env);
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once('line', resolve);
      child.once('exit', (code) =>
        reject(new Error(`platform start ended with ${String(code)}: ${this.stderr}`)),
      );
    });
    const started = JSON.parse(line) as Started;
    this.#platform = { ...started, token: readFileSync(started.tokenFile, 'utf8').trim(), process: child };
    return started;
  }

  spawn(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(process.execPath, [cliPath, 'platform', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#children.push(child);
    return child;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const { process: child } = this.platform;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }

  /** Stops everything, and fails when a process of this bed is left. */
  async dispose(): Promise<void> {
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGTERM');
    await this.untilEnded('every process');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Waits until no process of this bed is left; fails with the command lines of those that are. */
  async untilEnded(what: string): Promise<void> {
    const lines = (): readonly string[] => this.processes().map((pid) => `${pid} ${readCommandLine(pid)}`);
    await until(() => this.processes().length === 0, `${what} to end`, 15_000).catch((error: unknown) => {
      throw new Error(`${String(error)}; left: ${lines().join('; ')}`);
    });
  }

  /** Processes that work in this bed's folder, or were started with it. */
  processes(): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((pid) => {
        try {
          if (/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false;
          const cwd = readlinkSync(`/proc/${pid}/cwd`);
          return (
            cwd.startsWith(this.folder) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.folder)
          );
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  /** Of them, those a service started: they work inside a release. */
  services(): readonly number[] {
    return this.processes().filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).includes('/releases/');
      } catch {
        return false;
      }
    });
  }

  async call<T>(
    method: string,
    route: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.platform.url}${route}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.platform.token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(method === 'POST' && route.endsWith('/releases') && { 'Idempotency-Key': crypto.randomUUID() }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : undefined) as T,
    };
  }

  async get<T>(route: string): Promise<T> {
    const { status, body } = await this.call<T>('GET', route);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  source(name: string, files: Readonly<Record<string, string>>): string {
    const folder = path.join(this.folder, 'sources', name);
    for (const [file, content] of Object.entries(files)) {
      const full = path.join(folder, file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, content);
      if (content.startsWith('#!')) chmodSync(full, 0o755);
    }
    return folder;
  }

  /** Writes a file anywhere, with the folders it lies in. */
  write(file: string, content: string): void {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  async release(manifest: object, folder: string): Promise<Release> {
    const name = (manifest as { metadata: { name: string } }).metadata.name;
    const { status, body } = await this.call<Release>('POST', `/services/${name}/releases`, {
      manifest,
      source: { folder },
    });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  async plan(service: string, request: object): Promise<Plan> {
    const { status, body } = await this.call<Plan>(
      'POST',
      `/services/${service}/deployments?dryRun=true`,
      request,
    );
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  async send(
    service: string,
    request: object,
    key: string = crypto.randomUUID(),
  ): Promise<Answer<Operation>> {
    return this.call<Operation>('POST', `/services/${service}/deployments`, request, {
      'Idempotency-Key': key,
    });
  }

  /** Sends a deployment and waits for its end. */
  async deploy(service: string, request: object): Promise<Operation> {
    const { status, body } = await this.send(service, request);
    assert.equal(status, 202, JSON.stringify(body));
    return this.ended(body.id);
  }

  async ended(operation: string): Promise<Operation> {
    let last: Operation | undefined;
    await until(
      async () => {
        last = await this.get<Operation>(`/operations/${operation}`);
        return last.done;
      },
      `operation ${operation} to end`,
      40_000,
    );
    assert.ok(last);
    return last;
  }

  async leaf(service: string, environment: string): Promise<ServiceEnvironment> {
    const { environments } = await this.get<Service>(`/services/${service}`);
    const found = environments?.find((item) => item.environment === environment);
    assert.ok(found, `no ${environment} of ${service}`);
    return found;
  }

  async ask(service: string, environment: string): Promise<Record<string, unknown>> {
    const { urls } = await this.leaf(service, environment);
    const response = await fetch(urls?.[0] ?? '');
    return (await response.json()) as Record<string, unknown>;
  }

  async deployments(service: string, environment: string): Promise<readonly Deployment[]> {
    return (await this.get<Page<Deployment>>(`/services/${service}/deployments?environment=${environment}`))
      .items;
  }

  async logs(service: string, environment: string, query = ''): Promise<readonly LogLine[]> {
    return (await this.get<Page<LogLine>>(`/services/${service}/environments/${environment}/logs${query}`))
      .items;
  }
}

function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail(`waited ${timeoutMs} ms for ${what}`);
    await delay(50);
  }
}

export function run(file: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(file, args, { cwd, encoding: 'utf8' });
  assert.equal(result.status, 0, `${file} ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.trim();
}

/** A small web service: answers with its variables, crashes on `/crash`, and says its version. */
export function serverJs(version: string): string {
  return `
const http = require('node:http');
http.createServer((request, response) => {
  console.log('request ' + request.url);
  if (request.url === '/crash') process.exit(7);
  response.end(JSON.stringify({ version: ${JSON.stringify(version)}, pid: process.pid, env: process.env }));
}).listen(Number(process.env.PORT), () => console.log('listening'));
`;
}

export function manifest(
  name: string,
  container: object = {},
  spec: Readonly<Record<string, unknown>> = {},
  workload: object = {},
): object {
  return {
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: 'Service',
    metadata: { name },
    spec: {
      type: 'service',
      owner: 'payments',
      workload: {
        containers: { main: { image: '.', command: ['node', 'server.js'], ...container } },
        service: { ports: { web: { port: 80, targetPort: 8080 } } },
        ...workload,
      },
      ...spec,
    },
  };
}

/** A git repository with all files committed. */
export function commitAll(folder: string, message: string): string {
  const git = (...args: readonly string[]): string =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], folder);
  git('init', '--quiet');
  git('add', '-A');
  git('commit', '--quiet', '-m', message);
  return git('rev-parse', 'HEAD');
}
