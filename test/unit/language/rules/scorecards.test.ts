import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Mend } from '../../../../src/language/rules/finding.js';
import { readSettings } from '../../../../src/language/settings.js';
import { header, smallService } from '../support.js';
import { diagnosticsIn, findingsIn, type World } from './world.js';

function card(check: string, appliesTo = '{}'): string {
  return `${header}kind: Scorecard
metadata: { name: ready }
spec:
  levels: [Bronze, Gold]
  appliesTo: ${appliesTo}
  checks:
    - { name: one, title: One check, level: Gold, evaluation: Manifest, ${check} }
    - { name: other, level: Gold, path: /spec/nothing }
`;
}

const withCard = (text: string): World => ({
  manifests: { 'file:///w/ready.platform.yaml': text },
  files: { 'file:///w/CODEOWNERS': '* @acme/shop' },
});
const told = (check: string, manifest = smallService, appliesTo?: string): Promise<string[]> =>
  findingsIn(withCard(card(check, appliesTo)), manifest);
const code = 'scorecard/ready.one';

describe('checks of scorecards', () => {
  it('ask for what must be there, at the nearest key that is', async () => {
    assert.deepEqual(await told('path: /spec/owner'), [`${code} “spec”`]);
    assert.deepEqual(await told('path: /spec/workload/service/ports'), [`${code} “workload”`]);
    assert.deepEqual(await told('path: /spec/type'), []);
  });

  it('ask with a schema', async () => {
    assert.deepEqual(await told('path: /spec/type, schema: { enum: [worker] }'), [`${code} “service”`]);
    assert.deepEqual(await told('path: /spec/type, schema: { pattern: "^serv" }'), []);
    assert.deepEqual(await told('path: /spec/type, schema: { not: {} }'), [`${code} “service”`]);
    assert.deepEqual(await told('path: /spec/owner, schema: { not: {} }'), []);
    assert.deepEqual(await told('path: /spec/owner, schema: { minLength: 2 }'), [`${code} “spec”`]);
  });

  it('ask every entry that a wildcard stands for', async () => {
    const two = smallService.replace('image: .\n', 'image: .\n      proxy:\n        image: p:1\n');
    assert.deepEqual(await told('path: /spec/workload/containers/*/readinessProbe', two), [
      `${code} “main”`,
      `${code} “proxy”`,
    ]);
    assert.deepEqual(await told('path: /spec/slos/*/timeWindow', two), [], 'there are none');
  });

  it('are about the manifests that they apply to', async () => {
    const check = 'path: /spec/owner';
    assert.equal((await told(check, smallService, '{ types: [service], tiers: [medium] }')).length, 1);
    assert.deepEqual(await told(check, smallService, '{ tiers: [critical] }'), []);
    assert.deepEqual(await told(check, smallService, '{ kinds: [Resource] }'), []);
    assert.deepEqual(
      await told(check, smallService, '{ teams: [shop] }'),
      [],
      'a selector that is not known',
    );
    const labelled = smallService.replace('name: basket', 'name: basket\n  labels: { area: shop }');
    assert.equal((await told(check, labelled, '{ matchLabels: { area: shop } }')).length, 1);
    assert.deepEqual(await told(check, labelled, '{ matchLabels: { area: mail } }'), []);
  });

  it('say their remedy, their level, and how they are mended', async () => {
    const check =
      'path: /spec/tier, remediation: { text: Say how important it is., fix: { spec: { tier: high } } }';
    const [found] = await diagnosticsIn(withCard(card(check)), smallService);
    assert.equal(
      found?.message,
      'Say how important it is (check “One check” of the scorecard “ready”, for level Gold).',
    );
    assert.equal(found.severity, 3);
    const { mends = [] } = found.data as { mends?: Mend[] };
    assert.deepEqual(
      mends.map(({ changes }) => changes),
      [[{ set: ['spec', 'tier'], value: 'high' }]],
    );
  });

  it('come from the platform, too, as it said last', async () => {
    const facts = { checks: [{ name: 'one', level: 'Gold', evaluation: 'Manifest', path: '/spec/owner' }] };
    const world: World = {
      manifests: {},
      files: { 'file:///w/CODEOWNERS': '* @a/b' },
      live: { scorecard: [{ name: 'live', facts }] },
    };
    assert.deepEqual(await findingsIn(world, smallService), ['scorecard/live.one “spec”']);
    const told = await findingsIn({ ...world, isLive: false }, smallService);
    assert.deepEqual(told, ['scorecard/live.one “spec”']);
  });

  it('are never stopped by a pattern', async () => {
    const name = 'a'.repeat(60);
    const text = smallService.replace('name: basket', `name: ${name}b`);
    const started = performance.now();
    await told('path: /metadata/name, schema: { pattern: "^(a+)+$" }', text);
    assert.ok(performance.now() - started < 1500);
  });

  it('obey settings and comments, one at a time and all together', async () => {
    const world = withCard(card('path: /spec/owner'));
    const with1 = (rules: unknown): Promise<Diagnostic[]> =>
      diagnosticsIn({ ...world, settings: () => readSettings({ rules }) }, smallService);
    assert.deepEqual(
      (await with1({ [code]: 'error' })).map(({ severity }) => severity),
      [1],
    );
    assert.deepEqual(await with1({ 'scorecard/manifest-check': 'off' }), []);
    assert.equal((await with1({ 'scorecard/manifest-check': 'off', [code]: 'hint' })).length, 1);
    for (const name of [code, 'scorecard/manifest-check']) {
      const text = smallService.replace('spec:', `# golden-path-disable-next-line ${name}\nspec:`);
      assert.deepEqual(await findingsIn(world, text), []);
    }
  });
});
