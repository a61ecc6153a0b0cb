import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Service } from '../../../../src/model/catalog.js';
import {
  pictureOf,
  textOf,
  type KeptPicture,
  type Portions,
} from '../../../../src/platform/live/pictureText.js';
import { service } from '../fakePlatform.js';

const owner = 'https://platform.example/v1\nmia';

function picture(services: readonly Service[]): KeptPicture {
  return {
    info: { name: 'p', contractVersion: '0.1.0', capabilities: {} },
    services: new Map(services.map((each) => [each.name, each])),
    environments: new Map([['dev', { name: 'dev', type: 'development', production: false }]]),
    operations: new Map([
      [
        'op_1',
        { id: 'op_1', kind: 'Deployment', state: 'Running', done: false, createdAt: '2026-03-01T12:00:00Z' },
      ],
    ]),
    incidents: new Map([['inc_1', { id: 'inc_1', title: 'Down', status: 'Triggered' }]]),
    asOf: 1_772_366_400_000,
  };
}

describe('a kept picture', () => {
  const many = Array.from({ length: 450 }, (_, index) => service(`s${index}`));

  it('comes back as it was, in its order', async () => {
    for (const services of [[], [service('a')], many]) {
      const before = picture(services);
      const text = (await textOf(owner, before, 1e7)) ?? '';
      assert.deepEqual(await pictureOf(owner, text), before);
    }
  });

  it('is the same text whatever was written before', async () => {
    const portions: Portions = new Map();
    const change = fc.record({ at: fc.nat(449), length: fc.constantFrom(0, 1, 200, 201, 450) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), async (changes) => {
        const services = [...many];
        for (const { at, length } of changes) {
          services[at] = { ...service(`s${at}`), title: `changed ${at}` };
          const now = picture(services.slice(0, length));
          assert.equal(await textOf(owner, now, 1e7, portions), await textOf(owner, now, 1e7));
        }
      }),
    );
  });

  it('tells no open incident apart from nobody knows', async () => {
    const { incidents, ...untold } = picture([]);
    assert.equal(incidents?.size, 1);
    for (const before of [untold, { ...untold, incidents: new Map() }]) {
      assert.deepEqual(await pictureOf(owner, (await textOf(owner, before, 1e6)) ?? ''), before);
    }
  });

  it('is not kept when it is too large', async () => {
    assert.equal(await textOf(owner, picture(many), 1_000), undefined);
  });

  it('holds no secret that a link carries', async () => {
    const urls = ['https://x.example/run?token=canary#canary', 'https://me:canary@x.example/a'];
    const text = await textOf(
      owner,
      picture([{ name: 'a', links: urls.map((url) => ({ url, title: 'x' })) }]),
      1e6,
    );
    assert.doesNotMatch(text ?? '', /canary/);
    assert.match(text ?? '', /https:\/\/x\.example\/a/);
  });

  it('that is cut, mixed up or of another version is passed over', async () => {
    const text = (await textOf(owner, picture(many), 1e7)) ?? '';
    for (const wrong of [
      '',
      'null',
      '[]\n[]\n[]',
      text.slice(0, -1),
      text.replace('"version":2', '"version":1'),
      text.replace('"asOf":', '"then":'),
      text.replace('"name":"s7"', '"name":7'),
      text.replace('"id":"op_1"', '"id":1'),
      text.replace('"id":"inc_1"', '"id":1'),
      text.split('\n').slice(0, -1).join('\n'),
      text.split('\n').toSpliced(2, 1).join('\n'),
      `${text}\n`,
    ]) {
      assert.equal(await pictureOf(owner, wrong), undefined, wrong.slice(0, 60));
    }
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (wrong) => {
        assert.equal(await pictureOf(owner, wrong), undefined);
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), async (cut) => {
        assert.equal(await pictureOf(owner, text.slice(0, cut)), undefined);
      }),
      { numRuns: 50 },
    );
  });
});
