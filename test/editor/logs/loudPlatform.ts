import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { file } from '../support/extension.js';

export interface LoudPlatform {
  readonly url: string;
  /** Sets the lines a second of every log that is followed; gives the lines so far. */
  rate(lines: number): Promise<number>;
  close(): void;
}

/** Starts the platform of the workspace in a process of its own. */
export async function startLoudPlatform(): Promise<LoudPlatform> {
  const process_ = spawn(process.execPath, [file('loud/platform.mjs').fsPath], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const [first] = (await once(process_.stdout, 'data')) as [Buffer];
  const origin = String(first).trim();
  return {
    url: `${origin}/v1`,
    rate: async (lines) => Number(await (await fetch(`${origin}/rate?lines=${lines}`)).text()),
    close: () => process_.stdin.end(),
  };
}
