import { spawn } from 'node:child_process';

/** Of commits that the fixture makes. */
const author = {
  GIT_AUTHOR_NAME: 'Fixture',
  GIT_AUTHOR_EMAIL: 'fixture@example.test',
  GIT_COMMITTER_NAME: 'Fixture',
  GIT_COMMITTER_EMAIL: 'fixture@example.test',
};

/** Runs git without the configuration of the machine; gives what it prints. */
export function git(cwd: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: cwd,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        ...author,
      },
    });
    let output = '';
    let problem = '';
    child.stdout.on('data', (part: unknown) => (output += String(part)));
    child.stderr.on('data', (part: unknown) => (problem += String(part)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.trim());
      else reject(new Error(`git ${args.join(' ')} ended with ${code}: ${problem}`));
    });
  });
}
