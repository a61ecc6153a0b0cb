import {
  AuthorizationResponseError,
  JSON_ATTRIBUTE_COMPARISON,
  JWT_CLAIM_COMPARISON,
  OperationProcessingError,
  ResponseBodyError,
} from 'oauth4webapi';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';

/**
 * What a failed step of sign-in means, in a sentence. The library's own error is never its cause: it holds what was
 * sent and answered, tokens and codes too.
 */
export function signInFault(error: unknown, host: string): Error {
  if (error instanceof PlatformError || error instanceof UserError) return error;
  if (isAbort(error)) return error as Error;
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return refusal(error.error, host);
  }
  if (error instanceof OperationProcessingError) {
    const mismatch = [JSON_ATTRIBUTE_COMPARISON, JWT_CLAIM_COMPARISON].includes(error.code ?? '');
    if (mismatch || error.message.includes('"iss"')) return wrongIssuer(host);
  }
  return new UserError(
    'sign-in.protocol',
    t('{0} does not answer as a sign-in server should. Tell the platform team.', host),
  );
}

/** Whether the server itself says that the grant (a refresh token, a code) is no longer good (RFC 6749 §5.2). */
export function isInvalidGrant(error: unknown): boolean {
  return error instanceof ResponseBodyError && error.error === 'invalid_grant';
}

function wrongIssuer(host: string): UserError {
  return new UserError(
    'sign-in.issuer',
    t(
      '{0} answers in the name of another sign-in server, so nothing was sent. Tell the platform team.',
      host,
    ),
  );
}

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, and RFC 8628 §3.5. */
function refusal(code: string, host: string): UserError {
  switch (code) {
    case 'access_denied':
      return new UserError('sign-in.denied', t('Sign-in at {0} was declined.', host));
    case 'expired_token':
    case 'invalid_grant':
      return new UserError('sign-in.expired', t('Sign-in at {0} took too long. Sign in again.', host));
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_scope':
    case 'unsupported_grant_type':
    case 'unsupported_response_type':
      return new UserError(
        'sign-in.client',
        t(
          '{0} does not take the client that the platform announces ({1}). Tell the platform team.',
          host,
          code,
        ),
      );
    default:
      return new UserError(
        'sign-in.refused',
        t('{0} refused the sign-in ({1}). Try again, or ask the platform team.', host, wordOf(code)),
      );
  }
}

/** A code of the server's own, short and without anything to be read as something else. */
function wordOf(code: string): string {
  return code.replace(/[^\w.-]+/g, ' ').slice(0, 60);
}
