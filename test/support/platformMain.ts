import { platformCommand } from '../../src/cli/commands/platform.js';

/** The `platform` command as a program of its own, so that its tests do not need the whole command-line tool. */
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());
const [, , , ...args] = process.argv;
const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  signal: stop.signal,
};
try {
  process.exitCode = await platformCommand.run(args, io);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
