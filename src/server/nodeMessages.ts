import { Writable } from 'node:stream';

/**
 * Writes each message at once, where the protocol's writer writes its head and its body apart: every write to a pipe is a
 * call of the system, and wakes who reads it (LSP 3.17, base protocol).
 */
export function wholeMessages(output: Writable): Writable {
  let head: Buffer | undefined;
  return new Writable({
    write(part: Buffer, _encoding, done) {
      if (head === undefined) {
        head = part;
        done();
        return;
      }
      const message = Buffer.concat([head, part]);
      head = undefined;
      output.write(message, done);
    },
  });
}
