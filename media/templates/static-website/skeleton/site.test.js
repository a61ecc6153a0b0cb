import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createSite } from './site.js';

const site = createSite();
let port;
before(async () => {
  await new Promise((resolve) => site.listen(0, resolve));
  port = site.address().port;
});
after(() => {
  site.close();
  site.closeAllConnections();
});

/** A path as it is: fetch would resolve the dots itself. */
function statusOf(path) {
  return new Promise((resolve, reject) => {
    http.get({ port, path }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}

test('serves the front page with its headers', async () => {
  const response = await fetch(`http://localhost:${port}/`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.match(await response.text(), /<h1>/);
});

test('has a page for what is not there, and serves nothing outside public/', async () => {
  assert.equal(await statusOf('/none'), 404);
  assert.equal(await statusOf('/../server.js'), 404);
  assert.equal(await statusOf('/..%2fserver.js'), 404);
});
