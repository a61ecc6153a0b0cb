import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { file } from '../support/extension.js';

export interface BigPlatform {
  readonly url: string;
  /** Path and query of what was asked after the first `from` requests. */
  requests(from?: number): Promise<readonly string[]>;
  /** Makes the first `count` services degraded and tells it over the stream of changes. */
  degrade(count: number): Promise<void>;
  close(): void;
}

/** Starts the platform of the workspace in a process of its own. */
export async function startBigPlatform(services: number): Promise<BigPlatform> {
  const child = spawn(process.execPath, [file('big/platform.mjs').fsPath, String(services)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const origin = String(first).trim();
  return {
    url: `${origin}/v1`,
    requests: async (from = 0) =>
      (await (await fetch(`${origin}/requests?from=${from}`)).json()) as readonly string[],
    degrade: async (count) => {
      await fetch(`${origin}/degrade?count=${count}`, { method: 'POST' });
    },
    close: () => child.stdin.end(),
  };
}
