import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { CommandIo } from '../command.js';
import { failureOf } from '../failure.js';
import { PathWatcher } from './watchPaths.js';

const clearScreen = '\u001b[2J\u001b[3J\u001b[H';

/** Runs `check` now and whenever something it reads has changed, until the command is ended. */
export async function watchCheck(
  paths: readonly string[],
  check: () => Promise<unknown>,
  io: CommandIo,
): Promise<void> {
  const state = { isDirty: false, isRunning: false };
  const isOver = (): boolean => io.signal.aborted;
  const run = async (): Promise<void> => {
    state.isDirty = true;
    if (state.isRunning) return;
    state.isRunning = true;
    while (takeDirty(state) && !isOver()) {
      // Folders first: what changes during the check is then heard of.
      await watcher.refresh();
      if (io.isTerminal === true) io.stdout.write(clearScreen);
      await check().catch((error: unknown) => {
        if (!isOver()) io.stderr.write(`golden-path: ${failureOf(error).message}\n`);
      });
      if (!isOver()) io.stderr.write(`${t('Watching for changes; Ctrl+C ends it.')}\n`);
    }
    state.isRunning = false;
  };
  const watcher = new PathWatcher(
    paths.map((named) => path.resolve(io.cwd, named)),
    () => void run(),
  );
  try {
    const ended = new Promise<void>((resolve) => {
      if (isOver()) resolve();
      else io.signal.addEventListener('abort', () => resolve(), { once: true });
      // Nobody watches any more.
      io.stdout.once('error', () => resolve());
    });
    await run();
    await ended;
  } finally {
    watcher.dispose();
  }
}

function takeDirty(state: { isDirty: boolean }): boolean {
  const { isDirty } = state;
  state.isDirty = false;
  return isDirty;
}
