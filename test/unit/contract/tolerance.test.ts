import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeDeployments,
  decodeEnvironments,
  decodeOperation,
  decodeOperationEvent,
  decodePlan,
  decodePlatformInfo,
  decodeServices,
} from '../../../src/contract/decode.js';

const time = '2026-03-01T12:00:00Z';
const release = { id: 'rel_1', version: '1', createdAt: time };
/** What a platform of today sends; words of open sets stand in braces. */
const answers: readonly (readonly [name: string, decode: (value: unknown) => unknown, value: object])[] = [
  [
    'a platform',
    decodePlatformInfo,
    {
      name: 'p',
      contractVersion: '0.1.0',
      capabilities: { services: { level: '{Read}' } },
      auth: { type: '{oidc}' },
    },
  ],
  [
    'services',
    decodeServices,
    {
      items: [
        {
          name: 'hello',
          type: '{service}',
          tier: '{high}',
          environments: [
            {
              environment: 'dev',
              health: '{Healthy}',
              current: { id: 'dep_1', state: '{Deployed}', version: '1' },
            },
          ],
        },
      ],
    },
  ],
  ['environments', decodeEnvironments, { items: [{ name: 'dev', type: '{test}', production: false }] }],
  [
    'a plan',
    decodePlan,
    {
      fingerprint: 'sha256:a',
      summary: { update: 1 },
      changes: [{ action: '{Update}', resource: 'Service/hello' }],
      warnings: [{ code: 'x', severity: '{Warning}', message: 'Mind.' }],
    },
  ],
  [
    'deployments',
    decodeDeployments,
    {
      items: [{ id: 'd', service: 's', environment: 'dev', kind: '{Deploy}', state: '{Deployed}', release }],
    },
  ],
  [
    'an operation',
    decodeOperation,
    {
      id: 'op_1',
      kind: '{Deployment}',
      state: '{Running}',
      done: false,
      createdAt: time,
      steps: [{ id: '1', name: 'Build', state: '{Running}' }],
    },
  ],
  ['an event', decodeOperationEvent, { id: '1', type: '{state}', time, state: '{Running}', level: '{info}' }],
];

/** The same with other words in place of those in braces, and with a field that nobody knows yet in every object. */
function ofTomorrow(value: unknown, word: string, field: string, extra: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => ofTomorrow(item, word, field, extra));
  if (typeof value === 'string') return /^\{.*\}$/.test(value) ? word : value;
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).map(
    ([key, each]) => [key, ofTomorrow(each, word, field, extra)] as const,
  );
  // Capabilities are a map: its keys are names, not fields.
  const isMap = 'services' in value;
  return { ...Object.fromEntries(known), ...(!isMap && { [`x${field}`]: extra }) };
}

describe('answers of a platform of tomorrow', () => {
  for (const [name, decode, value] of answers) {
    it(`that is ${name} are read, with the words and fields that nobody knows yet`, () => {
      fc.assert(
        fc.property(fc.string({ minLength: 1 }), fc.string(), fc.jsonValue(), (word, field, extra) => {
          const wire = ofTomorrow(value, word, field, extra);
          assert.deepEqual(decode(wire), wire);
        }),
        { numRuns: 60 },
      );
    });

    it(`that is ${name} are refused without what they cannot be without`, () => {
      const [required] = Object.keys(value);
      const rest = Object.entries(value).filter(([key]) => key !== required);
      assert.throws(() => decode(Object.fromEntries(rest)), { code: 'not-a-platform' });
    });
  }
});
