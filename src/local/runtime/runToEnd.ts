import { abortReason, onAbort } from '../../base/abort.js';
import type { GroupRegistry } from './groupRegistry.js';
import { startGroup, type Exit, type GroupCommand, type OutputStream } from './processGroup.js';

const abortGraceMs = 2_000;

/** Runs a command to its end; an abort ends its whole group. */
export async function runToEnd(
  command: GroupCommand,
  registry: GroupRegistry,
  onLine: (stream: OutputStream, line: string) => void,
  signal: AbortSignal,
): Promise<Exit> {
  signal.throwIfAborted();
  const group = await startGroup(command, registry, onLine);
  const subscription = onAbort(signal, () => void group.stop(abortGraceMs));
  const exit = await group.exited;
  subscription.dispose();
  if (signal.aborted) throw abortReason(signal);
  return exit;
}
