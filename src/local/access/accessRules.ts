import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { fullRef } from '../identity/entityRef.js';
import { isObject, member, texts } from '../manifest/json.js';

/** Who may do something: where a rule is about it, only those whom a rule names. */
export interface AccessRule {
  readonly permissions: readonly string[];
  /** Absent: all. */
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  /** Full references of users and groups. */
  readonly allow: readonly string[];
}

/** Reads `access.yaml`: `rules` with `permissions`, `services`, `environments` and `allow`. Throws `UserError`. */
export function readAccessRules(value: unknown): readonly AccessRule[] {
  const rules = member(value, 'rules');
  if (!Array.isArray(rules)) throw broken();
  return rules.map((rule: unknown) => {
    if (!isObject(rule)) throw broken();
    const services = member(rule, 'services');
    const environments = member(rule, 'environments');
    return {
      permissions: texts(member(rule, 'permissions')),
      ...(services !== undefined && { services: texts(services) }),
      ...(environments !== undefined && { environments: texts(environments) }),
      allow: texts(member(rule, 'allow')).map((reference) => fullRef(reference)),
    };
  });
}

function broken(): UserError {
  return new UserError('local.access-rules', t('access.yaml must hold a list of "rules".'));
}
