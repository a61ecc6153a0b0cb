import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';

const refused = new Set(['ECONNREFUSED']);
const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA']);
const certificate = /^(CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
const notHttp = /^(HPE_|HTTPParserError|ERR_SSL_|EPROTO)/;

/** What a runtime threw on the way to `url`, as a typed error with a sentence for a person. */
export function connectionError(url: URL, thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown;
  const code = codeOf(thrown);
  const details = { cause: thrown };
  const { host, hostname } = url;
  if (refused.has(code)) {
    return new PlatformError(
      'unreachable',
      t('Nothing answers at {0}. Start the platform or check its URL.', host),
      details,
    );
  }
  if (unknownHost.has(code)) {
    return new PlatformError(
      'unreachable',
      t('The network does not know the host {0}. Check the URL and your connection.', hostname),
      details,
    );
  }
  if (certificate.test(code)) {
    return new PlatformError(
      'unreachable',
      t(
        'The certificate of {0} is not trusted here ({1}). Check the URL, or have its authority installed.',
        host,
        code,
      ),
      details,
    );
  }
  if (notHttp.test(code)) {
    return new PlatformError(
      'not-a-platform',
      t('{0} does not answer in the protocol of the URL ({1}). Check scheme and port.', host, code),
      details,
    );
  }
  return new PlatformError(
    'unreachable',
    t(
      'The connection to {0} broke ({1}). Check your network and try again.',
      host,
      code || t('no reason given'),
    ),
    details,
  );
}

/** The first error code in the chain of causes; `fetch` hides it one level down. */
function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    if (error.name === 'HTTPParserError') return error.name;
    if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  }
  return '';
}
