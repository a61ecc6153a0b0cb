import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { addIdentity } from '../../../src/local/identity/identities.js';
import { Bed, buildCli } from './bed.js';

/** Every way to change something, but for deployments and approvals. */
const writes: readonly (readonly [string, string])[] = [
  ['POST', '/services/hello/releases'],
  ['POST', '/templates/node-service/runs'],
  ['POST', '/actions/smoke-test/runs'],
  ['POST', '/resources'],
  ['DELETE', '/resources/none'],
  ['POST', '/environments'],
  ['DELETE', '/environments/none'],
];

describe('a token that may only read', function () {
  this.timeout(60_000);
  let bed: Bed;

  before(buildCli);
  beforeEach(() => (bed = new Bed()));
  afterEach(() => bed.dispose());

  it('changes nothing, whatever is asked, not even as a dry run', async () => {
    const { url } = await bed.start();
    const file = addIdentity(bed.dataDir, {
      name: 'reader',
      type: 'agent',
      groups: [],
      scopes: ['platform.read'],
    });
    const headers = {
      Authorization: `Bearer ${readFileSync(file, 'utf8').trim()}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'a-key-of-its-own',
    };
    assert.equal((await fetch(`${url}/services`, { headers })).status, 200);
    const bodies: Readonly<Record<string, unknown>> = {
      '/services/hello/releases': { manifest: {}, source: { path: '/nowhere' } },
      '/resources': { type: 'volume', environment: 'development' },
      '/environments': { template: 'none' },
      '/actions/smoke-test/runs': { service: 'hello', environment: 'development' },
      '/templates/node-service/runs': { values: {} },
    };
    for (const [method, path] of writes) {
      for (const query of ['', '?dryRun=true']) {
        const body = method === 'POST' ? JSON.stringify(bodies[path] ?? {}) : undefined;
        const response = await fetch(`${url}${path}${query}`, { method, headers, ...(body && { body }) });
        const problem = (await response.json()) as { detail?: string };
        assert.ok([403, 404].includes(response.status), `${method} ${path}: ${response.status}`);
        if (response.status === 403) assert.match(problem.detail ?? '', /scope platform\.deploy/);
      }
    }
  });
});
