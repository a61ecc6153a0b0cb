import { t } from '../../base/l10n.js';
import { limitMessage } from '../rules/limitMessages.js';
import { listWords, shown, typeWords } from '../rules/values.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import { prepareSchema } from '../schema/prepare.js';
import type { InstancePath, Preparation, SchemaFault } from '../schema/prepared.js';
import { validateValue } from '../schema/validate.js';

/** What is wrong with one field of a form. */
export interface ValueFault {
  /** Steps to the field from the root of the value: of a missing one, to where it belongs. */
  readonly path: InstancePath;
  readonly message: string;
}

export interface ValueCheck {
  readonly faults: readonly ValueFault[];
  /** `false` when checking took too long and faults may be missing. */
  readonly isComplete: boolean;
  /** Why the schema cannot be used at all; then nothing was checked. */
  readonly refusal?: string;
}

/** Faults beyond are not told: a form shows the first ones. */
const mostFaults = 200;

/** Checks the values of forms. A form is checked with every key, so the schema of the last one is kept ready. */
export class ValueChecker {
  #last: { readonly text: string; readonly preparation: Promise<Preparation> } | undefined;

  async check(schema: unknown, value: unknown): Promise<ValueCheck> {
    const preparation = await this.#prepare(schema);
    if (preparation.is === 'refused') {
      return { faults: [], isComplete: false, refusal: preparation.message };
    }
    const { root } = preparation.schema;
    const { faults, isComplete } = validateValue(preparation.schema, value);
    const told = faults.slice(0, mostFaults).map((fault) => describe(root, value, fault));
    return { faults: onePerField(told), isComplete };
  }

  #prepare(schema: unknown): Promise<Preparation> {
    const text = JSON.stringify([schema]);
    if (this.#last?.text !== text) this.#last = { text, preparation: prepareSchema(schema) };
    return this.#last.preparation;
  }
}

function describe(root: JsonSchema, value: unknown, fault: SchemaFault): ValueFault {
  const path = 'subject' in fault ? [...fault.path, fault.subject] : fault.path;
  return { path, message: fault.said === undefined ? sentence(root, value, fault) : t(fault.said) };
}

function sentence(root: JsonSchema, value: unknown, fault: SchemaFault): string {
  const schemas = schemasAt(root, value, fault.path);
  switch (fault.keyword) {
    case 'required':
      return t('This is needed.');
    case 'additionalProperties':
      return t('This form has no field “{0}”. Remove it.', fault.subject);
    case 'type':
      return t('This must be {0}.', listWords(fault.types.filter((type) => type !== 'null').map(typeWords)));
    case 'enum':
      return t('Choose {0}.', listWords(fault.allowed.map(shown)));
    case 'alternatives':
      return t('One of {0} is needed.', listWords(fault.keys));
    case 'uniqueItems':
      return t('Items {0} and {1} are the same. Change or remove one.', fault.first + 1, fault.second + 1);
    case 'oneOf':
    case 'not':
    case 'false':
      return t('This does not go together with the rest of the form. Change it.');
    default: {
      const own = schemas.find(({ patternErrorMessage }) => patternErrorMessage !== undefined);
      const words = fault.keyword === 'pattern' ? own?.patternErrorMessage : undefined;
      return words === undefined ? limitMessage(fault, schemas).message : t(words);
    }
  }
}

/** The first fault of a field is the one to mend first. */
function onePerField(faults: readonly ValueFault[]): ValueFault[] {
  const seen = new Set<string>();
  return faults.filter(({ path }) => {
    const place = JSON.stringify(path);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
