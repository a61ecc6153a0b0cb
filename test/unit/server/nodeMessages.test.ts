import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { StreamMessageWriter } from 'vscode-languageserver/node';
import { wholeMessages } from '../../../src/server/nodeMessages.js';

describe('messages on a pipe', () => {
  it('are written at once, each with its head', async () => {
    const written: string[] = [];
    const pipe = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        setImmediate(done);
      },
    });
    const writer = new StreamMessageWriter(wholeMessages(pipe));
    const messages = ['a', 'ü€😀', ''].map((method) => ({ jsonrpc: '2.0', method }));
    await Promise.all(messages.map((message) => writer.write(message)));
    assert.deepEqual(
      written,
      messages.map((message) => {
        const body = JSON.stringify(message);
        return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      }),
    );
  });
});
