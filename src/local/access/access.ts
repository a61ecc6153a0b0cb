import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { Caller, Scope } from '../identity/caller.js';
import { identitiesOf } from '../identity/groups.js';
import type { PolicyBook } from '../policy/policyBook.js';
import type { AccessRule } from './accessRules.js';

/** What the local platform asks about; the words are the contract's. */
export type PermissionName =
  | 'release.create'
  | 'deploy'
  | 'promote'
  | 'rollback'
  | 'restart'
  | 'logs.read'
  | 'approve'
  | 'resource.create'
  | 'resource.delete'
  | 'action.run'
  | 'template.run'
  | 'incident.create'
  | 'feedback.create'
  | 'environment.create'
  | 'secret.write';

export interface AccessTarget {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
}

export interface AccessDecision {
  readonly allowed: boolean;
  /** Why not, and who may. */
  readonly why?: string;
  /** What to do then. */
  readonly advice?: string;
}

const readOnly: readonly PermissionName[] = ['logs.read', 'feedback.create'];

/** Who may do what: by the scope of the token, then by the rules of `access.yaml`. */
export class Access {
  readonly #book: PolicyBook;

  constructor(book: PolicyBook) {
    this.#book = book;
  }

  decide(caller: Caller, permission: PermissionName, target: AccessTarget = {}): AccessDecision {
    const needed: Scope = readOnly.includes(permission) ? 'platform.read' : 'platform.deploy';
    if (!hasScope(caller, needed)) {
      return refused(t('This token has no scope {0}.', needed), t('Use one that has.'));
    }
    const rules = this.#book.rules.filter((rule) => isAbout(rule, permission, target));
    if (rules.length === 0) return { allowed: true };
    const mine = this.identities(caller);
    if (rules.some(({ allow }) => allow.some((reference) => mine.has(reference)))) return { allowed: true };
    const who = [...new Set(rules.flatMap(({ allow }) => allow))].join(', ');
    return refused(t('Only {0} may do this.', who), t('Ask them, or the platform team.'));
  }

  /** Throws `PlatformError` with 403. */
  demand(caller: Caller, permission: PermissionName, target: AccessTarget = {}): void {
    const { allowed, why = '', advice = '' } = this.decide(caller, permission, target);
    if (!allowed) {
      throw refusal('forbidden', t('You have no permission "{0}" here. {1}', permission, why), {
        remediation: { text: advice },
      });
    }
  }

  identities(caller: Caller): ReadonlySet<string> {
    return identitiesOf(caller, this.#book.documents);
  }
}

function refused(why: string, advice: string): AccessDecision {
  return { allowed: false, why, advice };
}

export function hasScope({ scopes }: Caller, scope: Scope): boolean {
  return scopes.includes('platform.admin') || scopes.includes(scope);
}

function isAbout(
  { permissions, services, environments }: AccessRule,
  permission: PermissionName,
  { service, environment }: AccessTarget,
): boolean {
  const fits = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value));
  return (
    (permissions.includes(permission) || permissions.includes('*')) &&
    fits(services, service) &&
    fits(environments, environment)
  );
}
