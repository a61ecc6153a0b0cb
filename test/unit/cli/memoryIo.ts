import { Writable } from 'node:stream';
import type { CommandIo } from '../../../src/cli/command.js';

class Memory extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface MemoryIo {
  readonly io: CommandIo;
  readonly out: () => string;
  readonly err: () => string;
}

/** The world of a command in memory; `answers` makes it a terminal where a person answers in that order. */
export function memoryIo(more: Partial<CommandIo> & { readonly answers?: readonly string[] } = {}): MemoryIo {
  const stdout = new Memory();
  const stderr = new Memory();
  const { answers, ...rest } = more;
  const left = [...(answers ?? [])];
  const io: CommandIo = {
    stdout,
    stderr,
    cwd: process.cwd(),
    env: {},
    signal: new AbortController().signal,
    ...(answers && {
      ask: (question: string) => {
        stdout.write(question);
        return Promise.resolve(left.shift() ?? '');
      },
    }),
    ...rest,
  };
  return { io, out: () => stdout.text, err: () => stderr.text };
}
