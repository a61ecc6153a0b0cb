import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServerOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it works and where its log is. */
  readonly folder: string;
  /** Resolves once it answers; asked again and again until it does. */
  readonly ready: () => Promise<unknown>;
}

/** A server of the fixture; it keeps its ports and its data while it is stopped. */
export interface Server {
  readonly name: string;
  readonly log: string;
  start(): Promise<void>;
  /** `SIGKILL` is a crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Answers nobody, though it still takes connections, until it goes on. */
  pause(): void;
  resume(): void;
}

const startMs = 120_000;
const stopMs = 10_000;
const running = new Set<ChildProcess>();

// Nothing that was started outlives the process that started it.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A server that was started and answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = path.join(options.folder, `${options.name}.log`);
  let child: ChildProcess | undefined;
  const server: Server = {
    name: options.name,
    log,
    start: async () => {
      if (child) return;
      child = launch(options, log);
      const own = child;
      own.once('close', () => {
        running.delete(own);
        if (child === own) child = undefined;
      });
      await untilReady(options, own, log);
    },
    stop: async (signal = 'SIGTERM') => {
      const own = child;
      if (!own) return;
      child = undefined;
      await end(own, signal);
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
  await server.start();
  return server;
}

function launch({ file, args, env, folder }: ServerOptions, log: string): ChildProcess {
  const output = openSync(log, 'a');
  const child = spawn(file, args, {
    cwd: folder,
    stdio: ['ignore', output, output],
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...env },
  });
  closeSync(output);
  running.add(child);
  return child;
}

async function untilReady({ name, ready }: ServerOptions, child: ChildProcess, log: string): Promise<void> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('close', (code, signal) => (ended = `it ended with ${code ?? signal}`));
  const deadline = Date.now() + startMs;
  for (;;) {
    const problem = await ready().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem === undefined) return;
    if (ended !== undefined || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start: ${ended ?? problem}\n${lastOf(log)}`);
    }
    await wait(100);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill(signal);
  // One that is paused does not hear it before.
  child.kill('SIGCONT');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(timer);
}

function lastOf(log: string): string {
  return readFileSync(log, 'utf8').slice(-4000);
}

/** Asks until the answer is there; `what` names it in the error. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let problem = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      problem = error instanceof Error ? `: ${error.message}` : '';
    }
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs / 1000} s: ${what}${problem}`);
    await wait(200);
  }
}
