import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

interface Media {
  readonly schema: object;
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>>; readonly schemas: object };
}

export interface ObservedAnswer {
  readonly method: string;
  /** Below the API root. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The formats that the contract names. */
const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  uri: (text: string) => URL.canParse(text),
  'uri-reference': (text: string) => URL.canParse(text, 'https://platform.example/v1/'),
  int64: true,
} as const;

/** Items of the streams, by operation. */
const streamed: Readonly<Record<string, string>> = {
  listOperationEvents: 'OperationEvent',
  listLogs: 'LogLine',
  watch: 'CloudEvent',
};

/** schemas/platform-api.yaml as a judge of answers: status, content type and body, formats included. */
export class ApiDocument {
  /** `operationId status` of everything judged so far. */
  readonly judged = new Set<string>();
  readonly #document: Document;
  readonly #ajv: Ajv2020;
  readonly #checks = new Map<string, ValidateFunction>();

  constructor() {
    const file = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'schemas/platform-api.yaml');
    this.#document = parse(readFileSync(file, 'utf8')) as Document;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const [name, format] of Object.entries(formats)) this.#ajv.addFormat(name, format);
    this.#ajv.addSchema({ $id: 'https://api.test/', components: this.#document.components });
  }

  judge({ method, path: at, status, contentType, body }: ObservedAnswer): void {
    const operation = this.#operationAt(method, at);
    const { operationId } = operation;
    this.judged.add(`${operationId} ${status}`);
    const declared = operation.responses[String(status)] ?? operation.responses['default'];
    assert.ok(declared, `${operationId} ${status} is not in the contract`);
    const response = declared.$ref ? this.#document.components.responses[lastOf(declared.$ref)] : declared;
    if (!response?.content) {
      assert.equal(body, '', `${operationId} ${status} has a body`);
      return;
    }
    const type = contentType.split(';')[0]?.trim() ?? '';
    const media = response.content[type];
    assert.ok(media, `${operationId} ${status} answers ${type}, not ${Object.keys(response.content).join()}`);
    this.#fits(`${operationId} ${status}`, media.schema, JSON.parse(body));
  }

  /** Judges one item of a stream. */
  judgeEvent(method: string, at: string, data: unknown): void {
    const { operationId } = this.#operationAt(method, at);
    const schema = streamed[operationId];
    assert.ok(schema, `${operationId} is no stream`);
    this.judged.add(`${operationId} stream`);
    this.#fits(`${operationId} stream`, { $ref: `#/components/schemas/${schema}` }, data);
  }

  #operationAt(method: string, at: string): Operation {
    for (const [template, methods] of Object.entries(this.#document.paths)) {
      const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
      const operation = methods[method.toLowerCase()];
      if (operation && pattern.test(at)) return operation;
    }
    assert.fail(`${method} ${at} is not in the contract`);
  }

  #fits(what: string, schema: object, value: unknown): void {
    const key = JSON.stringify(schema);
    let check = this.#checks.get(key);
    if (!check) {
      const absolute: unknown = JSON.parse(key.replaceAll('"#/', '"https://api.test/#/'));
      check = this.#ajv.compile(absolute as object);
      this.#checks.set(key, check);
    }
    assert.ok(check(value), `${what}: ${this.#ajv.errorsText(check.errors)} in ${JSON.stringify(value)}`);
    assert.ok(!JSON.stringify(value).includes(':null'), `${what}: a null in ${JSON.stringify(value)}`);
  }
}

function lastOf(ref: string): string {
  return ref.split('/').at(-1) ?? '';
}
