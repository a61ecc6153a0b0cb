import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import type { CommandIo } from './command.js';
import { commands } from './commands.js';
import { packageOf } from './packageOf.js';
import { runCli } from './runCli.js';

const end = new AbortController();
let interrupted: number | undefined;
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(name, () => {
    interrupted = code;
    end.abort();
  });
}

// A reader that leaves (`| head`) ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

async function ask(question: string, secret = false): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (secret) process.stdout.write(question);
  const output = secret ? silent : process.stdout;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question(question, { signal: end.signal });
  } finally {
    lines.close();
    if (secret) process.stdout.write('\n');
  }
}

const { version, folder } = packageOf(process.argv[1] ?? '');
const io: CommandIo = {
  // Looking at it opens it: only who reads it does.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  signal: end.signal,
  isTerminal: process.stdout.isTTY,
  version,
  ...(folder !== undefined && { packageFolder: folder }),
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
};

void runCli(process.argv.slice(2), io, commands).then((code) => {
  process.exitCode = code === 0 ? 0 : (interrupted ?? code);
});
