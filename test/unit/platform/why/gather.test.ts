import assert from 'node:assert/strict';
import { PlatformError, type PlatformErrorCode } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import { explain } from '../../../../src/platform/why/explain.js';
import type { Explanation } from '../../../../src/platform/why/explain.js';
import type { Fact, ManifestFact } from '../../../../src/platform/why/facts.js';
import { gatherFacts } from '../../../../src/platform/why/gather.js';

const release = { id: 'rel_1', version: '1.0.0', createdAt: '2026-11-21T10:00:00Z' };
const hasManifest: Fact<ManifestFact> = { known: true, value: { errors: 0 } };
const hasNone: Fact<ManifestFact> = { known: false, why: 'No manifest here names it.' };

function rejecting(code: PlatformErrorCode, message: string): () => Promise<never> {
  return () => Promise.reject(new PlatformError(code, message));
}

/** A platform on which nothing is wrong, but for what `other` does. */
function platformWith(other: Partial<Platform>): Platform {
  const good: Partial<Platform> = {
    url: 'https://platform.example/v1',
    listEnvironments: () =>
      Promise.resolve({ items: [{ name: 'staging', type: 'staging', production: false }] }),
    getService: (name) => Promise.resolve({ name, environments: [] }),
    listReleases: () => Promise.resolve({ items: [release] }),
    planDeployment: () => Promise.resolve({ fingerprint: 'f', summary: {}, changes: [] }),
    listDeployments: () => Promise.resolve({ items: [] }),
    // eslint-disable-next-line @typescript-eslint/require-await -- an empty log.
    logs: async function* () {
      yield* [];
    },
  };
  return { ...good, ...other } as Platform;
}

async function why(other: Partial<Platform>, manifest = hasManifest): Promise<Explanation> {
  const place = { service: 'shop', environment: 'staging' };
  return explain(await gatherFacts(platformWith(other), place, manifest, 'deploy'), 'deploy');
}

const missing = 'There is no service "shop". Check the name.';
const isMissing: Partial<Platform> = {
  getService: rejecting('not-found', missing),
  listReleases: rejecting('not-found', missing),
  listDeployments: rejecting('not-found', missing),
};

describe('what is gathered to say why a service cannot be deployed', () => {
  it('takes a service that only its manifest tells of for one that was never deployed', async () => {
    const { cause, findings } = await why(isMissing);
    assert.equal(cause, undefined);
    assert.ok(findings.every(({ sentence }) => sentence !== missing));
    const health = findings.find(({ check }) => check === 'health');
    assert.equal(health?.sentence, 'It is not deployed there yet.');
    const plan = findings.find(({ check }) => check === 'plan');
    assert.match(plan?.sentence ?? '', /Nothing is released yet/);
  });

  it('says that a name without a service and a manifest is wrong, and nothing else', async () => {
    await assert.rejects(why(isMissing, hasNone), (error) => PlatformError.is(error, 'not-found'));
  });

  it('takes a plan that the platform refuses for a cause, with who can help', async () => {
    const forbidden = await why({ planDeployment: rejecting('forbidden', 'You may not plan here.') });
    assert.equal(forbidden.cause?.check, 'plan');
    assert.equal(forbidden.cause.sentence, 'You may not plan here.');
    assert.match(forbidden.cause.remedy ?? '', /Ask the owner/);
    const invalid = await why({ planDeployment: rejecting('invalid-request', 'The manifest is too old.') });
    assert.equal(invalid.cause?.sentence, 'The manifest is too old.');
  });

  it('takes a plan that does not come for unknown', async () => {
    const { cause, findings } = await why({ planDeployment: rejecting('unavailable', 'It is down.') });
    assert.equal(cause, undefined);
    assert.equal(findings.find(({ check }) => check === 'plan')?.state, 'unknown');
  });
});
