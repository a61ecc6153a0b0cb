import assert from 'node:assert/strict';
import { detectManifest, isManifest } from '../../../src/model/manifestDetector.js';

const ours = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\n';

describe('the manifest detector', () => {
  it('knows a manifest by its apiVersion, in any document', () => {
    assert.equal(detectManifest(ours, 'a.yaml'), 'platform');
    assert.equal(
      detectManifest(`kind: Service\r\n"apiVersion": 'goldenpath.dev/v1alpha1'\r\n`, 'a.yaml'),
      'platform',
    );
    assert.equal(detectManifest(`a: 1\n---\n${ours}`, 'a.yaml'), 'platform');
    assert.equal(detectManifest(`\uFEFF${ours}`, 'a.yaml'), 'platform');
    assert.equal(detectManifest('{\n  "apiVersion": "goldenpath.dev/v1alpha1"\n}', 'a.yaml'), 'platform');
    assert.equal(detectManifest('apiVersion: score.dev/v1b1\n', 'score.yaml'), 'score');
  });

  it('counts names only where they say enough', () => {
    assert.ok(isManifest('', 'platform.yaml'));
    assert.ok(isManifest('# nothing yet\r\n', 'platform.yaml'));
    assert.ok(isManifest('a: 1', 'shop.platform.yaml'));
    assert.ok(!isManifest('a: 1', 'platform.yaml'));
    assert.ok(!isManifest('', 'values.yaml'));
  });

  it('leaves folders of other tools alone', () => {
    assert.ok(!isManifest('', 'file:///w/.platform/applications.yaml'));
    assert.ok(!isManifest('a: 1', '.platform/routes.yaml'));
    assert.ok(!isManifest('name: app\ntype: nodejs:20\n', 'platform.yaml'));
  });

  it('takes time in proportion to the text', () => {
    const line = 'apiVersion: goldenpath.dev/v1\n';
    const timed = (lines: number): number => {
      const text = `--- |\n${line.repeat(lines)}`;
      const start = process.cpuUsage();
      assert.ok(!isManifest(text, 'a.yaml'));
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    assert.ok(timed(33_000) < 500, 'a megabyte takes milliseconds, not seconds');
  });

  it('is not misled by comments, text and other tools', () => {
    assert.ok(!isManifest(`# ${ours}a: 1`, 'platform.yaml'));
    assert.ok(!isManifest(`text: |\n  ${ours}`, 'a.yaml'));
    assert.ok(!isManifest(`--- |\n${ours}`, 'a.yaml'));
    assert.ok(!isManifest('apiVersion: notgoldenpath.dev/v1\n', 'a.yaml'));
    assert.ok(!isManifest('apiVersion: apps/v1\nx: goldenpath.dev/\n', 'platform.yaml'));
  });
});
