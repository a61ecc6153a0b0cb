import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
/** Where `buildCli` puts it. */
export const program = path.join(root, 'out/test/support/cli.mjs');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Bundles the program as it is now; what runs is one file. */
export async function buildCli(): Promise<void> {
  await build({
    entryPoints: [path.join(root, 'src/cli/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
  });
}

export interface CliOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The program as a process, and what it has said so far. */
export class CliProcess {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly #ended: Promise<unknown>;

  constructor(args: readonly string[], options: CliOptions = {}) {
    this.child = spawn(process.execPath, [program, ...args], {
      stdio: 'pipe',
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      ...(options.env && { env: { ...process.env, ...options.env } }),
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.child.stdin?.end(options.stdin ?? '');
    this.#ended = once(this.child, 'close');
  }

  /** Waits until standard output fits; fails with what it is after `ms`. */
  async until(fits: (out: string) => boolean, ms = 10_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!fits(this.out)) {
      if (Date.now() > deadline) throw new Error(`It said:\n${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async ended(): Promise<Ended> {
    await this.#ended;
    return { code: this.child.exitCode, out: this.out, err: this.err };
  }
}

export function runCli(args: readonly string[], options?: CliOptions): Promise<Ended> {
  return new CliProcess(args, options).ended();
}
