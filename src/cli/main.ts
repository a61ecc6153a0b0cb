import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

import { t } from '../base/l10n.js';
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

// A reader that leaves (`| head`) changes nothing about what is done, and how that ends.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.stderr.write(`golden-path: ${t('The output cannot be written ({0}).', code ?? message)}\n`);
  process.exit(2);
});
process.stderr.on('error', () => undefined);

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
