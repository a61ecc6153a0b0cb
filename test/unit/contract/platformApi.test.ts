import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { contractVersion } from '../../../src/contract/capabilities.js';
import { operations } from '../../../src/contract/operations.js';
import { problemOf, statusOf } from '../../../src/contract/problem.js';

interface ApiOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Api {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly license: { readonly name: string };
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<
      Record<string, { readonly properties?: Readonly<Record<string, { readonly description?: string }>> }>
    >;
  };
}

const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
const api = parse(readFileSync(path.join(root, 'schemas/platform-api.yaml'), 'utf8')) as Api;
const byId = new Map(
  Object.entries(api.paths).flatMap(([at, methods]) =>
    Object.entries(methods).map(([method, operation]) => [operation.operationId, { at, method, operation }]),
  ),
);

describe('the platform API', () => {
  it('says what it is', () => {
    assert.equal(api.info.title, 'Golden Path platform API');
    assert.equal(api.info.license.name, 'MIT');
    assert.equal(api.info.version, contractVersion);
  });

  it('keeps to the part of OpenAPI 3.1 that generators read alike', () => {
    const faults: string[] = [];
    const visit = (node: unknown, at: string): void => {
      if (node === null) faults.push(`${at} is null`);
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (['oneOf', 'anyOf', 'allOf', 'const', 'nullable', 'prefixItems'].includes(key)) {
          faults.push(`${at}/${key}`);
        }
        if (key === 'type' && Array.isArray(value)) faults.push(`${at}/type is a list`);
        if (key === '$ref' && Object.keys(node).length > 1) faults.push(`${at}/$ref has siblings`);
        visit(value, `${at}/${key}`);
      }
    };
    visit(api, '');
    assert.deepEqual(faults, []);
  });

  it('resolves every reference', () => {
    const refs = JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, pointer = ''] of refs) {
      const target = pointer
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], api);
      assert.ok(target !== undefined, pointer);
    }
  });

  it('has every operation of the client, at the same place', () => {
    for (const [id, { method, path: at }] of Object.entries(operations)) {
      const found = byId.get(id);
      assert.ok(found, id);
      assert.equal(found.at, at, id);
      assert.equal(found.method, method.toLowerCase(), id);
    }
  });

  it('answers every failure with a problem', () => {
    for (const { at, operation } of byId.values()) {
      assert.deepEqual(operation.responses['default'], { $ref: '#/components/responses/Problem' }, at);
    }
  });

  it('lists every problem the code knows, with its status', () => {
    const list = api.components.schemas['Problem']?.properties?.['type']?.description ?? '';
    const words = [...list.matchAll(/([a-z-]+)(?=[ ,][^;]*?\((\d{3})(?:, (\d{3}))?\))/g)];
    for (const code of [
      'blocked',
      'unsupported-media-type',
      'not-found',
      'unavailable',
      'stale-plan',
    ] as const) {
      assert.ok(
        words.some(([, word]) => word === code),
        code,
      );
      assert.ok(list.includes(String(statusOf(code))), code);
      assert.equal(problemOf(code).status, statusOf(code));
    }
  });
});
