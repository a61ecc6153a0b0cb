import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Result } from '../../../src/conformance/conformance.js';
import { until } from '../local/bed.js';
import { departures, judge } from './judge.js';
import { startExample } from './runningExample.js';
import { serveFolder } from './staticServer.js';

const examples = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'examples/platforms');

/** The checks that mean the level Read; the others of that level are for what a platform offers besides. */
const readLevel = [
  'discovery/open discovery/version services/list services/summary services/one services/not-found',
  'environments/list environments/order paging/walk etag/present etag/not-modified capabilities/undeclared',
]
  .join(' ')
  .split(' ');

function assertConforms(results: readonly Result[], ids: readonly string[]): void {
  assert.deepEqual(departures(results), []);
  for (const id of ids) assert.equal(results.find((each) => each.id === id)?.outcome, 'holds', id);
}

describe('the examples of platforms', function () {
  this.timeout(60_000);

  it('read-node has at most 100 lines and no dependency', () => {
    const text = readFileSync(path.join(examples, 'read-node/server.mjs'), 'utf8');
    assert.ok(text.split('\n').length <= 100);
    const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    assert.ok(
      imports.every((name) => name?.startsWith('node:')),
      imports.join(),
    );
  });

  for (const token of ['', 'secret-of-the-example']) {
    it(`read-node holds the level Read, ${token ? 'with' : 'without'} a token`, async () => {
      const example = await startExample('read-node', token);
      try {
        const results = await judge({ root: example.root, level: 'read', ...(token && { token }) });
        assertConforms(results, [...readLevel, ...(token ? ['auth/required', 'auth/challenge'] : [])]);
      } finally {
        await example.stop();
      }
    });
  }

  it('read-static holds the level Read behind a web server with the index mapping', async () => {
    const server = await serveFolder(path.join(examples, 'read-static'));
    try {
      assertConforms(await judge({ root: server.root, level: 'read' }), readLevel);
    } finally {
      await server.stop();
    }
  });

  it('read-static holds the level Read behind nginx', async function () {
    const nginx = ['nginx', '/usr/sbin/nginx'].find((file) => !spawnSync(file, ['-v']).error);
    if (nginx === undefined) {
      this.skip();
    }
    const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-nginx-'));
    cpSync(path.join(examples, 'read-static'), folder, { recursive: true });
    const server = spawn(nginx, ['-p', folder, '-c', path.join(folder, 'nginx.conf')], { stdio: 'inherit' });
    const root = 'http://127.0.0.1:8080/v1';
    try {
      await until(
        () =>
          fetch(root).then(
            ({ ok }) => ok,
            () => false,
          ),
        'nginx to answer',
      );
      assertConforms(await judge({ root, level: 'read' }), readLevel);
    } finally {
      server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('read-static says the same as read-node', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(path.join(examples, file), 'utf8'));
    const services = read('read-node/services.json') as { readonly name: string }[];
    assert.deepEqual(read('read-static/v1/services/index.json'), { items: services });
    assert.deepEqual(read('read-static/v1/environments/index.json'), {
      items: read('read-node/environments.json'),
    });
    for (const service of services) {
      assert.deepEqual(read(`read-static/v1/services/${service.name}/index.json`), service);
    }
  });

  it('deploy-node holds the level Deploy', async () => {
    const example = await startExample('deploy-node');
    try {
      const { root, token } = example;
      const target = { service: 'website', environment: 'staging', release: 'website-1.0.0' };
      const results = await judge({ root, token, level: 'deploy', target });
      const deploying = results.filter(({ level }) => level === 'deploy').map(({ id }) => id);
      // It has one environment that is not production.
      assertConforms(results, [...readLevel, ...deploying.filter((id) => id !== 'deploy/promote')]);
    } finally {
      await example.stop();
    }
  });
});
