import assert from 'node:assert/strict';
import { readSettings } from '../../../../src/language/settings.js';
import { smallService } from '../support.js';
import { diagnosticsIn, findingsIn } from './world.js';

const latest = smallService.replace('image: .', 'image: shop:latest');
const finding = 'score/image-tag “shop:latest”';

describe('comments that switch rules off', () => {
  const before = (comment: string, text = latest): string => text.replace('spec:', `${comment}\nspec:`);

  it('hold for the rest of the document, or until they end', async () => {
    assert.deepEqual(await findingsIn({}, latest), [finding]);
    assert.deepEqual(await findingsIn({}, before('# golden-path-disable score/image-tag')), []);
    const ended = before('# golden-path-disable score/image-tag\n# golden-path-enable score/image-tag');
    assert.deepEqual(await findingsIn({}, ended), ['suppression/unused “score/image-tag”', finding]);
    const other = before('# golden-path-disable score/image-tag\n# golden-path-enable score/port-conflict');
    assert.deepEqual(await findingsIn({}, other), []);
    const all = before('# golden-path-disable score/image-tag\n# golden-path-enable');
    assert.ok((await findingsIn({}, all)).includes(finding));
  });

  it('hold for their own document', async () => {
    const two = `${before('# golden-path-disable score/image-tag')}---\n${latest}`;
    assert.deepEqual(await findingsIn({}, two), [finding]);
  });

  it('hold for their own document where “...” ends it', async () => {
    const off = before('# golden-path-disable score/image-tag');
    const unused = 'suppression/unused “score/image-tag”';
    assert.deepEqual(await findingsIn({}, `${off}...\n`), []);
    assert.deepEqual(await findingsIn({}, `${off}...\n---\n${smallService}...\n`), []);
    assert.deepEqual(await findingsIn({}, `${off}...\n${latest}...\n`), [finding]);
    const above = `${smallService}...\n# golden-path-disable score/image-tag\n---\n${latest}---\n${latest}`;
    assert.deepEqual(await findingsIn({}, above), [finding]);
    const useless = smallService.replace('spec:', '# golden-path-disable score/image-tag\nspec:');
    assert.deepEqual(await findingsIn({}, `%YAML 1.2\n---\n${useless}---\n${off}`), [unused]);
  });

  it('may say why', async () => {
    const text = latest.replace(
      '        image:',
      '        # golden-path-disable-next-line score/image-tag -- pinned by the mirror\n        image:',
    );
    assert.deepEqual(await findingsIn({}, text), []);
  });

  it('are told when they name no rule, or do nothing', async () => {
    const [unknown] = await diagnosticsIn({}, before('# golden-path-disable score/image-tga', smallService));
    assert.equal(unknown?.code, 'suppression/unknown-code');
    assert.deepEqual([unknown.severity, unknown.data], [3, { suggestion: 'score/image-tag' }]);
    const [unused] = await diagnosticsIn({}, before('# golden-path-disable score/image-tag', smallService));
    assert.equal(unused?.code, 'suppression/unused');
    assert.deepEqual([unused.severity, unused.tags], [4, [1]]);
  });

  it('are left alone where others decide whether there is something to find', async () => {
    const text = before(
      '# golden-path-disable service/no-owner, scorecard/readiness.has-owner',
      smallService,
    );
    assert.deepEqual(await findingsIn({}, text), []);
  });
});

describe('severities', () => {
  it('are chosen by code', async () => {
    const world = { settings: () => readSettings({ rules: { 'score/image-tag': 'error' } }) };
    assert.deepEqual(
      (await diagnosticsIn(world, latest)).map(({ severity }) => severity),
      [1],
    );
    const off = { settings: () => readSettings({ rules: { 'score/image-tag': 'off' } }) };
    assert.deepEqual(await diagnosticsIn(off, latest), []);
  });
});
