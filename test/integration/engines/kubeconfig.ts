import { createPrivateKey, sign } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { certify, type Authority } from '../../support/certificates.js';

/** Names of the contexts of the fixture's kubeconfig. */
export const contexts = {
  /** May do everything. */
  admin: 'admin@engines',
  /** Edits development and staging, only reads production. */
  developer: 'developer@engines',
  /** Is known and may do nothing. */
  denied: 'denied@engines',
  /** Shows a certificate that has ended. */
  expired: 'expired@engines',
  /** Like `developer`, with a token that a program gives. */
  exec: 'exec@engines',
  /** Nobody listens there. */
  unreachable: 'admin@nowhere',
} as const;

export interface KubeconfigOptions {
  readonly folder: string;
  readonly url: string;
  readonly authority: Authority;
  readonly adminToken: string;
  readonly developerToken: string;
}

/** Writes the kubeconfig of people with all contexts; the one that is current is the developer's. */
export function writeKubeconfig(options: KubeconfigOptions): string {
  const { folder, url, authority, adminToken, developerToken } = options;
  const ca = Buffer.from(authority.cert).toString('base64');
  const closed = 'https://127.0.0.1:9';
  const file = path.join(folder, 'kubeconfig');
  const user = (name: string, isExpired = false): object => {
    const { cert, key } = certify(authority, [name], { expired: isExpired });
    return {
      'client-certificate-data': Buffer.from(cert).toString('base64'),
      'client-key-data': Buffer.from(key).toString('base64'),
    };
  };
  const users: Readonly<Record<string, object>> = {
    admin: { token: adminToken },
    developer: user('developer'),
    denied: user('denied'),
    expired: user('developer', true),
    exec: { exec: execPlugin(folder, developerToken) },
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts.developer,
    clusters: [
      { name: 'engines', cluster: { server: url, 'certificate-authority-data': ca } },
      { name: 'nowhere', cluster: { server: closed, 'certificate-authority-data': ca } },
    ],
    users: Object.entries(users).map(([name, value]) => ({ name, user: value })),
    contexts: Object.values(contexts).map((name) => {
      const [person, cluster] = name.split('@');
      const namespace = name === contexts.developer ? { namespace: 'store-dev' } : {};
      return { name, context: { cluster, user: person, ...namespace } };
    }),
  };
  writeFileSync(file, stringify(config, { lineWidth: 0 }), { mode: 0o600 });
  return file;
}

/** A credential plugin as clouds ship them: a program of its own that prints a token. */
function execPlugin(folder: string, token: string): object {
  const credential = {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token },
  };
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'engines-credential');
  // It leaves a line each time it runs, so that a test can tell whether it did.
  const ran = path.join(folder, 'engines-credential.ran');
  writeFileSync(file, `#!/bin/sh\necho ran >> '${ran}'\nprintf '%s' '${JSON.stringify(credential)}'\n`);
  chmodSync(file, 0o700);
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: file,
    args: ['token'],
    interactiveMode: 'Never',
  };
}

/** A token of a service account, signed with the cluster's own key, that ended an hour ago. */
export function expiredToken(key: string, keyId: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const head = part({ alg: 'ES256', kid: keyId });
  const claims = part({
    iss: 'https://kubernetes.default.svc',
    aud: ['https://kubernetes.default.svc'],
    sub: 'system:serviceaccount:golden-path:reader',
    iat: now - 7200,
    nbf: now - 7200,
    exp: now - 3600,
  });
  const signature = sign('sha256', Buffer.from(`${head}.${claims}`), {
    key: createPrivateKey(key),
    dsaEncoding: 'ieee-p1363',
  });
  return `${head}.${claims}.${signature.toString('base64url')}`;
}
