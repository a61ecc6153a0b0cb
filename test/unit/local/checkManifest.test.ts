import assert from 'node:assert/strict';
import { checkManifest } from '../../../src/local/manifest/checkManifest.js';

const service = (spec: string): string =>
  `apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata:\n  name: hello\nspec:\n${spec}`;
const workload = '  workload: { containers: { main: { image: ., command: [node, server.js] } } }\n';

describe('the check of a posted manifest', () => {
  it('says what the editor says, by pointer', async () => {
    const [finding, ...more] = await checkManifest(service(`  type: servce\n${workload}`));
    assert.deepEqual(more, []);
    assert.equal(finding?.pointer, '/spec/type');
    assert.equal(finding.code, 'schema/wrong-value');
    assert.equal(finding.severity, 'Error');
    assert.match(finding.detail, /service/);
  });

  it('takes a sound manifest as YAML and as JSON', async () => {
    assert.deepEqual(await checkManifest(service(`  type: service\n${workload}`)), []);
    const json = {
      apiVersion: 'goldenpath.dev/v1alpha1',
      kind: 'Service',
      metadata: { name: 'hello' },
      spec: {
        type: 'service',
        workload: { containers: { main: { image: '.', command: ['node', 'a.js'] } } },
      },
    };
    assert.deepEqual(await checkManifest(JSON.stringify(json)), []);
  });

  it('does not guess about files it cannot see', async () => {
    const findings = await checkManifest(service('  type: service\n  workload: { scoreFile: score.yaml }\n'));
    assert.ok(!findings.some(({ code }) => code === 'service/score-file-missing'));
  });

  it('answers what is no manifest with one finding', async () => {
    for (const text of ['', 'a: [', 'hello', '{}']) {
      assert.deepEqual(
        (await checkManifest(text)).map(({ code }) => code),
        ['manifest/unrecognised'],
        text,
      );
    }
  });
});
