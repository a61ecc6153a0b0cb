import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningExample {
  readonly root: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts an example of examples/platforms on a free port, with a folder of its own. */
export async function startExample(name: string, token = 'example-platform-token'): Promise<RunningExample> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'golden-path-example-'));
  const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'examples/platforms', name);
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: '0', DATA: data, TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const root = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${String(code)}`)));
  });
  return {
    root,
    token,
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
