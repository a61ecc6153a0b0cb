import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createApp } from './app.js';

const app = createApp();
let url;
before(async () => {
  await new Promise((resolve) => app.listen(0, resolve));
  url = `http://localhost:${app.address().port}`;
});
after(() => {
  app.close();
  app.closeAllConnections();
});

test('answers who it is', async () => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { service: {{json name}} });
});

test('is alive and ready', async () => {
  assert.equal((await fetch(`${url}/livez`)).status, 200);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
});

test('says when there is nothing', async () => {
  assert.equal((await fetch(`${url}/none`)).status, 404);
});
