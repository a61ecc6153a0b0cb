import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

/**
 * The API root that a person's input means: with `/v1`, without a trailing slash. Throws as `parseServerUrl` does.
 */
export function parsePlatformUrl(input: string): string {
  const url = parseServerUrl(input);
  return url.endsWith('/v1') ? url : `${url}/v1`;
}

/**
 * The server that a person's input means, without a trailing slash. Throws `UserError` for what is not an address,
 * carries a user or password, or would send a token in the clear over a network.
 */
export function parseServerUrl(input: string): string {
  const text = input.trim();
  const url = /^https?:\/\//i.test(text) ? urlFrom(text) : undefined;
  if (!url) {
    throw invalid(
      t('"{0}" is not the URL of a platform. Give one like https://platform.example.com/v1.', shown(text)),
    );
  }
  if (url.username || url.password) {
    throw invalid(t('Leave user and password out of the platform URL; the token goes apart.'));
  }
  if (url.search || url.hash) {
    throw invalid(t('The platform URL ends after its path. Leave out what follows "?" or "#".'));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw invalid(
      t(
        'A token to {0} would travel unprotected. Use https:// (http:// is for this machine only).',
        url.hostname,
      ),
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** `undefined` where `text` is no URL, seen from `base`. */
export function urlFrom(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** The sentence that says why an address cannot be used, where it cannot. */
export function addressFault(input: string): string | undefined {
  try {
    parseServerUrl(input);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function invalid(message: string): UserError {
  return new UserError('platform.invalid-url', message);
}

/** Input that may hold a password is not repeated. */
function shown(text: string): string {
  return text.includes('@') ? '…' : text.slice(0, 200);
}
