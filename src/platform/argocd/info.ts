import { t } from '../../base/l10n.js';
import { contractVersion } from '../../contract/capabilities.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { Me } from '../../model/me.js';
import type { Capability, PlatformInfo, SignInInfo } from '../../model/platform.js';
import { objectAt, textAt, textsAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { misfit, read } from './calls.js';
import { present } from './present.js';

const capabilities: Readonly<Record<string, Capability>> = {
  'services.detail': { level: 'Read' },
  deployments: { level: 'Write', kinds: ['Deploy', 'Restart', 'Rollback'], dryRun: true, idempotency: true },
  releases: { level: 'Read' },
  operations: { level: 'Stream' },
  logs: { level: 'Stream' },
  events: { level: 'Read' },
  watch: { level: 'Stream' },
  permissions: { level: 'Read' },
};

/** What Argo CD says of itself; it does so without a token. */
export async function readInfo(client: Client, root: URL, call?: CallOptions): Promise<PlatformInfo> {
  const [settings, version] = await Promise.all([
    client.send(read('/settings'), call),
    client.send({ ...read(''), path: '/api/version' }, call).catch((): Json => ({})),
  ]);
  if (settings['appLabelKey'] === undefined && settings['url'] === undefined) throw misfit();
  const page = pageOf(settings, root);
  const banner = textAt(settings, 'uiBannerContent');
  return present({
    name: root.hostname,
    title: t('Argo CD at {0}', new URL(page).host),
    contractVersion,
    serverVersion: textAt(version, 'Version'),
    capabilities,
    auth: signInOf(settings, page),
    links: [{ url: page, title: 'Argo CD', type: 'portal' }],
    notice: banner === undefined ? undefined : { severity: 'Info' as const, text: banner },
  });
}

/** Where people see Argo CD. */
function pageOf(settings: Json, root: URL): string {
  const url = textAt(settings, 'url');
  return (url !== undefined && URL.canParse(url) ? url : root.href).replace(/\/+$/, '');
}

/** By the browser where Argo CD has a client for tools on a person's machine; always with a token. */
function signInOf(settings: Json, page: string): SignInInfo {
  const oidc = objectAt(settings, 'oidcConfig');
  const dex = objectAt(settings, 'dexConfig');
  const help = { tokenHelpUrl: `${page}/settings/accounts` };
  const [issuer, clientId] = [textAt(oidc, 'issuer'), textAt(oidc, 'cliClientID') ?? publicClient(oidc)];
  const told = textsAt(oidc, 'scopes');
  const scopes = told.length > 0 ? told : ['openid', 'profile', 'email', 'groups'];
  if (issuer !== undefined && clientId !== undefined) {
    return { ...byBrowser, issuer, clientId, scopes: [...new Set([...scopes, renewing])], ...help };
  }
  if (Array.isArray(dex['connectors']) && dex['connectors'].length > 0) {
    // Since 3.0 a person is known by what Dex says of them at its own source.
    const all = [...scopes, 'federated:id', renewing];
    return { ...byBrowser, issuer: `${page}/api/dex`, clientId: 'argo-cd-cli', scopes: all, ...help };
  }
  return { type: 'token', ...help };
}

const renewing = 'offline_access';

/** Argo CD takes the ID token of a person; its client is registered for the address that `argocd login --sso` has. */
const byBrowser = {
  type: 'oidc',
  flows: ['authorization_code', 'token'],
  bearer: 'id_token',
  redirect: 'http://localhost:8085/auth/callback',
};

/** The client of the web page has no secret where it proves itself by PKCE. */
function publicClient(oidc: Json): string | undefined {
  return oidc['enablePKCEAuthentication'] === true ? textAt(oidc, 'clientID') : undefined;
}

/** Whose token it is. Rejects with `unauthenticated` for one that Argo CD does not know. */
export async function readMe(client: Client, call?: CallOptions): Promise<Me> {
  const info = await client.send(read('/session/userinfo'), call);
  const name = textAt(info, 'username');
  if (info['loggedIn'] !== true || name === undefined) {
    throw refusalError(401, problemOf('unauthenticated'), undefined);
  }
  // Accounts and roles of projects are Argo CD's own; a person comes from elsewhere or signs in as an account.
  const isRole = name.startsWith('proj:');
  return {
    user: { id: name, displayName: name, type: isRole ? 'serviceAccount' : 'user' },
    groups: textsAt(info, 'groups'),
  };
}
