import { getValidatedIdTokenClaims, type IDToken, type TokenEndpointResponse } from 'oauth4webapi';
import { accountId, type Account } from './account.js';
import type { Registration } from './authServer.js';

/** What a token endpoint gave (RFC 6749 §5.1). */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** ms since the epoch. */
  readonly expiresAt?: number;
  readonly scopes?: readonly string[];
  /** Who signed in, where the server says so. */
  readonly person?: { readonly subject: string; readonly label: string };
}

/** With `bearer` it is the ID token that stands for the person, as long as it is good. */
export function tokensOf(response: TokenEndpointResponse, now: number, bearer?: 'id_token'): Tokens {
  const claims = getValidatedIdTokenClaims(response);
  const { access_token, refresh_token, expires_in, scope, id_token } = response;
  const identity = bearer === undefined ? undefined : id_token;
  const end = expires_in === undefined ? undefined : now + expires_in * 1000;
  const expiresAt = identity !== undefined && claims ? claims.exp * 1000 : end;
  return {
    accessToken: identity ?? access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(scope !== undefined && { scopes: scope.split(' ').filter((word) => word) }),
    ...(claims && { person: { subject: claims.sub, label: labelOf(claims) } }),
  };
}

/** The account that tokens of a first sign-in stand for. `fallback` names a person of whom the server says nothing. */
export function accountOf(
  origin: string,
  registration: Registration,
  { person, ...tokens }: Tokens,
  fallback: string,
): Account {
  const { subject = 'default', label = fallback } = person ?? {};
  return { id: accountId(origin, subject), origin, label, ...registration, ...tokens };
}

/** The same account with renewed tokens; a server that sends no new refresh token means the old one to stay. */
export function renewed(account: Account, { accessToken, refreshToken, expiresAt, scopes }: Tokens): Account {
  const { id, origin, label, issuer, clientId, bearer } = account;
  const kept = { refreshToken: refreshToken ?? account.refreshToken, scopes: scopes ?? account.scopes };
  return {
    ...{ id, origin, label, accessToken },
    ...(issuer !== undefined && { issuer }),
    ...(clientId !== undefined && { clientId }),
    ...(bearer !== undefined && { bearer }),
    ...(kept.refreshToken !== undefined && { refreshToken: kept.refreshToken }),
    ...(kept.scopes !== undefined && { scopes: kept.scopes }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function labelOf(claims: IDToken): string {
  for (const key of ['email', 'preferred_username', 'name']) {
    const value = claims[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 200);
  }
  return claims.sub;
}
