import assert from 'node:assert/strict';
import { Bed, buildCli, manifest, serverJs } from '../local/bed.js';
import { departures, judge } from './judge.js';

describe('the local platform and the conformance kit', function () {
  this.timeout(120_000);
  const bed = new Bed();
  before(async () => {
    await buildCli();
    await bed.start();
    // It asks for the secret that the kit sets.
    const hello = manifest('hello', {}, { secrets: { GOLDEN_PATH_CONFORMANCE: { key: 'hello/kit' } } });
    for (const version of ['one', 'two']) {
      const files = { 'server.js': serverJs(version) };
      const release = await bed.release(hello, bed.source(version, files));
      for (const environment of ['development', 'staging']) {
        const secret = `/services/hello/environments/${environment}/secrets/GOLDEN_PATH_CONFORMANCE`;
        const { status } = await bed.call('PUT', secret, { value: version });
        assert.equal(status, 200);
      }
      await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
    }
    // A second service, so that there is something to page through.
    await bed.release(manifest('other'), bed.source('other', { 'server.js': serverJs('one') }));
  });
  after(() => bed.dispose());

  it('holds everything at the level full, and runs afterwards what ran before', async () => {
    const { token, url } = bed.platform;
    const before = (await bed.leaf('hello', 'development')).current?.release;
    const results = await judge({
      root: url,
      token,
      level: 'full',
      target: { service: 'hello', environment: 'development', promoteTo: 'staging' },
    });
    assert.deepEqual(departures(results), []);
    assert.equal((await bed.leaf('hello', 'development')).current?.release, before);
    // What does not apply is what the platform does not declare, and nothing else.
    const others = results.filter(
      ({ outcome, message = '' }) =>
        outcome === 'not-applicable' && !/does not declare the capability|lists nothing/.test(message),
    );
    assert.deepEqual(
      others.map(({ id, message }) => `${id}: ${message ?? ''}`),
      [],
    );
  });

  it('is refused as a target in production, for a service it lacks, and in an environment it lacks', async () => {
    const { token, url } = bed.platform;
    const sent = async (service: string, environment: string): Promise<unknown> =>
      judge({ root: url, token, level: 'deploy', target: { service, environment } });
    await assert.rejects(sent('hello', 'production'), { code: 'conformance.production' });
    await assert.rejects(sent('nobody', 'development'), { code: 'conformance.target' });
    await assert.rejects(sent('hello', 'nowhere'), { code: 'conformance.target' });
    const { items } = await bed.get<{ items: unknown[] }>(
      '/services/hello/deployments?environment=production',
    );
    assert.deepEqual(items, []);
  });
});
