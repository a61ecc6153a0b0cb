import type { SignInInfo } from '../../model/platform.js';
import type { AuthServer, Registration } from './authServer.js';

/** How a person can sign in: by the browser, with a code on any device, or with a token made elsewhere. */
export type SignInWay = 'browser' | 'device' | 'token';

const defaultScopes = ['openid', 'profile', 'offline_access'];

/** Whether the platform asks for no sign-in at all. */
export function isOpen(info: SignInInfo | undefined): boolean {
  return info?.type === 'none';
}

/** Where and as what to sign in; `undefined` where the platform announces no sign-in server. */
export function registrationOf(info: SignInInfo | undefined): Registration | undefined {
  const { issuer, clientId } = info ?? {};
  return info?.type === 'oidc' && issuer !== undefined && clientId !== undefined
    ? { issuer, clientId, ...(info.bearer === 'id_token' && { bearer: 'id_token' as const }) }
    : undefined;
}

/** The ways that the platform announces and its sign-in server, where there is one, really has; best first. */
export function waysOf(info: SignInInfo | undefined, server: AuthServer | undefined): readonly SignInWay[] {
  const announced = (flow: string): boolean => info?.flows?.includes(flow) ?? true;
  const { authorization_endpoint, device_authorization_endpoint } = server?.metadata ?? {};
  const ways: SignInWay[] = [];
  if (authorization_endpoint !== undefined && announced('authorization_code')) ways.push('browser');
  if (device_authorization_endpoint !== undefined && announced('device_code')) ways.push('device');
  const takesToken = info?.tokenHelpUrl !== undefined || info?.flows?.includes('token') === true;
  if (info?.type !== 'oidc' || takesToken) ways.push('token');
  return ways;
}

/** What is asked for; what renews a session only where the sign-in server has it. */
export function scopesOf(info: SignInInfo | undefined, server?: AuthServer): readonly string[] {
  const wanted = info?.scopes?.length ? info.scopes : defaultScopes;
  const known = server?.metadata.scopes_supported;
  return wanted.filter((scope) => scope !== 'offline_access' || known?.includes(scope) !== false);
}
