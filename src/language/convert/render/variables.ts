import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';
import type { Outputs } from './outputs.js';
import { partsOf } from './placeholders.js';
import type { SecretVariable } from './secrets.js';

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

/**
 * The variables of a container in the order of the Service, then its secrets. What a resource keeps secret comes from a
 * Secret; where it is only a part of a value, it gets a variable of its own that the value refers to as `$(NAME)`.
 */
export function variablesOf(
  container: Reader,
  outputs: Outputs,
  secrets: readonly SecretVariable[],
): Variable[] {
  const helpers = new Map<string, Variable>();
  const variables = container.map('variables').entries();
  const names = new Set(variables.map(([name]) => name));
  const helper = (path: readonly string[], reference: object): string => {
    let name = path.join('_').toUpperCase().replaceAll(/\W/g, '_');
    while (names.has(name)) name += '_';
    helpers.set(name, { name, valueFrom: reference });
    return `$(${name})`;
  };
  const own = variables.flatMap(([name, reader]): Variable[] => {
    const text = typeof reader.value === 'string' ? reader.value : JSON.stringify(reader.value);
    const parts = partsOf(text).map((part) => {
      if (typeof part === 'string') return { path: [], text: escaped(part) };
      const output = outputs.of(part);
      if (!output) {
        reader.note(t('Nothing gives “{0}”; it stands there as it is.', part.join('.')));
        return { path: part, text: `\${${part.join('.')}}` };
      }
      return 'text' in output
        ? { path: part, text: escaped(output.text) }
        : { path: part, reference: { secretKeyRef: { name: output.secret, key: output.key } } };
    });
    const [only] = parts;
    if (parts.length === 1 && only?.reference) return [{ name, valueFrom: only.reference }];
    const value = parts.map((part) => (part.reference ? helper(part.path, part.reference) : part.text));
    return [{ name, value: value.join('') }];
  });
  const missing = secrets.filter(({ name }) => !names.has(name));
  return [...helpers.values(), ...own, ...missing];
}

/** Kubernetes puts other variables in place of `$(NAME)`, and one dollar in place of two; a bare `$(` is text there. */
function escaped(text: string): string {
  return text.replace(/\$+(?=\([A-Za-z_])|\${2,}/g, (dollars) => dollars + dollars);
}
