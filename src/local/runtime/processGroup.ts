import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { GroupRegistry } from './groupRegistry.js';
import { markVariable } from './marked.js';
import { LineReader } from './lineReader.js';
import { signalGroup } from './signalGroup.js';

/** A user of this machine by number. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface GroupCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written to its standard input, which then ends. */
  readonly input?: string;
  readonly runAs?: RunAs;
  /** How it is asked to end; SIGTERM when absent. */
  readonly stopSignal?: 'SIGINT';
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export type OutputStream = 'stdout' | 'stderr';

/** A child with all its descendants: started and ended together, known to the reaper. */
export interface ProcessGroup {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks the group to end, and after `graceMs` makes it. Resolves when the first process is gone. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a command without a shell in its own process group. Rejects with `UserError` when it cannot start. */
export async function startGroup(
  command: GroupCommand,
  registry: GroupRegistry,
  onLine: (stream: OutputStream, line: string) => void,
): Promise<ProcessGroup> {
  const child = spawn(command.file, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env, [markVariable]: registry.mark },
    detached: process.platform !== 'win32',
    stdio: [command.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...command.runAs,
  });
  child.stdin?.on('error', () => undefined).end(command.input);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  // Before anything can go wrong, so that the reaper knows it whatever becomes of us.
  if (child.pid !== undefined) registry.add(child.pid);
  readLines(child, onLine);
  const pid = await started(child, command);
  const ended = exited.then((exit) => {
    // Whatever the first process left behind in its group ends with it.
    signalGroup(pid, 'SIGKILL');
    registry.remove(pid);
    return exit;
  });
  return {
    pid,
    exited: ended,
    async stop(graceMs) {
      signalGroup(pid, command.stopSignal ?? 'SIGTERM');
      const timeout = new AbortController();
      const late = delay(graceMs, timeout.signal).then(
        () => signalGroup(pid, 'SIGKILL'),
        () => undefined,
      );
      await ended;
      timeout.abort();
      await late;
    },
  };
}

function started(child: ChildProcess, command: GroupCommand): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const message = !existsSync(command.cwd)
        ? t('The folder {0} is gone: deploy again.', command.cwd)
        : error.code === 'ENOENT'
          ? t(
              'Cannot start "{0}": there is no such program. Install it, or correct the command.',
              command.file,
            )
          : t('Cannot start "{0}": {1}.', command.file, error.code ?? error.message);
      reject(new UserError('local.command-not-started', message, error));
    });
  });
}

function readLines(child: ChildProcess, onLine: (stream: OutputStream, line: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    if (!stream) continue;
    stream.on('error', () => undefined);
    const reader = new LineReader((line) => onLine(name, line));
    stream.on('data', (chunk: Buffer) => reader.push(chunk)).on('end', () => reader.end());
  }
}
