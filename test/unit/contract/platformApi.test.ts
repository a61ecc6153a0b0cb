import { Ajv2020 } from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { contractVersion } from '../../../src/contract/capabilities.js';
import { operations } from '../../../src/contract/operations.js';
import { problemOf, statusOf } from '../../../src/contract/problem.js';

interface Media {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Part {
  readonly content?: Readonly<Record<string, Media>>;
}
interface ApiOperation {
  readonly operationId: string;
  readonly requestBody?: Part;
  readonly responses: Readonly<Record<string, Part>>;
}
interface Api {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly license: { readonly name: string };
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
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

  it('uses every component', () => {
    const text = JSON.stringify(api);
    for (const [kind, components] of Object.entries(api.components)) {
      if (kind === 'securitySchemes') continue;
      for (const name of Object.keys(components)) {
        assert.ok(text.includes(`"#/components/${kind}/${name}"`), `${kind} ${name}`);
      }
    }
  });

  it('gives every request and answer an example that fits, formats and all', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    ajv.addFormat('uri', (text: string) => URL.canParse(text));
    ajv.addFormat('uri-reference', (text: string) => URL.canParse(text, 'https://api.test/v1/'));
    ajv.addFormat('int64', true);
    // Unknown fields pass on the wire; in an example they are slips of the pen.
    const components = JSON.parse(
      JSON.stringify(api.components).replaceAll(
        '"properties":{',
        '"additionalProperties":false,"properties":{',
      ),
    ) as object;
    ajv.addSchema({ $id: 'https://api.test/', components });
    for (const [id, { operation }] of byId) {
      const media = [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
        Object.entries(part?.content ?? {}),
      );
      for (const [type, { schema, examples = {} }] of media) {
        const names = Object.values(examples).map(({ $ref }) => $ref.split('/').at(-1) ?? '');
        assert.ok(names.length > 0, `${id} ${type}`);
        for (const name of names) {
          const example = api.components.examples[name];
          const absolute: unknown = JSON.parse(
            JSON.stringify(schema).replaceAll('"#/', '"https://api.test/#/'),
          );
          const fits = ajv.compile(absolute as object);
          assert.ok(fits(example?.value), `${id} ${type} ${name}: ${ajv.errorsText(fits.errors)}`);
        }
      }
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
