import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

async function serve(answer: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, server };
}

async function connectTo(url: string): Promise<ScriptedPrompts> {
  const loaded = await app();
  const prompts = new ScriptedPrompts({ 'connect.url': url, 'connect.token': 'canary-token' });
  loaded.prompts = prompts;
  await vscode.commands.executeCommand('goldenPath.connect');
  return prompts;
}

describe('connecting to what is no platform', () => {
  for (const [what, url, sentence] of [
    ['no address', 'platform', /is not the URL of a platform/],
    ['an address in the clear', 'http://platform.example.com', /https/],
    ['nobody there', 'http://127.0.0.1:9/v1', /./],
  ] as const) {
    it(`says so in one sentence: ${what}`, async () => {
      const { told, asked } = await connectTo(url);
      // Nobody is asked for a token before the platform has answered.
      assert.deepEqual(
        asked.map(({ id }) => id),
        ['connect.url'],
      );
      assert.equal(told.length, 1, JSON.stringify(told));
      assert.match(told[0]?.sentence ?? '', sentence);
    }).timeout(60_000);
  }

  it('says so for a page instead of an API, and keeps no token', async () => {
    const { url, server } = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Portal</title>');
    });
    const { told } = await connectTo(url);
    server.close();
    assert.equal(told.length, 1);
    assert.doesNotMatch(JSON.stringify(told), /canary-token|doctype/);
    assert.equal((await app()).session.connection, undefined);
  }).timeout(30_000);

  it('offers to sign in when the token is refused', async () => {
    const { url, server } = await serve((_request, response) => {
      response
        .writeHead(401, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ type: 'unauthenticated', title: 'Who are you?', status: 401 }));
    });
    const { told } = await connectTo(url);
    server.close();
    assert.deepEqual(told[0]?.actions, ['Sign In…']);
  }).timeout(30_000);
});
