import assert from 'node:assert/strict';
import { offers } from '../../../src/contract/capabilities.js';
import { cloudEventOf, watchEventOf } from '../../../src/contract/cloudEvents.js';
import { PlatformError } from '../../../src/model/errors.js';

describe('cloudEvents', () => {
  it('wraps and unwraps a watch event', () => {
    const event = {
      id: '7',
      type: 'platform.service.changed',
      subject: 'hello',
      time: '2026-01-01T00:00:00Z',
    };
    const wire = cloudEventOf(event, '/v1');
    assert.equal(wire.specversion, '1.0');
    assert.deepEqual(watchEventOf(JSON.parse(JSON.stringify(wire))), event);
  });

  it('refuses what is no CloudEvent', () => {
    assert.throws(() => watchEventOf({ id: '7' }), PlatformError);
  });
});

describe('capabilities', () => {
  it('compares levels and reads an absent one as not offered', () => {
    const info = {
      name: 'p',
      contractVersion: '0.1.0',
      capabilities: { releases: { level: 'Write' }, logs: { level: 'Telepathy' } },
    };
    assert.ok(offers(info, 'releases'));
    assert.ok(offers(info, 'releases', 'Write'));
    assert.ok(!offers(info, 'releases', 'Stream'));
    assert.ok(offers(info, 'logs'));
    assert.ok(!offers(info, 'logs', 'Stream'));
    assert.ok(!offers(info, 'watch'));
    assert.ok(!offers({ ...info, capabilities: {} }, 'watch'));
  });
});
