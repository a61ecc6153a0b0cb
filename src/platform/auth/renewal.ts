import {
  None,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
} from 'oauth4webapi';
import { systemClock, type Clock } from '../../model/clock.js';
import type { Account } from './account.js';
import type { AuthServers } from './authServer.js';
import { isInvalidGrant, signInFault } from './fault.js';
import { renewed, tokensOf } from './tokens.js';

/**
 * The account with new tokens (RFC 6749 §6); `undefined` when the server says that the session is over. Anything else
 * that goes wrong rejects: it says nothing about the session.
 */
export async function renewAccount(
  servers: AuthServers,
  account: Account,
  clock: Clock = systemClock,
): Promise<Account | undefined> {
  const { issuer, clientId, refreshToken, bearer } = account;
  if (issuer === undefined || clientId === undefined || refreshToken === undefined) return undefined;
  const server = await servers.discover({ issuer, clientId, ...(bearer && { bearer }) });
  const { metadata, client, host } = server;
  try {
    const response = await refreshTokenGrantRequest(metadata, client, None(), refreshToken, server.request());
    return renewed(
      account,
      tokensOf(await processRefreshTokenResponse(metadata, client, response), clock.now(), bearer),
    );
  } catch (error) {
    if (isInvalidGrant(error)) return undefined;
    throw signInFault(error, host);
  }
}

/** Tells the server that an account's tokens are no longer used (RFC 7009), where it wants to know. */
export async function revokeAccount(
  servers: AuthServers,
  account: Account,
  signal?: AbortSignal,
): Promise<void> {
  const { issuer, clientId, refreshToken, accessToken } = account;
  if (issuer === undefined || clientId === undefined) return;
  const server = await servers.discover({ issuer, clientId }, signal);
  const { metadata, client, host } = server;
  if (metadata.revocation_endpoint === undefined) return;
  try {
    for (const token of [refreshToken, accessToken]) {
      if (token === undefined) continue;
      const response = await revocationRequest(metadata, client, None(), token, server.request(signal));
      await processRevocationResponse(response);
    }
  } catch (error) {
    throw signInFault(error, host);
  }
}
