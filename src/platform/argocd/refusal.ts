import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { PlatformError } from '../../model/errors.js';
import type { Problem } from '../../model/problem.js';
import { isObject, textAt } from '../json.js';
import type { Application } from './application.js';

/** gRPC's codes that Argo CD refuses with. */
const invalid = [3, 9, 11];

/** The problem in a body with which Argo CD refuses, of a call (`code`) or of a stream (`error.grpc_code`). */
export function argoProblem(body: unknown): Problem | undefined {
  if (!isObject(body)) return undefined;
  const { error } = body;
  const told = isObject(error) ? error : body;
  const said = textAt(told, 'message') ?? textAt(body, 'error');
  const code = Number(told['grpc_code'] ?? told['code'] ?? NaN);
  if (said === undefined || Number.isNaN(code)) return undefined;
  // An error that was wrapped on its way repeats where it came from.
  const detail = said.split(/rpc error: code = \w+ desc = /).at(-1) ?? said;
  if (/another operation is already in progress/.test(said)) {
    return problemOf('operation-in-progress', {
      detail: t('Argo CD is at work on this Application already.'),
    });
  }
  if (/blocked by sync window/.test(said)) {
    const message = t('A sync window of the project is closed.');
    return problemOf('blocked', { detail: message, blockedBy: { reason: 'FreezeWindow', message } });
  }
  if (/auto-sync/.test(said)) return automaticProblem(detail);
  if (code === 16) {
    // Which of both it is Argo CD does not always say, and it says it in the words of its libraries.
    const stranger = t('Argo CD does not take the token: it has expired, or it is not one of its own.');
    return problemOf('unauthenticated', {
      detail: stranger,
      remediation: { text: t('Sign in again.') },
    });
  }
  if (code === 7) return deniedProblem(detail);
  if (code === 5) return problemOf('not-found', { detail });
  if (code === 12) return problemOf('not-implemented', { detail });
  if (code === 8) return problemOf('rate-limited', { detail });
  if (code === 4 || code === 14) return problemOf('unavailable', { detail });
  return invalid.includes(code)
    ? problemOf('invalid-request', { detail })
    : problemOf('internal', { detail });
}

/** Why something is not done by hand where Argo CD follows Git by itself. */
export function automaticReason(): string {
  return t(
    'AutoSync: Argo CD follows Git by itself here and would undo it. Change Git instead, for example by reverting the commit.',
  );
}

/** Why one of several Applications is not changed alone. */
export function severalReason(names: readonly string[]): string {
  return t(
    'Several Applications run it there, and one alone would leave them apart: {0}. Change Git instead, for example by reverting the commit.',
    names.join(', '),
  );
}

function automaticProblem(detail: string): Problem {
  return problemOf('blocked', {
    detail,
    blockedBy: { reason: 'NotReversible', name: 'AutoSync', message: automaticReason() },
    remediation: { text: t('Change Git instead: Argo CD applies it by itself.') },
  });
}

/** The refusal of something for which a right is missing, where Argo CD does not say which. */
export function missingRight(
  right: string,
  { project, name }: Pick<Application, 'project' | 'name'>,
): PlatformError {
  const told = `permission denied: ${right}, ${project}/${name}, sub:`;
  return refusalError(403, deniedProblem(told), undefined);
}

/** Argo CD says which right is missing, e.g. `permission denied: applications, sync, default/web, sub: ada`. */
function deniedProblem(detail: string): Problem {
  const right = /permission denied: (\w+, \w+(?:\/\S*)?, \S+),/.exec(detail)?.[1];
  return problemOf('forbidden', {
    detail:
      right === undefined ? t('Argo CD does not allow this.') : t('Argo CD does not allow this: {0}.', right),
    remediation: {
      text:
        right === undefined
          ? t('It may be missing, too. Ask whoever manages the project for the right.')
          : t('Ask whoever manages the project for the policy "p, ROLE, {0}, allow".', right),
    },
  });
}
