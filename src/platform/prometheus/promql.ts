import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

/** A string of PromQL: whatever a label's value says, it stays inside. */
export function quoted(value: string): string {
  return JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** The matcher for a label that has one of some values; with none, for one that has any. */
export function oneOf(label: string, values: readonly string[]): string {
  const [only = ''] = values;
  if (values.length === 0) return `${label}!=""`;
  if (values.length === 1) return `${label}=${quoted(only)}`;
  return `${label}=~${quoted(values.map(regexText).join('|'))}`;
}

/** The name of a label that a person gave. Throws `UserError`. */
export function demandLabel(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new UserError(
    'prometheus.label',
    t('"{0}" is not the name of a label in Prometheus. Correct it in the settings of the platform.', name),
  );
}

/** The label by which the rows of an expression are known among those of others in one query. */
export const tagLabel = 'golden_path';

/** `tag` has no `$`: a replacement would take it for a group. */
export function tagged(tag: string, expression: string): string {
  return `label_replace(${expression}, "${tagLabel}", ${quoted(tag)}, "", "")`;
}

function regexText(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
