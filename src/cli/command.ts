import type { Writable } from 'node:stream';

/** What a command sees of the world: nothing else, so that tests can run it in-process. */
export interface CommandIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal for a line; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<string>;
}

/** Exit codes: 0 done, 1 the answer is no (errors found, deployment failed, guard refused), 2 it could not run. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** The whole help of this command. */
  readonly usage: string;
  /** `args` are those after the command's name. Throws `UserError` or `PlatformError`; main prints them. */
  run(args: readonly string[], io: CommandIo): Promise<ExitCode>;
}
