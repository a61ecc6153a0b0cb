import { isAbort } from '../base/abort.js';
import { t } from '../base/l10n.js';
import { PlatformError, UserError, type PlatformErrorCode } from '../model/errors.js';
import type { ExitCode } from './command.js';
import { oneLine } from './oneLine.js';

/** How a command ended without doing its work. */
export interface Failure {
  /** Stable: the code of the error. */
  readonly code: string;
  /** One line for a person. */
  readonly message: string;
  readonly exit: ExitCode;
}

/** The platform understood and said no; any other failure means that the command could not run. */
const refusals: ReadonlySet<PlatformErrorCode> = new Set<PlatformErrorCode>([
  'invalid-request',
  'forbidden',
  'not-found',
  'operation-in-progress',
  'stale-basis',
  'stale-plan',
  'blocked',
  'etag-mismatch',
  'must-acknowledge',
]);

export function failureOf(error: unknown): Failure {
  if (isAbort(error)) return { code: 'cli.canceled', message: t('Canceled.'), exit: 2 };
  const message = oneLine(messageOf(error));
  if (PlatformError.is(error, 'unauthenticated')) {
    return { code: error.code, message: t('{0} Sign in with: golden-path login URL', message), exit: 2 };
  }
  if (error instanceof PlatformError) {
    return { code: error.code, message, exit: refusals.has(error.code) ? 1 : 2 };
  }
  if (error instanceof UserError) {
    const isRefusal =
      error.code.startsWith('guard.') ||
      error.code.startsWith('approval.') ||
      error.code === 'manifest.errors';
    return { code: error.code, message, exit: isRefusal ? 1 : 2 };
  }
  return { code: 'internal', message: t('Unexpected failure: {0}. Please report it.', message), exit: 2 };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
