import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { TokenSource } from '../http/authorized.js';
import type { TlsMaterial } from '../http/tlsTransport.js';
import { isLoopback, parseServerUrl } from '../http/url.js';
import { isObject, textAt } from '../json.js';
import { ExecPlugin, type ExecConsent } from './execPlugin.js';
import type { KubeContext } from './kubeconfig.js';

/** How a context's server is reached, and as whom. */
export interface Credentials {
  /** Of the API server, without a trailing slash. */
  readonly url: string;
  readonly token: TokenSource;
  /** Read anew where a file or a plugin gives it. */
  readonly tls: () => Promise<TlsMaterial>;
  /** By which the server is reached, whatever the environment says. */
  readonly proxy?: URL;
}

export interface CredentialOptions {
  readonly execConsent?: ExecConsent | undefined;
  /** Whether a server whose certificate is not looked at may be spoken to. */
  readonly allowInsecure?: boolean | undefined;
  readonly now: () => number;
}

/** Throws `UserError` for what a context asks for and we do not do, rather than going without it. */
export function credentialsOf(context: KubeContext, options: CredentialOptions): Credentials {
  const { cluster, user } = context;
  const url = parseServerUrl(textAt(cluster.value, 'server') ?? '');
  const proxy = proxyOf(context);
  const isInsecure = cluster.value['insecure-skip-tls-verify'] === true;
  refuseUnknown(context);
  if (isInsecure && options.allowInsecure !== true && !isLoopback(new URL(url).hostname)) {
    throw unsupported(
      context.name,
      t(
        'does not check the certificate of its server; give it a certificate-authority, or allow it in the settings',
      ),
    );
  }
  const exec = user.value['exec'];
  const plugin = isObject(exec)
    ? new ExecPlugin({
        exec,
        folder: user.folder,
        cluster: cluster.value,
        consent: options.execConsent,
        now: options.now,
      })
    : undefined;
  return {
    url,
    token: (refused) => tokenOf(context, plugin, refused),
    tls: () => materialOf(context, plugin, isInsecure),
    ...(proxy && { proxy }),
  };
}

/** `proxy-url` of the cluster. */
function proxyOf({ name, cluster }: KubeContext): URL | undefined {
  const text = textAt(cluster.value, 'proxy-url');
  if (text === undefined) return undefined;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy && ['http:', 'https:'].includes(proxy.protocol)) return proxy;
  throw unsupported(name, t('goes by a proxy (proxy-url) that is none of http or https; name one that is'));
}

/** To go on without these would be to speak as somebody else, or by another way. */
function refuseUnknown({ name, user }: KubeContext): void {
  if (isObject(user.value['auth-provider'])) {
    throw unsupported(name, t('signs in by an auth-provider, which Kubernetes gave up; use an exec plugin'));
  }
  for (const key of ['username', 'as', 'as-uid']) {
    if (textAt(user.value, key) === undefined) continue;
    throw unsupported(
      name,
      t('uses "{0}", which is not supported; use a token, a certificate or an exec plugin', key),
    );
  }
}

/** As client-go chooses: a token in the file, then in its own file, then of the plugin. */
async function tokenOf(
  { user }: KubeContext,
  plugin: ExecPlugin | undefined,
  refused: string | undefined,
): Promise<string | undefined> {
  const file = textAt(user.value, 'tokenFile');
  // Tokens of pods and of some tools are changed in place, so that the file is read each time.
  if (file !== undefined) return (await read(user.folder, file)).trim();
  const token = textAt(user.value, 'token');
  return token ?? (await plugin?.get(refused))?.token;
}

async function materialOf(
  { cluster, user }: KubeContext,
  plugin: ExecPlugin | undefined,
  isInsecure: boolean,
): Promise<TlsMaterial> {
  const [ca, ownCert, ownKey] = await Promise.all([
    dataOrFile(cluster, 'certificate-authority'),
    dataOrFile(user, 'client-certificate'),
    dataOrFile(user, 'client-key'),
  ]);
  const given = plugin && ownCert === undefined ? await plugin.get() : {};
  const cert = ownCert ?? given.cert;
  const key = ownKey ?? given.key;
  const serverName = textAt(cluster.value, 'tls-server-name');
  return {
    isInsecure,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(serverName !== undefined && { serverName }),
  };
}

/** The data in the file counts before the path to another. */
async function dataOrFile(
  { value, folder }: KubeContext['cluster'],
  key: string,
): Promise<string | undefined> {
  const data = textAt(value, `${key}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = textAt(value, key);
  return file === undefined ? undefined : await read(folder, file);
}

async function read(folder: string, file: string): Promise<string> {
  const whole = path.resolve(folder, file);
  try {
    return await readFile(whole, 'utf8');
  } catch (cause) {
    const message = t('{0}, which the kubeconfig names, cannot be read. Check that it is there.', whole);
    throw new PlatformError('unauthenticated', message, { cause });
  }
}

function unsupported(name: string, why: string): UserError {
  return new UserError('kubernetes.unsupported', t('The context "{0}" {1}.', name, why));
}
