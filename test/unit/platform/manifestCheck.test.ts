import assert from 'node:assert/strict';
import { PlatformManifestCheck } from '../../../src/platform/manifestCheck.js';
import type { Platform } from '../../../src/model/platform.js';
import type { FieldError } from '../../../src/model/problem.js';
import type { CheckResult } from '../../../src/model/scorecard.js';

const manifest = { apiVersion: 'goldenpath.dev/v1alpha1', kind: 'Service', metadata: { name: 'basket' } };

/** A platform with one scorecard; `undefined` stands for one that it cannot answer for. */
function bound(
  checks: readonly CheckResult[] | undefined,
  capabilities: readonly string[] = ['manifests', 'scorecards'],
): { readonly check: PlatformManifestCheck; readonly asked: string[] } {
  const asked: string[] = [];
  const spec = { checks: [{ name: 'owner', evaluation: 'Manifest' }, { name: 'fresh' }] };
  const platform = {
    getInfo: () =>
      Promise.resolve({
        name: 'acme',
        contractVersion: '0.2.0',
        capabilities: Object.fromEntries(capabilities.map((name) => [name, { level: 'Read' }])),
      }),
    validateManifest: () => Promise.resolve([{ pointer: '/spec', detail: 'Too many.' }]),
    listScorecards: () => Promise.resolve({ items: [{ name: 'ready', spec }] }),
    measures: {
      scorecards: (service: string) => {
        asked.push(service);
        return checks
          ? Promise.resolve([{ name: 'ready', title: 'Readiness', checks }])
          : Promise.reject(new Error('no such service'));
      },
    },
  } as unknown as Platform;
  return { check: new PlatformManifestCheck(platform), asked };
}

const fresh: CheckResult = {
  name: 'fresh',
  title: 'Deployed lately',
  state: 'Failed',
  message: 'It was not deployed in 30 days',
  pointer: '/spec/type',
  remediation: { text: 'Deploy it.' },
};

describe('what a platform says of a manifest', () => {
  const found = async (...bed: Parameters<typeof bound>): Promise<readonly FieldError[] | undefined> =>
    bound(...bed).check.check('', manifest);

  it('is its own check, and what its scorecards miss, with what to do', async () => {
    assert.deepEqual(await found([fresh]), [
      { pointer: '/spec', detail: 'Too many.' },
      {
        pointer: '/spec/type',
        detail:
          'It was not deployed in 30 days. Deploy it. (check “Deployed lately” of the scorecard “Readiness”)',
        code: 'scorecard/ready.fresh',
        severity: 'Info',
      },
    ]);
  });

  it('leaves out what passed, what is exempt, and what the text itself decides', async () => {
    const exemptUntil = new Date(Date.now() + 60_000).toISOString();
    const checks: readonly CheckResult[] = [
      { ...fresh, state: 'Passed' },
      { ...fresh, state: 'Unknown' },
      { ...fresh, exemptUntil },
      { ...fresh, name: 'owner' },
    ];
    assert.equal((await found(checks))?.length, 1);
    assert.equal((await found([{ ...fresh, exemptUntil: '2020-01-01T00:00:00Z' }]))?.length, 2);
  });

  it('goes on without scorecards of a service that the platform does not know', async () => {
    assert.equal((await found(undefined))?.length, 1);
    assert.equal(await found(undefined, ['scorecards']), undefined);
    assert.equal((await found([fresh], ['scorecards']))?.length, 1);
  });

  it('asks for scorecards of Services only, and only where they are offered', async () => {
    const { check, asked } = bound([fresh]);
    await check.check('', { ...manifest, kind: 'Environment' });
    await check.check('', { kind: 'Service', metadata: { name: 'knative' } });
    await check.check('');
    const without = bound([fresh], ['manifests']);
    await without.check.check('', manifest);
    assert.deepEqual([...asked, ...without.asked], []);
  });
});
