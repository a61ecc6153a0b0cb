import assert from 'node:assert/strict';
import { prepareSchema } from '../../../../src/language/schema/prepare.js';
import type {
  PreparedSchema,
  PrepareOptions,
  SchemaFault,
  Validation,
} from '../../../../src/language/schema/prepared.js';
import { validateValue } from '../../../../src/language/schema/validate.js';

/** A schema that has to be fit for use. */
export async function prepared(source: unknown, options?: PrepareOptions): Promise<PreparedSchema> {
  const preparation = await prepareSchema(source, options);
  if (preparation.is === 'refused') assert.fail(`${preparation.message} ${preparation.pointer}`);
  return preparation.schema;
}

/** The sentence with which a schema is refused. */
export async function refusal(source: unknown): Promise<string> {
  const preparation = await prepareSchema(source);
  return preparation.is === 'refused' ? preparation.message : 'ready';
}

export async function check(source: unknown, value: unknown): Promise<Validation> {
  return validateValue(await prepared(source), value);
}

/** Each fault as `keyword /path subject`. */
export async function faults(source: unknown, value: unknown): Promise<string[]> {
  const { faults: found } = await check(source, value);
  return found.map(faultText);
}

function faultText(fault: SchemaFault): string {
  const about = fault.nameOf ?? ('subject' in fault ? fault.subject : '');
  return `${fault.keyword} /${fault.path.join('/')} ${about}`.trim();
}
