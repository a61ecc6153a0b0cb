import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

/** What our extension did beyond the editor while watched: requests and processes, in order. */
export interface Effects {
  readonly seen: readonly string[];
  stop(): void;
}

/** Watches `fetch` and the ways to start a process; what is called goes through. */
export function watchEffects(): Effects {
  const seen: string[] = [];
  const ours = path.join(
    vscode.extensions.getExtension('golden-path.golden-path')?.extensionPath ?? '',
    'dist',
  );
  const note = (what: string): void => {
    // Other extensions live in the same host: git runs its own processes.
    if (new Error().stack?.includes(ours)) seen.push(what);
  };
  const { fetch } = globalThis;
  const { spawn, fork } = childProcess;
  globalThis.fetch = (...args) => {
    note(`fetch ${args[0] instanceof Request ? args[0].url : String(args[0])}`);
    return fetch(...args);
  };
  childProcess.spawn = ((...args: Parameters<typeof spawn>) => {
    note(`spawn ${args[0]}`);
    return spawn(...args);
  }) as typeof spawn;
  childProcess.fork = ((...args: Parameters<typeof fork>) => {
    note(`fork ${String(args[0])}`);
    return fork(...args);
  }) as typeof fork;
  syncBuiltinESMExports();
  return {
    seen,
    stop: () => {
      globalThis.fetch = fetch;
      Object.assign(childProcess, { spawn, fork });
      syncBuiltinESMExports();
    },
  };
}
