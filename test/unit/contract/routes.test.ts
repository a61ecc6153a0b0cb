import assert from 'node:assert/strict';
import fc from 'fast-check';
import { routes } from '../../../src/contract/routes.js';
import { UserError } from '../../../src/model/errors.js';

const root = 'http://127.0.0.1:7117/v1';

describe('routes', () => {
  it('builds path and query', () => {
    const route = routes.listServices({ names: ['a', 'b'], view: 'Summary', pageSize: 100 });
    assert.equal(route.path, '/services');
    assert.deepEqual(
      [...new URLSearchParams(route.query)],
      [
        ['names', 'a,b'],
        ['view', 'Summary'],
        ['pageSize', '100'],
      ],
    );
  });

  it('asks for a plan by the same operation as the deployment', () => {
    const request = { environment: 'dev', kind: 'Restart' } as const;
    const plan = routes.planDeployment('hello', request);
    const real = routes.createDeployment('hello', request);
    assert.equal(plan.query, 'dryRun=true');
    assert.equal(real.query, '');
    assert.equal(plan.path, real.path);
    assert.deepEqual(plan.body, real.body);
  });

  it('sends a manifest as YAML', () => {
    assert.deepEqual(routes.validateManifest('a: 1\n').body, { type: 'application/yaml', text: 'a: 1\n' });
  });

  it('keeps every name inside its own segment of the URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (service, environment) => {
        let route;
        try {
          route = routes.listLogs(service, environment);
        } catch (error) {
          assert.ok(error instanceof UserError);
          return;
        }
        const url = new URL(root + route.path);
        assert.equal(url.origin, new URL(root).origin);
        const segments = url.pathname.split('/').map(decodeURIComponent);
        assert.deepEqual(segments, ['', 'v1', 'services', service, 'environments', environment, 'logs']);
      }),
    );
  });

  it('refuses names that no path can carry', () => {
    for (const name of ['', '.', '..', '\ud800']) assert.throws(() => routes.getService(name), UserError);
  });
});
