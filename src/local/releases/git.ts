import { execFile } from 'node:child_process';
import { baseEnvironment } from '../runtime/childEnvironment.js';

export interface GitResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const maxOutput = 64 * 1024 * 1024;

/** Runs git without a shell, never asking, never writing to the user's index. `ok` is false also without git. */
export function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  const env = {
    ...baseEnvironment(process.env),
    ...(process.env['SSH_AUTH_SOCK'] === undefined ? {} : { SSH_AUTH_SOCK: process.env['SSH_AUTH_SOCK'] }),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
    ...options.env,
  };
  return new Promise((resolve) => {
    execFile(
      'git',
      [...args],
      {
        cwd: options.cwd,
        env,
        maxBuffer: maxOutput,
        timeout: options.timeoutMs ?? 60_000,
        windowsHide: true,
      },
      (error, stdout, stderr) => resolve({ ok: error === null, stdout, stderr }),
    );
  });
}
