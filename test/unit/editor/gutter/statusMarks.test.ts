import assert from 'node:assert/strict';
import { statusMarks } from '../../../../src/editor/gutter/statusMarks.js';
import type { StatusPlace } from '../../../../src/language/protocol.js';
import { running, service, snapshot } from '../pictures.js';

function place(line: number, environment?: string): StatusPlace {
  const range = { start: { line, character: 2 }, end: { line, character: 8 } };
  return { service: 'basket', ...(environment !== undefined && { environment }), range };
}

const places = [place(3), place(9, 'staging'), place(11, 'production'), place(13, 'development')];
const basket = service(
  'basket',
  running('staging', 'Healthy', '1.2.0'),
  running('production', 'Degraded', '1.1.0'),
);

describe('status marks in the gutter', () => {
  it('show each environment as it fares, the name as the worst of them, and nothing where nothing is deployed', () => {
    const found = statusMarks(places, snapshot([basket]));
    assert.deepEqual(
      found.map(({ name, range }) => `${range.start.line} ${name}`),
      ['3 degraded', '9 healthy', '11 degraded'],
    );
  });

  it('tell the environment, the health and the version in words', () => {
    const [name, staging] = statusMarks(places, snapshot([basket]));
    assert.deepEqual(name?.tooltip.lines, [
      ['staging', 'Healthy · 1.2.0'],
      ['production', 'Degraded · 1.1.0'],
    ]);
    assert.equal(staging?.tooltip.title, 'basket in staging');
    assert.deepEqual(staging.tooltip.lines.slice(0, 2), [
      ['Health', 'Healthy'],
      ['Version', '1.2.0'],
    ]);
  });

  it('say when the picture is old', () => {
    const [name] = statusMarks(places, snapshot([basket], { status: 'stale', asOf: 0 }));
    assert.match(name?.tooltip.lines.at(-1)?.[1] ?? '', /Not reachable/);
  });

  it('are none for a service that the platform does not know, and before it has answered', () => {
    assert.deepEqual(statusMarks(places, snapshot([])), []);
    assert.deepEqual(statusMarks(places, snapshot([basket], { status: 'loading' })), []);
    assert.deepEqual(statusMarks(places, snapshot([basket], { status: 'unauthenticated' })), []);
  });

  it('take a health word that is new to us for unknown', () => {
    const odd = service('basket', running('staging', 'Sleepy'));
    assert.deepEqual(
      statusMarks(places, snapshot([odd])).map(({ name }) => name),
      ['unknown', 'unknown'],
    );
  });
});
