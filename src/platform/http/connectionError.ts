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
  const proxyStatus = proxyStatusOf(thrown);
  if (proxyStatus !== undefined) return proxyError(host, proxyStatus, thrown);
  if (code === 'CERT_HAS_EXPIRED') {
    return new PlatformError(
      'unreachable',
      t('The certificate of {0} has expired, so nothing was sent. Tell the platform team.', host),
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
  // `fetch` keeps to itself that a proxy answered in the platform's place.
  const broke =
    code === ''
      ? t('The connection to {0} broke. Check your network and its proxy, and try again.', host)
      : t('The connection to {0} broke ({1}). Check your network and try again.', host, code);
  return new PlatformError('unreachable', broke, details);
}

/** A proxy on the way to `host` refused with an HTTP status. */
export function proxyError(host: string, status: number, cause?: unknown): PlatformError {
  return new PlatformError(
    'unreachable',
    status === 407
      ? t('A proxy on the way to {0} wants a user and password (407). Give them in its settings.', host)
      : t('A proxy on the way to {0} refused ({1}). Check its settings, or ask who runs it.', host, status),
    { cause },
  );
}

/** What undici says when a proxy does not open the tunnel. */
function proxyStatusOf(thrown: unknown): number | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    const [, status] = /^Proxy response \((\d{3})\)/.exec(error.message) ?? [];
    if (status !== undefined) return Number(status);
  }
  return undefined;
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
