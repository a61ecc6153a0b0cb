import type { Readable, Writable } from 'node:stream';

/** What a command sees of the world: nothing else, so that tests can run it in-process. */
export interface CommandIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Absent where there is nothing to read. */
  readonly stdin?: Readable;
  /** Whether a person looks at standard output. */
  readonly isTerminal?: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal for a line; absent where nobody can answer. What is secret is not shown. */
  readonly ask?: (question: string, secret?: boolean) => Promise<string>;
  /** Of the package that the program belongs to. */
  readonly version?: string;
  /** The folder of that package, with its pages and schemas. */
  readonly packageFolder?: string;
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
