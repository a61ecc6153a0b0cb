import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { delay } from '../../base/abort.js';
import { toDisposable, type Disposable } from '../../base/lifecycle.js';
import type { Log } from '../../model/log.js';
import { processIdentity } from './processIdentity.js';
import { markedProcesses } from './marked.js';
import { markOf, readGroups, type GroupEntry } from './groupRegistry.js';
import { signalGroup } from './signalGroup.js';

const termGraceMs = 2_000;
const pollMs = 50;

/** Ends every process group in a registry's file that is still the one it was: asked first, then made to. */
export async function reapGroups(file: string): Promise<void> {
  const groups = await asyncFilter(readGroups(file), isStillOurs);
  for (const { pid } of groups) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + termGraceMs;
  while (groups.some(({ pid }) => signalGroup(pid, 0)) && Date.now() < deadline) await delay(pollMs);
  for (const { pid } of groups) signalGroup(pid, 'SIGKILL');
  await endMarked(markOf(file));
  rmSync(file, { force: true });
}

/** Ends what carries our mark and is in no list: started in the moment of our death, or gone from its group. */
async function endMarked(mark: string): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    for (const pid of markedProcesses(mark)) {
      quiet = 0;
      endProcess(pid);
    }
    await delay(pollMs);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}

/** The reaper's whole life: waits until the platform's end of the pipe closes, then reaps. */
export async function waitAndReap(file: string, pipe: Readable): Promise<void> {
  await new Promise<void>((resolve) => {
    pipe.once('end', resolve).once('close', resolve).once('error', resolve);
    pipe.resume();
  });
  await reapGroups(file);
}

export interface ReaperCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the reaper: it outlives us and learns of our death by the pipe, even after kill -9. */
export function startReaper(command: ReaperCommand, log: Log): Disposable {
  const child = spawn(command.file, [...command.args], {
    env: { ...command.env },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  });
  child.on('error', (error) =>
    log.error('The reaper did not start: after a crash, services may live on.', error),
  );
  child.stdin.on('error', () => undefined);
  child.unref();
  return toDisposable(() => child.stdin.end());
}

async function isStillOurs(group: GroupEntry): Promise<boolean> {
  if (!signalGroup(group.pid, 0)) return false;
  const now = await processIdentity(group.pid);
  // A group outlives its first process; its id is not given away meanwhile.
  return now === undefined || group.identity === undefined || now === group.identity;
}

async function asyncFilter<T>(
  items: readonly T[],
  keep: (item: T) => Promise<boolean>,
): Promise<readonly T[]> {
  const kept = await Promise.all(items.map(keep));
  return items.filter((_, index) => kept[index]);
}
