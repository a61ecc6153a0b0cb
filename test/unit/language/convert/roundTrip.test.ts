import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { roundTrip } from './roundTrip.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
type Plain = Readonly<Record<string, unknown>>;

describe('Kubernetes to Service and back', () => {
  it('loses nothing of the orders without a word', () => {
    const text = readFileSync(path.join(root, 'test/fixtures/convert/orders.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map((document) => document.toJS() as Plain);
    assert.deepEqual(roundTrip(objects).lost, []);
  });
});
