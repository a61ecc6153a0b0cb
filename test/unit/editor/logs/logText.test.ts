import assert from 'node:assert/strict';
import { EntryReader } from '../../../../src/editor/logs/logEntry.js';
import { lineText, LogText } from '../../../../src/editor/logs/logText.js';

describe('the text of a log document', () => {
  it('keeps the latest lines and says how many are left out', () => {
    const text = new LogText({ items: 2, size: 1_000 });
    text.add('a');
    text.add('b');
    assert.equal(text.toString('head'), 'head\na\nb\n');
    text.add('c');
    assert.equal(text.toString('head'), 'head\n-- 1 earlier lines left out --\nb\nc\n');
  });

  it('is bounded in size, however long its lines are', () => {
    const text = new LogText({ items: 1_000, size: 5_000 });
    for (let count = 0; count < 100; count++) text.add('x'.repeat(500));
    assert.ok(text.size <= 5_000);
    assert.ok(text.toString('').length < 6_000);
  });

  it('says where a line comes from as far as that is in question', () => {
    const line = { id: '1', time: 'T', message: 'hi', instance: 'a-1', level: 'warn' };
    const entry = new EntryReader('staging').read(line);
    assert.equal(lineText(entry, { environment: false, instance: false }), 'T [warn] hi');
    assert.equal(lineText(entry, { environment: true, instance: true }), 'T [warn] staging/a-1: hi');
  });

  it('shows a long instance by its end, and whole in a file', () => {
    const line = { id: '1', time: 'T', message: 'hi', instance: 'dep_e9d5e171-0708-4af5-a1db-c25c9df2d613' };
    const entry = new EntryReader('staging').read(line);
    const head = { environment: false, instance: true };
    assert.equal(lineText(entry, head), 'T …c25c9df2d613: hi');
    assert.equal(lineText(entry, { ...head, isWhole: true }), `T ${line.instance}: hi`);
  });

  it('shows a time to the millisecond, and whole in a file', () => {
    const line = { id: '1', time: '2026-11-21T10:00:00.123456789Z', message: 'hi' };
    const entry = new EntryReader('staging').read(line);
    const head = { environment: false, instance: false };
    assert.equal(lineText(entry, head), '2026-11-21T10:00:00.123Z hi');
    assert.equal(lineText(entry, { ...head, isWhole: true }), `${line.time} hi`);
  });
});
